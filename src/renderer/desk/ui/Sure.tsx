// The question before something that cannot be undone, or that others notice: what will happen, in words, then the way to do it or not.
import { useState } from 'react';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';
import { useWords } from './words.tsx';

interface SureProps {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly body: string;
  /** What doing it is called. */
  readonly does: string;
  readonly tone?: 'hold' | 'stop';
  /** Nothing is lost by it: it is recorded, or comes into force. */
  readonly keepsAll?: boolean;
  readonly onDo: () => Promise<unknown>;
  readonly onLeave: () => void;
  readonly testId: string;
}

export function Sure({ title, body, does, tone = 'hold', keepsAll = false, onDo, onLeave, testId }: SureProps) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    await onDo();
    setBusy(false);
  }
  return (
    <Notice tone={tone} title={title} body={body}>
      <Button
        size="small"
        look={keepsAll ? 'plain' : 'stop'}
        autoFocus
        busy={busy}
        disabled={busy}
        onClick={() => void run()}
        data-testid={testId}
      >
        {does}
      </Button>
      <Button size="small" look="ghost" disabled={busy} onClick={onLeave} data-testid={`${testId}-not`}>
        {t('office.sureNot')}
      </Button>
    </Notice>
  );
}
