// One field of the card: its name, its value, and the way to what it was before (the pointer's; by key it is `fieldHistory`, from within).
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CustomerId } from '#shared/model/ids';
import { useIntents } from '../../store/useDesk.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useWords } from '../../ui/words.tsx';

interface FieldProps {
  readonly id: CustomerId;
  /** As the customer has it. */
  readonly field: string;
  readonly name: string;
  readonly children: ReactNode;
}

export function Field({ id, field, name, children }: FieldProps) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  return (
    <div className="field" data-field={field}>
      <dt>
        {name}
        <IconButton
          icon={History}
          className="field-history"
          name={t('customer.historyOf', { field: name })}
          command="fieldHistory"
          tabIndex={-1}
          onClick={() => openSheet({ kind: 'fieldHistory', id, field })}
          data-testid={`history-${field}`}
        />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The field in which the agent is; null: none. */
export const focusedField = (): string | null =>
  document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset.field ?? null;
