// The sentences of a window and the language that it speaks. What has no parts to fill in is looked up once: a screen says hundreds of them.
import type { TFunction } from 'i18next';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { must } from '#shared/lib/must';
import type { Language } from '#shared/model/ids';
import { createWords } from '#shared/words/words';

interface Words {
  readonly t: TFunction;
  readonly language: Language;
  /** In whatever language: what is said to a caller, or found by its name in the other one. */
  readonly tIn: (language: Language) => TFunction;
}

const WordsContext = createContext<Words | null>(null);

function remembering(t: TFunction): TFunction {
  const said = new Map<string, string>();
  const look = t as (key: string, parts?: object) => string;
  function say(key: string, parts?: object): string {
    if (parts !== undefined) return look(key, parts);
    const known = said.get(key);
    if (known !== undefined) return known;
    const sentence = look(key);
    said.set(key, sentence);
    return sentence;
  }
  return say as TFunction;
}

function createTongues(): Readonly<Record<Language, TFunction>> {
  const { getFixedT } = createWords('it');
  return { it: remembering(getFixedT('it')), en: remembering(getFixedT('en')) };
}

/** What is within speaks `language`. */
export function Speaking({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  const tongues = useMemo(createTongues, []);
  const words = useMemo(
    (): Words => ({ t: tongues[language], language, tIn: (other) => tongues[other] }),
    [tongues, language],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

export const useWords = (): Words => must(useContext(WordsContext), 'WordsContext');
