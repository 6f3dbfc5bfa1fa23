// What Cornetta may do while another program is in front: keys of its own, and the system's word that it rings.
import { useEffect, useState } from 'react';
import { defaultSettings, type GlobalKey, globalKeyNames } from '#shared/contract/main';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { chordPressed, hearKeys } from '../../ui/keys.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useWords } from '../../ui/words.tsx';

const none: readonly GlobalKey[] = [];

function KeyRow({
  of,
  refused,
  twiceWith,
}: {
  readonly of: GlobalKey;
  readonly refused: boolean;
  readonly twiceWith: GlobalKey | null;
}) {
  const { t } = useWords();
  const { changeSettings } = useIntents();
  const chord = useDeskState((state) => (state.main?.settings ?? defaultSettings)[of]);
  const [isListening, setIsListening] = useState(false);

  // While a key is asked for, none does what it does otherwise.
  useEffect(() => {
    if (!isListening) return;
    return hearKeys((event) => {
      const isTakenAway = event.key === 'Delete' || event.key === 'Backspace';
      const pressed = isTakenAway ? null : chordPressed(event);
      if (isTakenAway || pressed !== null) void changeSettings({ [of]: pressed });
      if (isTakenAway || pressed !== null || event.key === 'Escape' || event.key === 'Tab') setIsListening(false);
      if (event.key === 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
    });
  }, [isListening, of, changeSettings]);

  const name = t(`globalKeys.${of}`);
  const shown = chord === null ? t('globalKeys.none') : chord.replaceAll('+', ' ');
  const wrong =
    twiceWith !== null
      ? t('globalKeys.twice', { what: t(`globalKeys.${twiceWith}`) })
      : refused
        ? t('globalKeys.refused')
        : null;
  const about = `${of}-about`;
  return (
    <div className="settings-key">
      <span>{name}</span>
      <button
        type="button"
        className="btn"
        aria-label={isListening ? t('globalKeys.press') : t('globalKeys.change', { what: name, chord: shown })}
        aria-describedby={about}
        onClick={() => setIsListening(true)}
        onBlur={() => setIsListening(false)}
        data-testid={of}
        data-listening={isListening}
      >
        {isListening ? t('globalKeys.press') : shown}
      </button>
      <p className={wrong === null ? 'faint' : 'settings-key-wrong'} id={about} role="status">
        {isListening ? t('globalKeys.pressAbout') : wrong}
      </p>
    </div>
  );
}

interface OnOrOffProps {
  readonly of: 'notifications' | 'awaitingNotices' | 'popOutWhenAway';
  readonly label: string;
  readonly about: string;
  readonly testId: string;
}

function OnOrOff({ of, label, about, testId }: OnOrOffProps) {
  const { t } = useWords();
  const { changeSettings } = useIntents();
  const isOn = useDeskState((state) => (state.main?.settings ?? defaultSettings)[of]);
  return (
    <>
      <Segments
        label={label}
        options={(['on', 'off'] as const).map((id) => ({ id, name: t(`globalKeys.${id}`) }))}
        chosen={isOn ? 'on' : 'off'}
        onChoose={(chosen) => void changeSettings({ [of]: chosen === 'on' })}
        testId={testId}
      />
      <p className="faint">{about}</p>
    </>
  );
}

/** `isFollowed`: there is an account that they follow. */
export function OutsideSettings({ isFollowed }: { readonly isFollowed: boolean }) {
  const { t } = useWords();
  const settings = useDeskState((state) => state.main?.settings ?? defaultSettings);
  const known = useDeskState((state) => state.main?.globalKeys.known ?? true);
  const refused = useDeskState((state) => state.main?.globalKeys.refused ?? none);
  const before = (key: GlobalKey): GlobalKey | null =>
    globalKeyNames
      .slice(0, globalKeyNames.indexOf(key))
      .find((other) => settings[other] !== null && settings[other] === settings[key]) ?? null;
  return (
    <section className="section settings-section">
      <SectionTitle right={isFollowed ? t('settings.follows') : undefined}>{t('globalKeys.title')}</SectionTitle>
      {known ? (
        <>
          <p className="sub">{t('globalKeys.about')}</p>
          {globalKeyNames.map((key) => (
            <KeyRow key={key} of={key} refused={refused.includes(key)} twiceWith={before(key)} />
          ))}
        </>
      ) : (
        <p className="sub">{t('globalKeys.unknown')}</p>
      )}
      <OnOrOff
        of="notifications"
        label={t('globalKeys.notifications')}
        about={t('globalKeys.notificationsAbout')}
        testId="notifications"
      />
      <OnOrOff
        of="awaitingNotices"
        label={t('globalKeys.awaitingNotices')}
        about={t('globalKeys.awaitingNoticesAbout')}
        testId="awaiting-notices"
      />
      <OnOrOff
        of="popOutWhenAway"
        label={t('popOut.whenAway')}
        about={t('popOut.whenAwayAbout')}
        testId="pop-out-when-away"
      />
    </section>
  );
}
