// The copy of somebody's data, into a file that main asks for: how far it is, and that it is not wanted any more.
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import type { PrivacyRequest } from '#shared/protocol/privacy';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { byteSize } from '../../ui/byteSize.ts';

interface SavingCopyProps {
  readonly requestId: PrivacyRequest['id'];
  /** The customer's. */
  readonly code: string;
}

export function SavingCopy({ requestId, code }: SavingCopyProps) {
  const { t, language } = useWords();
  const { saveCopy, leaveCopy } = useIntents();
  const saving = useDeskState((state) => state.data?.saving ?? null);
  const [busy, setBusy] = useState(false);
  const [ended, setEnded] = useState<'saved' | 'left' | 'notWanted' | null>(null);
  async function save() {
    setBusy(true);
    setEnded(null);
    setEnded(await saveCopy(requestId, t('privacy.requests.copyFile', { code }), language));
    setBusy(false);
  }
  const { reached = 0, bytes = null } = saving ?? {};
  return (
    <>
      <div className="form-actions">
        <Button
          look="primary"
          icon={FileDown}
          busy={busy || saving !== null}
          disabled={busy || saving !== null}
          onClick={() => void save()}
          data-testid="save-copy"
        >
          {t(busy || saving !== null ? 'privacy.requests.saving' : 'privacy.requests.saveCopy')}
        </Button>
        {saving === null ? null : (
          <Button look="ghost" onClick={() => void leaveCopy()} data-testid="leave-copy">
            {t('privacy.requests.leave')}
          </Button>
        )}
      </div>
      {bytes === null ? null : (
        <>
          <progress aria-label={t('privacy.requests.saving')} value={reached} max={Math.max(1, bytes)} />
          <p className="sub num" data-testid="copy-reached">
            {t('privacy.requests.reached', { done: byteSize(reached, language), all: byteSize(bytes, language) })}
          </p>
        </>
      )}
      {ended === 'saved' || ended === 'left' ? (
        <p className="sub" role="status" data-testid="copy-ended">
          {t(ended === 'saved' ? 'privacy.requests.copySaved' : 'privacy.requests.copyLeft')}
        </p>
      ) : null}
    </>
  );
}
