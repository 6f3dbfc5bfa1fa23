// The end of a form on a sheet: to leave it as it was, by Esc too, and beside it what it does.
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { useWords } from './words.tsx';

interface FormActionsProps {
  readonly onCancel: () => void;
  /** Another word for leaving than "Cancel". */
  readonly cancel?: string;
  /** At the other side: what undoes what stands there. */
  readonly before?: ReactNode;
  readonly children: ReactNode;
}

export function FormActions({ onCancel, cancel, before, children }: FormActionsProps) {
  const { t } = useWords();
  return (
    <div className="start-form-actions">
      {before}
      <span className="grow" />
      <Button look="ghost" chord="Esc" onClick={onCancel}>
        {cancel ?? t('actions.cancel')}
      </Button>
      {children}
    </div>
  );
}
