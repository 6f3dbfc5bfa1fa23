// Settings: what follows the account on every PC, and what stays on this one; and the way out.
import { LogOut, ShieldAlert } from 'lucide-react';
import { defaultSettings } from '#shared/contract/main';
import { lineupOf } from '../../store/lineup.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Notice } from '../../ui/Notice.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useWords } from '../../ui/words.tsx';
import { AudioSettings } from './AudioSettings.tsx';
import { HeadsetSettings } from './HeadsetSettings.tsx';
import { OutsideSettings } from './OutsideSettings.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { Supervision } from './Supervision.tsx';

export function SettingsPage({ leaving }: { readonly leaving: boolean }) {
  const { t, language } = useWords();
  const { changeSettings, show, signOut } = useIntents();
  useKey('Esc', () => show({ kind: 'desk' }), { bare: true });
  const audio = useDeskState((state) => state.phone?.audio ?? null);
  const headset = useDeskState((state) => state.phone?.headset ?? null);
  const { theme, contrast, density, singleKeys, dock } = useDeskState(
    (state) => state.main?.settings ?? defaultSettings,
  );
  const version = useDeskState((state) => state.main?.version ?? '');
  const workstation = useDeskState(workstationOf);
  const { waiting, setAside } = useDeskState((state) => state.data?.sync.outbox) ?? { waiting: 0, setAside: 0 };
  const isFollowed = workstation?.company.practice === false;
  const isCalling = useDeskState((state) => lineupOf(state.phone) !== null);
  const kept = waiting + setAside;
  const leave = () => (kept > 0 ? show({ kind: 'settings', leaving: true }) : void signOut());
  return (
    <div className="page settings-page" data-testid="settings-page">
      <h1>{t('settings.title')}</h1>
      {audio === null ? null : <AudioSettings audio={audio} />}
      {headset === null ? null : <HeadsetSettings headset={headset} />}
      <section className="section settings-section">
        <SectionTitle right={isFollowed ? t('settings.follows') : undefined}>{t('settings.look')}</SectionTitle>
        <Segments
          label={t('settings.language')}
          options={[
            { id: 'it', name: t('languages.it') },
            { id: 'en', name: t('languages.en') },
          ]}
          chosen={language}
          onChoose={(chosen) => void changeSettings({ language: chosen })}
        />
        <Segments
          label={t('settings.theme')}
          options={(['system', 'light', 'dark'] as const).map((id) => ({ id, name: t(`settings.themes.${id}`) }))}
          chosen={theme}
          onChoose={(chosen) => void changeSettings({ theme: chosen })}
        />
        <Segments
          label={t('settings.contrast')}
          options={(['system', 'usual', 'more'] as const).map((id) => ({ id, name: t(`settings.contrasts.${id}`) }))}
          chosen={contrast}
          onChoose={(chosen) => void changeSettings({ contrast: chosen })}
          testId="contrast"
        />
        <Segments
          label={t('settings.density')}
          options={(['comfortable', 'compact'] as const).map((id) => ({ id, name: t(`settings.densities.${id}`) }))}
          chosen={density}
          onChoose={(chosen) => void changeSettings({ density: chosen })}
          testId="density"
        />
        <Segments
          label={t('settings.singleKeys')}
          options={(['on', 'off'] as const).map((id) => ({ id, name: t(`settings.singleKeysAre.${id}`) }))}
          chosen={singleKeys ? 'on' : 'off'}
          onChoose={(chosen) => void changeSettings({ singleKeys: chosen === 'on' })}
          testId="single-keys"
        />
        <p className="hint">{t('settings.singleKeysAbout')}</p>
      </section>
      <section className="section settings-section">
        <SectionTitle right={t('settings.stays')}>{t('settings.window')}</SectionTitle>
        <Segments
          label={t('settings.dock')}
          options={(['none', 'left', 'right'] as const).map((id) => ({ id, name: t(`settings.docks.${id}`) }))}
          chosen={dock}
          onChoose={(chosen) => void changeSettings({ dock: chosen })}
          testId="dock"
        />
        <p className="hint">{t('settings.zoom')}</p>
      </section>
      <OutsideSettings isFollowed={isFollowed} />
      {workstation === null ? null : <Supervision />}
      {workstation === null ? null : (
        <section className="section settings-section">
          <SectionTitle>{t('breach.title')}</SectionTitle>
          <p className="sub">{t('breach.settings')}</p>
          <div>
            <Button icon={ShieldAlert} onClick={() => show({ kind: 'breach' })} data-testid="report-breach">
              {t('breach.open')}
            </Button>
          </div>
        </section>
      )}
      {workstation === null || workstation.company.practice ? null : <OwnPassword />}
      {workstation === null ? null : (
        <section className="section settings-section">
          <SectionTitle>{t('settings.account')}</SectionTitle>
          <p className="sub">
            {t('settings.signedInAs', { name: workstation.agent.name, extension: workstation.extension })} ·{' '}
            {workstation.company.name}
          </p>
          <div>
            <Button icon={LogOut} look="stop" disabled={isCalling} onClick={leave} data-testid="sign-out">
              {t('actions.signOut')}
            </Button>
          </div>
          {isCalling ? <p className="hint">{t('settings.signOutInCall')}</p> : null}
          {leaving && !isCalling ? (
            <Notice
              tone="hold"
              title={t('settings.signOutAsk')}
              body={kept > 0 ? t('settings.signOutKept', { waiting, setAside }) : t('settings.signOutAbout')}
            >
              <Button size="small" look="stop" autoFocus onClick={() => void signOut()} data-testid="sign-out-sure">
                {kept > 0 ? t('settings.signOutSure') : t('actions.signOut')}
              </Button>
              <Button size="small" look="ghost" onClick={() => show({ kind: 'settings' })}>
                {t('actions.cancel')}
              </Button>
            </Notice>
          ) : null}
          {leaving ? null : <p className="faint">{t('settings.signOutAbout')}</p>}
        </section>
      )}
      <p className="faint num">
        {t('settings.version', { version })}{' '}
        <Button look="ghost" size="small" onClick={() => show({ kind: 'news' })} data-testid="news">
          {t('news.title')}
        </Button>
      </p>
    </div>
  );
}
