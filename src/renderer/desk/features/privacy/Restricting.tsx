// Restricting what is done with somebody's data, with the reason.
import { useState } from 'react';
import type { CustomerId } from '#shared/model/ids';
import type { PrivacyStep } from '#shared/protocol/privacy';
import { Button } from '../../ui/Button.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { useWords } from '../../ui/words.tsx';
import { isSaid } from './isSaid.ts';

interface RestrictingProps {
  /** Null: nobody has been chosen yet. */
  readonly customerId: CustomerId | null;
  readonly take: (step: PrivacyStep) => Promise<boolean>;
  readonly onDone?: () => void;
}

export function Restricting({ customerId, take, onDone }: RestrictingProps) {
  const { t } = useWords();
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const isWhy = isSaid(why);
  async function restrict() {
    setTried(true);
    if (!isWhy || customerId === null) return;
    if (!(await take({ kind: 'restrict', customerId, why: why.trim() }))) return;
    setWhy('');
    setTried(false);
    onDone?.();
  }
  return (
    <div className="form">
      <TextBox
        label={t('privacy.requests.why')}
        value={why}
        onChange={setWhy}
        error={tried && !isWhy ? t('office.toSay') : null}
        testId="restrict-why"
      />
      <div>
        <Button look="primary" disabled={customerId === null} onClick={() => void restrict()} data-testid="restrict">
          {t('privacy.requests.restrict')}
        </Button>
      </div>
    </div>
  );
}
