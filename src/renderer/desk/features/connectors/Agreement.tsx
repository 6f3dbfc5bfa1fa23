// A connector that reads as a person: nobody has agreed yet, somebody is agreeing in the browser, or it was taken back.
import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ConnectorView } from '#shared/protocol/connectors';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

interface AgreementProps {
  readonly connector: ConnectorView;
  readonly onChange: () => void;
}

/** A person agrees in the browser, and comes back here: it is looked at again then. */
export function Agreement({ connector, onChange }: AgreementProps) {
  const { t } = useWords();
  const { signInConnector } = useIntents();
  const { id, agreement } = connector;
  const [begun, setBegun] = useState<{ readonly at: string | null } | null>(null);
  const isWaiting = begun !== null && begun.at === (agreement?.at ?? null);
  useEffect(() => {
    if (!isWaiting) return;
    window.addEventListener('focus', onChange);
    return () => window.removeEventListener('focus', onChange);
  }, [isWaiting, onChange]);
  async function connect() {
    if ((await signInConnector(id)) !== null) setBegun({ at: agreement?.at ?? null });
  }
  if (isWaiting)
    return (
      <Notice tone="note" title={t('connectors.agreement.waiting')} body={t('connectors.agreement.waitingAbout')}>
        <Button size="small" onClick={onChange} data-testid="agreement-check">
          {t('connectors.agreement.check')}
        </Button>
        <Button size="small" look="ghost" onClick={() => void connect()}>
          {t('connectors.agreement.openAgain')}
        </Button>
      </Notice>
    );
  if (agreement?.isOver === false) return null;
  const state = agreement === null ? 'none' : 'over';
  return (
    <Notice
      tone={agreement === null ? 'hold' : 'stop'}
      title={t(`connectors.agreement.${state}`)}
      body={t(`connectors.agreement.${state}About`)}
    >
      <Button
        size="small"
        look="primary"
        icon={ExternalLink}
        onClick={() => void connect()}
        data-testid="connect-connector"
      >
        {t(agreement === null ? 'connectors.agreement.connect' : 'connectors.agreement.again')}
      </Button>
    </Notice>
  );
}
