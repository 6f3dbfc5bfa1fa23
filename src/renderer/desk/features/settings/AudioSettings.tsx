// The sound of this PC: which devices, how loud they are, how one is heard.
import { AudioLines, Stethoscope, Volume2 } from 'lucide-react';
import { useEffect } from 'react';
import type { Audio, DeviceRole } from '#shared/contract/deskPhone';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { LevelBar } from '../../ui/LevelBar.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useWords } from '../../ui/words.tsx';

function DeviceChoice({ use, audio }: { readonly use: DeviceRole; readonly audio: Audio }) {
  const { t } = useWords();
  const { chooseDevice } = useIntents();
  const devices = use === 'microphone' ? audio.inputs : audio.outputs;
  const chosen = audio.chosen[use];
  const missing = audio.standIns.find(({ role }) => role === use);
  const options = [
    { id: 'default', name: t('settings.systemDevice') },
    ...devices.filter(({ id }) => id !== 'default').map(({ id, label }) => ({ id, name: label })),
    ...(missing === undefined ? [] : [{ id: chosen, name: t('settings.missingDevice', { device: missing.wanted }) }]),
  ];
  return (
    <Dropdown
      label={t(`settings.${use}`)}
      options={options}
      chosen={options.some(({ id }) => id === chosen) ? chosen : 'default'}
      onChoose={(id) => void chooseDevice(use, id)}
      testId={`device-${use}`}
    />
  );
}

/** Takes the microphone only while it is on the screen. */
function MicrophoneLevel() {
  const { t } = useWords();
  const { showLevels } = useIntents();
  const level = useDeskState((state) => state.levels?.microphone ?? 0);
  useEffect(() => {
    const shown = new AbortController();
    void showLevels(shown.signal);
    return () => shown.abort();
  }, [showLevels]);
  return <LevelBar name={t('settings.microphoneLevel')} level={level} testId="microphone-level" />;
}

export function AudioSettings({ audio }: { readonly audio: Audio }) {
  const { t } = useWords();
  const { testRinger, testMicrophone, changeSettings, show } = useIntents();
  const noiseSuppression = useDeskState((state) => state.main?.settings.noiseSuppression ?? true);
  const inCall = useDeskState((state) => (state.phone?.calls ?? []).some(({ phase }) => phase.kind !== 'ended'));
  const { microphone, microphoneTest } = audio;
  const testing = microphoneTest !== 'idle';
  return (
    <section className="section settings-section">
      <SectionTitle right={t('settings.stays')}>{t('settings.audio')}</SectionTitle>
      <p className="sub">{t('settings.audioAbout')}</p>
      {microphone.kind === 'failed' ? (
        <Notice
          tone="stop"
          title={t(`failures.${microphone.failure.code}.what`)}
          body={t(`failures.${microphone.failure.code}.todo`)}
        />
      ) : null}
      <div className="settings-device">
        <DeviceChoice use="microphone" audio={audio} />
        <Button
          icon={AudioLines}
          onClick={() => void testMicrophone()}
          busy={testing}
          disabled={inCall || testing}
          data-testid="test-microphone"
        >
          {t(`settings.microphoneTest.${microphoneTest}`)}
        </Button>
      </div>
      <MicrophoneLevel />
      <p className="faint" role="status">
        {t(`settings.microphoneTestAbout.${inCall ? 'inCall' : microphoneTest}`)}
      </p>
      <Segments
        label={t('settings.noise')}
        options={(['on', 'off'] as const).map((id) => ({ id, name: t(`settings.noises.${id}`) }))}
        chosen={noiseSuppression ? 'on' : 'off'}
        onChoose={(chosen) => void changeSettings({ noiseSuppression: chosen === 'on' })}
      />
      <DeviceChoice use="speaker" audio={audio} />
      <div className="settings-device">
        <DeviceChoice use="ringer" audio={audio} />
        <Button icon={Volume2} onClick={() => void testRinger()} data-testid="test-ringer">
          {t('settings.testRinger')}
        </Button>
      </div>
      <p className="faint">{t('settings.ringerAbout')}</p>
      <div>
        <Button icon={Stethoscope} onClick={() => show({ kind: 'lineCheck' })} data-testid="open-line-check">
          {t('lineCheck.title')}
        </Button>
      </div>
    </section>
  );
}
