// Beside the calm: line, data, headset, and the keys worth knowing. All true, none loud.
import { Database, Headphones, Keyboard, PhoneCall } from 'lucide-react';
import type { Audio, DeviceRole } from '#shared/contract/deskPhone';
import { useDeskState } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { count, localTime, roughly } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

function LineReading() {
  const { t } = useWords();
  const registration = useDeskState((state) => state.phone?.registration.kind ?? 'connecting');
  return (
    <section className="section">
      <SectionTitle
        icon={PhoneCall}
        right={<span className={`reading ${registration}`}>{t(`line.${registration}`)}</span>}
      >
        {t('wait.lineTitle')}
      </SectionTitle>
    </section>
  );
}

function DataReading() {
  const { t, language } = useWords();
  const sync = useDeskState((state) => state.data?.sync ?? null);
  if (sync === null) return null;
  const { link, load, outbox } = sync;
  return (
    <section className="section" data-testid="sync-state" data-load={load.kind}>
      <SectionTitle
        icon={Database}
        right={
          link.kind === 'offline' ? null : load.kind === 'loading' ? (
            <span className="reading">{t('sync.arriving')}</span>
          ) : (
            <span className="reading online">{t('sync.online')}</span>
          )
        }
      >
        {t('wait.dataTitle')}
      </SectionTitle>
      {link.kind === 'offline' ? (
        <p className="sub urgent">{t('sync.offline', { time: localTime(link.sinceAt) })}</p>
      ) : null}
      {load.kind === 'loading' ? (
        <>
          <p className="sub num">
            {load.total === 0
              ? t('sync.preparing')
              : t('sync.loading', { done: count(load.done, language), total: count(load.total, language) })}
          </p>
          <progress value={load.done} max={Math.max(1, load.total)} />
          {load.perSecond === null || load.secondsLeft === null ? null : (
            <p className="sub num">
              {t('sync.pace', {
                perSecond: count(load.perSecond, language),
                left: roughly(load.secondsLeft, language),
              })}
            </p>
          )}
        </>
      ) : null}
      <dl>
        {load.kind === 'complete' ? (
          <>
            <dt>{t('sync.customers')}</dt>
            <dd className="num">{count(load.customers, language)}</dd>
          </>
        ) : null}
        <dt>{t('sync.outbox')}</dt>
        <dd className="num">{outbox.waiting}</dd>
        {outbox.setAside === 0 ? null : (
          <>
            <dt>{t('sync.setAside')}</dt>
            <dd className="num urgent">{outbox.setAside}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

export function AudioReading() {
  const { t } = useWords();
  const audio = useDeskState((state) => state.phone?.audio ?? null);
  if (audio === null) return null;
  const name = (role: DeviceRole, devices: Audio['inputs']) =>
    devices.find(({ id }) => id === audio.chosen[role])?.label ?? t('settings.systemDevice');
  return (
    <section className="section">
      <SectionTitle icon={Headphones}>{t('wait.audioTitle')}</SectionTitle>
      {audio.microphone.kind === 'failed' ? (
        <p className="sub urgent">{t(`failures.${audio.microphone.failure.code}.what`)}</p>
      ) : null}
      <dl>
        <dt>{t('wait.microphone')}</dt>
        <dd>{name('microphone', audio.inputs)}</dd>
        <dt>{t('wait.speaker')}</dt>
        <dd>{name('speaker', audio.outputs)}</dd>
        <dt>{t('wait.ringer')}</dt>
        <dd>{name('ringer', audio.outputs)}</dd>
      </dl>
    </section>
  );
}

function Keys() {
  const { t } = useWords();
  const hasMailbox = useDeskState((state) => (state.phone?.voiceMessages.kind ?? 'unknown') !== 'unknown');
  const commands = [
    'answerAlone',
    'search',
    'dial',
    ...(hasMailbox ? (['voicemail'] as const) : []),
    'state',
    'nextPart',
    'settings',
  ] as const;
  return (
    <section className="section keys-section">
      <SectionTitle icon={Keyboard}>{t('wait.keysTitle')}</SectionTitle>
      <dl className="keys">
        {commands.map((command) => (
          <div key={command}>
            <dt>{t(`commands.${command}`)}</dt>
            <dd>
              <Kbd command={command} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Readings() {
  return (
    <>
      <LineReading />
      <DataReading />
      <AudioReading />
      <Keys />
    </>
  );
}
