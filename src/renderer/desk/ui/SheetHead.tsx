// The head of a sheet: what it is, of whom, and the way out of it for the mouse; Esc is the key, and the sheet's own.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import { useWords } from './words.tsx';

interface SheetHeadProps {
  readonly title: string;
  readonly about?: string;
  readonly onClose: () => void;
  /** Before the title: a way back to what was there before, which Esc goes then. */
  readonly back?: ReactNode;
  /** Beside the title: what can be done with the whole. */
  readonly action?: ReactNode;
  /** Below: what is shown of it. */
  readonly children?: ReactNode;
}

export function SheetHead({ title, about, onClose, back, action, children }: SheetHeadProps) {
  const { t } = useWords();
  return (
    <div className="sheet-top">
      <div className="sheet-top-line">
        {back}
        <div className="sheet-top-title">
          <h2>{title}</h2>
          {about === undefined ? null : <p className="sub">{about}</p>}
        </div>
        {action}
        <IconButton
          icon={X}
          name={t('actions.close')}
          {...(back === undefined && { chord: 'Esc' })}
          onClick={onClose}
          data-testid="close-sheet"
        />
      </div>
      {children}
    </div>
  );
}
