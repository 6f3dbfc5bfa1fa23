// What stands beside the note in place of the rest, for as long as it is needed: a title, and the way back. Esc within it is that way too.
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';
import { useWords } from './words.tsx';

interface PanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId: string;
  readonly className?: string;
}

export function Panel({ title, onClose, children, testId, className = '' }: PanelProps) {
  const { t } = useWords();
  const panel = useRef<HTMLElement>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  // Of its own fields' Esc only what they leave: a list that is open closes first.
  useEffect(() => {
    const { current } = panel;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      latest.current();
    };
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <section ref={panel} className={`panel ${className}`} aria-label={title} data-testid={testId}>
      <div className="panel-head">
        <h2>{title}</h2>
        <Kbd chord="Esc" quiet />
        <IconButton icon={X} name={t('actions.close')} chord="Esc" onClick={onClose} data-testid="close-panel" />
      </div>
      {children}
    </section>
  );
}
