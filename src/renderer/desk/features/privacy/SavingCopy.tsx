// The copy of somebody's data, into a file that main asks for: how far it is, and that it is not wanted any more.
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import type { PrivacyRequest } from '#shared/protocol/privacy';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';
import { SavingProgress } from './SavingProgress.tsx';

interface SavingCopyProps {
  readonly requestId: PrivacyRequest['id'];
  /** The customer's. */
  readonly code: string;
}

export function SavingCopy({ requestId, code }: SavingCopyProps) {
  const { t, language } = useWords();
  const { saveCopy, leaveSaving } = useIntents();
  const current = useDeskState((state) => state.data?.saving ?? null);
  const saving = current?.what.kind === 'copy' && current.what.id === requestId ? current : null;
  const isOther = current !== null && saving === null;
  const [busy, setBusy] = useState(false);
  const [ended, setEnded] = useState<'saved' | 'left' | 'notWanted' | null>(null);
  async function save() {
    setBusy(true);
    setEnded(null);
    setEnded(await saveCopy(requestId, t('privacy.requests.copyFile', { code }), language));
    setBusy(false);
  }
  return (
    <>
      <div className="form-actions">
        <Button
          look="primary"
          icon={FileDown}
          busy={busy || saving !== null}
          disabled={busy || current !== null}
          onClick={() => void save()}
          data-testid="save-copy"
        >
          {t(busy || saving !== null ? 'privacy.requests.saving' : 'privacy.requests.saveCopy')}
        </Button>
        {saving === null ? null : (
          <Button look="ghost" onClick={() => void leaveSaving()} data-testid="leave-copy">
            {t('privacy.saving.leave')}
          </Button>
        )}
      </div>
      <SavingProgress saving={saving} label={t('privacy.requests.saving')} />
      {isOther ? (
        <p className="sub" data-testid="other-saving">
          {t('privacy.saving.other')}
        </p>
      ) : null}
      {ended === 'saved' || ended === 'left' ? (
        <p className="sub" role="status" data-testid="copy-ended">
          {t(ended === 'saved' ? 'privacy.requests.copySaved' : 'privacy.requests.copyLeft')}
        </p>
      ) : null}
    </>
  );
}
