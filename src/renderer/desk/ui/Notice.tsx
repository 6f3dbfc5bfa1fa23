// A notice: what is wrong, what to do, and the buttons that do it.
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';

interface NoticeProps {
  readonly tone: 'note' | 'hold' | 'stop';
  readonly title: string;
  readonly body: string;
  /** A small line: a reference to read out, a countdown. */
  readonly small?: string | null;
  readonly dismiss?: { readonly name: string; readonly run: () => void };
  /** What can be done, where it has room at the end of the line. */
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}

const icons = { note: Info, hold: TriangleAlert, stop: CircleAlert };

export function Notice({ tone, title, body, small = null, dismiss, beside, children }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`notice ${tone}`} role={tone === 'stop' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div className="notice-text">
        <strong>{title}</strong>
        <p>{body}</p>
        {small === null ? null : <p className="notice-small num">{small}</p>}
        {children === undefined ? null : <div className="notice-actions">{children}</div>}
      </div>
      {beside}
      {dismiss === undefined ? null : <IconButton icon={X} name={dismiss.name} onClick={dismiss.run} />}
    </div>
  );
}
