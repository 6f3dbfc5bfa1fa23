// The page before the desk: the name and the language above, one thing in the middle.
import { Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Segments } from '../../ui/Segments.tsx';
import { useWords } from '../../ui/words.tsx';

interface StartFrameProps {
  readonly title: string;
  readonly subtitle: string;
  readonly children: ReactNode;
}

export function StartFrame({ title, subtitle, children }: StartFrameProps) {
  const { t, language } = useWords();
  const { changeSettings } = useIntents();
  const version = useDeskState((state) => state.main?.version ?? '');
  return (
    <div className="start">
      <header className="start-brand">
        <span className="logo">
          <Phone aria-hidden="true" />
        </span>
        {t('app.name')}
        <small>{t('app.tagline')}</small>
        <span className="grow" />
        <Segments
          label={t('settings.language')}
          options={[
            { id: 'it', name: t('languages.it') },
            { id: 'en', name: t('languages.en') },
          ]}
          chosen={language}
          onChoose={(chosen) => void changeSettings({ language: chosen })}
        />
      </header>
      <main className="start-main" tabIndex={-1} data-focus-rest="">
        <div className="start-title">
          <h1>{title}</h1>
          <p className="sub">{subtitle}</p>
        </div>
        {children}
      </main>
      <footer className="start-foot">
        <span className="faint num">{t('settings.version', { version })}</span>
      </footer>
    </div>
  );
}
