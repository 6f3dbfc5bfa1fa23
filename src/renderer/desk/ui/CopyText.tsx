// A text that one click copies; a quiet tick says that it is done.
import { Check, Copy } from 'lucide-react';
import { useCopied } from './useCopied.ts';

interface CopyTextProps {
  /** What is shown, and what is copied. */
  readonly text: string;
  readonly copied: string;
  /** Read aloud: what the button does, and that it is done. */
  readonly name: string;
  readonly done: string;
  readonly testId?: string;
}

export function CopyText({ text, copied, name, done, testId }: CopyTextProps) {
  const { isDone, copy } = useCopied(copied);
  const Icon = isDone ? Check : Copy;
  return (
    <button
      type="button"
      className={`copy-text num ${isDone ? 'done' : ''}`}
      aria-label={name}
      title={isDone ? done : name}
      onClick={copy}
      data-testid={testId}
    >
      <span>{text}</span>
      <Icon aria-hidden="true" />
      <span className="visually-hidden" role="status">
        {isDone ? done : ''}
      </span>
    </button>
  );
}
