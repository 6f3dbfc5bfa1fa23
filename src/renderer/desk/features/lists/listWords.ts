// What lists, their fields and their values are called.
import type { ListCode } from '#shared/model/lists/lists';
import { en } from '#shared/words/en';
import { it } from '#shared/words/it';
import { useWords } from '../../ui/words.tsx';

export function useListWords() {
  const { t, language } = useWords();
  const { fields, values }: { fields: Readonly<Record<string, string>>; values: Readonly<Record<string, string>> } = (
    language === 'it' ? it : en
  ).lists;
  return {
    listName: (code: ListCode) => t(`lists.names.${code}`),
    listAbout: (code: ListCode) => t(`lists.about.${code}`),
    /** A key that somebody has thought of (a sign, a letter) is called as it is. */
    fieldName: (name: string) => fields[name] ?? values[name] ?? name,
    valueName: (value: string) => values[value] ?? value,
  };
}
