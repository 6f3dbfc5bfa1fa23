// The whole desk: words, theme and language in force, and the screen that the state asks for.
import type { i18n } from 'i18next';
import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import { createWords } from '#shared/words/words';
import { DeskScreen } from './screens/DeskScreen.tsx';
import { StartScreen } from './screens/StartScreen.tsx';
import type { Desk } from './store/desk.ts';
import { atDesk } from './store/selectors.ts';
import { DeskContext, useDeskState } from './store/useDesk.ts';
import { localeOf } from './ui/time.ts';

/** Light or dark on the page's root, following the computer where the agent has not chosen. */
function useTheme(): void {
  const theme = useDeskState((state) => state.main?.settings.theme ?? 'system');
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}

function useLanguage(words: i18n): 'it' | 'en' {
  const language = useDeskState((state) => state.main?.language ?? 'it');
  useEffect(() => {
    void words.changeLanguage(language);
    document.documentElement.lang = language;
  }, [words, language]);
  return language;
}

function Screen({ words }: { readonly words: i18n }) {
  useTheme();
  const language = useLanguage(words);
  const known = useDeskState((state) => state.main !== null);
  const signedIn = useDeskState(atDesk);
  if (!known) return <div className="start" aria-busy="true" />;
  return <I18nProvider locale={localeOf[language]}>{signedIn ? <DeskScreen /> : <StartScreen />}</I18nProvider>;
}

export function App({ desk }: { readonly desk: Desk }) {
  const [words] = useState(() => createWords(desk.store.getState().main?.language ?? 'it'));
  return (
    <DeskContext value={desk}>
      <I18nextProvider i18n={words}>
        <Screen words={words} />
      </I18nextProvider>
    </DeskContext>
  );
}
