// The whole desk: words, look and language in force, and the screen that the state asks for.
import { type ReactNode, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useShallow } from 'zustand/shallow';
import { defaultSettings } from '#shared/contract/main';
import type { Language } from '#shared/model/ids';
import { DeskScreen } from './screens/DeskScreen.tsx';
import { StartScreen } from './screens/StartScreen.tsx';
import type { Desk } from './store/desk.ts';
import { atDesk } from './store/selectors.ts';
import { DeskContext, useDeskState } from './store/useDesk.ts';
import { useFocusRest } from './ui/focus.ts';
import { SingleKeys } from './ui/keys.ts';
import { localeOf } from './ui/time.ts';
import { useMedia } from './ui/useMedia.ts';
import { Speaking } from './ui/words.tsx';

/** Theme, contrast and density on the page's root (tokens.css), following the computer where the agent has not chosen. */
function useLook(): void {
  const chosen = useDeskState(
    useShallow((state) => {
      const { theme, contrast, density } = state.main?.settings ?? defaultSettings;
      return { theme, contrast, density };
    }),
  );
  const systemTheme = useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  const systemContrast = useMedia('(prefers-contrast: more)') ? 'more' : 'usual';
  const theme = chosen.theme === 'system' ? systemTheme : chosen.theme;
  const contrast = chosen.contrast === 'system' ? systemContrast : chosen.contrast;
  const { density } = chosen;
  useEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, contrast, density });
  }, [theme, contrast, density]);
}

function useLanguage(): Language {
  const language = useDeskState((state) => state.main?.language ?? 'it');
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return language;
}

function Screen({ children }: { readonly children: ReactNode }) {
  useLook();
  useFocusRest();
  const language = useLanguage();
  const known = useDeskState((state) => state.main !== null);
  const signedIn = useDeskState(atDesk);
  const singleKeys = useDeskState((state) => (state.main?.settings ?? defaultSettings).singleKeys);
  if (!known) return <div className="start" aria-busy="true" />;
  return (
    <I18nProvider locale={localeOf[language]}>
      <Speaking language={language}>
        <SingleKeys value={singleKeys}>{children ?? (signedIn ? <DeskScreen /> : <StartScreen />)}</SingleKeys>
      </Speaking>
    </I18nProvider>
  );
}

interface AppProps {
  readonly desk: Desk;
  /** In place of the screen that the state asks for: what a window shows that is not the desk. */
  readonly children?: ReactNode;
}

export function App({ desk, children }: AppProps) {
  return (
    <DeskContext value={desk}>
      <Screen>{children}</Screen>
    </DeskContext>
  );
}
