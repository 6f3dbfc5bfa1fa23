// A text that one click copies; a quiet tick says that it is done.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

interface CopyTextProps {
  /** What is shown, and what is copied. */
  readonly text: string;
  readonly copied: string;
  /** Read aloud: what the button does, and that it is done. */
  readonly name: string;
  readonly done: string;
  readonly testId?: string;
}

const shownDoneMs = 2_000;

export function CopyText({ text, copied, name, done, testId }: CopyTextProps) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), shownDoneMs);
    return () => clearTimeout(timer);
  }, [isDone]);
  const Icon = isDone ? Check : Copy;
  return (
    <button
      type="button"
      className={`copy-text num ${isDone ? 'done' : ''}`}
      aria-label={name}
      title={isDone ? done : name}
      // Refused by the system: then there is no tick.
      onClick={() =>
        void navigator.clipboard.writeText(copied).then(
          () => setDone(true),
          () => setDone(false),
        )
      }
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
