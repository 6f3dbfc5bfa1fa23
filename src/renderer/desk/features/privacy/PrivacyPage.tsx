// For whoever answers for privacy: people's requests, holds, retention, breaches, the record of processing.
import { useState } from 'react';
import { may } from '#shared/model/role';
import type { PrivacyStep } from '#shared/protocol/privacy';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useWords } from '../../ui/words.tsx';
import { AuditLog } from './AuditLog.tsx';
import { Breaches } from './Breaches.tsx';
import { ConsentTexts } from './ConsentTexts.tsx';
import { RunningHours } from './Countdown.tsx';
import { Holds } from './Holds.tsx';
import type { PanelProps } from './panel.ts';
import { RecordOfProcessing } from './RecordOfProcessing.tsx';
import { Requests } from './Requests.tsx';
import { Retention } from './Retention.tsx';
import { Tellings } from './Tellings.tsx';

export function PrivacyPage() {
  const { t } = useWords();
  const { readPrivacy, takeStep } = useIntents();
  const { asked, keep, again } = useAsked(readPrivacy);
  const readsAudit = useDeskState((state) => {
    const role = workstationOf(state)?.agent.role;
    return role !== undefined && may(role, 'readAudit');
  });
  const [tab, setTab] = useState('requests');
  const [toTell, setToTell] = useState<readonly string[]>([]);

  async function take(step: PrivacyStep): Promise<boolean> {
    const answer = await takeStep(step);
    if (answer === null) return false;
    keep(answer.overview);
    setToTell(answer.toTell);
    return true;
  }

  return (
    <div className="page" data-testid="privacy-page">
      <div>
        <h1>{t('privacy.title')}</h1>
        <p className="sub">{t('privacy.about')}</p>
      </div>
      {toTell.length === 0 ? null : (
        <Notice
          tone="hold"
          title={t('privacy.toTell')}
          body={toTell.join(', ')}
          dismiss={{ name: t('actions.dismiss'), run: () => setToTell([]) }}
        />
      )}
      <AskedFor asked={asked} onAgain={again}>
        {(overview) => {
          const panel: PanelProps = { overview, take, onAgain: again };
          const open = overview.requests.filter(({ state }) => state === 'open').length;
          const untold = overview.tellings.filter(({ toldAt }) => toldAt === null).length;
          const running = overview.breaches.filter(({ closedAt }) => closedAt === null).length;
          return (
            <>
              <RunningHours
                breaches={overview.breaches}
                onOpen={tab === 'breaches' ? null : () => setTab('breaches')}
              />
              <Tabs
                label={t('privacy.title')}
                shown={tab}
                onShow={setTab}
                testId="privacy"
                tabs={[
                  {
                    id: 'requests',
                    name: t('privacy.tabs.requests'),
                    count: open,
                    content: () => <Requests {...panel} />,
                  },
                  {
                    id: 'holds',
                    name: t('privacy.tabs.holds'),
                    count: overview.holds.length + overview.restrictions.length,
                    content: () => <Holds {...panel} />,
                  },
                  {
                    id: 'tellings',
                    name: t('privacy.tabs.tellings'),
                    count: untold,
                    content: () => <Tellings {...panel} />,
                  },
                  { id: 'consents', name: t('privacy.tabs.consents'), content: () => <ConsentTexts {...panel} /> },
                  { id: 'retention', name: t('privacy.tabs.retention'), content: () => <Retention {...panel} /> },
                  {
                    id: 'breaches',
                    name: t('privacy.tabs.breaches'),
                    count: running,
                    content: () => <Breaches {...panel} />,
                  },
                  { id: 'record', name: t('privacy.tabs.record'), content: () => <RecordOfProcessing {...panel} /> },
                  ...(readsAudit ? [{ id: 'audit', name: t('privacy.tabs.audit'), content: () => <AuditLog /> }] : []),
                ]}
              />
            </>
          );
        }}
      </AskedFor>
    </div>
  );
}
