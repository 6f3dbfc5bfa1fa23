// A sheet over the desk while the bar above stays alive: takes the focus, gives it back where it was, closes with Esc.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKey } from './keys.ts';

interface SheetProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId?: string;
  readonly narrow?: boolean;
}

export function Sheet({ label, onClose, children, testId, narrow = false }: SheetProps) {
  const sheet = useRef<HTMLDivElement>(null);
  // Taken before what is behind goes out of reach, and loses the focus by that.
  const [before] = useState(() => document.activeElement);
  useKey('Esc', onClose);

  useEffect(() => {
    sheet.current?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [before]);

  return (
    <div className="over">
      <button type="button" className="over-close" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div
        ref={sheet}
        className={narrow ? 'sheet narrow' : 'sheet'}
        role="dialog"
        tabIndex={-1}
        data-focus-rest=""
        data-region=""
        aria-label={label}
        data-testid={testId}
      >
        {children}
      </div>
    </div>
  );
}
