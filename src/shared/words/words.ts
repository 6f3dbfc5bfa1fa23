// How sentences are looked up: i18next with both languages on board, ready at once, nothing fetched.
import { createInstance, type i18n } from 'i18next';
import { en } from './en.ts';
import { it } from './it.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof it };
  }
}

/** An instance that speaks `language`; change it with `changeLanguage`. */
export function createWords(language: 'it' | 'en'): i18n {
  const words = createInstance();
  void words.init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'words',
    ns: ['words'],
    resources: { it: { words: it }, en: { words: en } },
    initAsync: false,
    // React and the operating system's menus escape by themselves.
    interpolation: { escapeValue: false },
  });
  return words;
}
