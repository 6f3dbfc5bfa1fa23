// A field of the card behind the level that opens it: hidden below that one, read where it may not be changed yet, else changed where it
// stands. What is hidden is nowhere on the screen, not even for a reader.
import { EyeOff, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CustomerId } from '#shared/model/ids';
import type { CardField, ChangeableField } from '#shared/model/lists/identification';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useWords } from '../../ui/words.tsx';

interface HiddenProps {
  readonly id: CustomerId;
  readonly field: CardField;
}

export function Hidden({ id, field }: HiddenProps) {
  const { t } = useWords();
  const level = useCardOpen(id).from(field, 'shows');
  return (
    <span className="guarded faint" data-testid={`hidden-${field}`}>
      <EyeOff aria-hidden="true" />
      {level === null
        ? t('customer.hidden')
        : t('customer.hiddenUntil', { level: t(`identification.levels.${level}`) })}
    </span>
  );
}

interface LockedProps {
  readonly id: CustomerId;
  readonly field: ChangeableField;
  readonly value: string;
}

export function Locked({ id, field, value }: LockedProps) {
  const { t } = useWords();
  const level = useCardOpen(id).from(field, 'changes');
  const why =
    level === null ? t('customer.locked') : t('customer.lockedUntil', { level: t(`identification.levels.${level}`) });
  return (
    <span className="guarded" title={why} data-testid={`locked-${field}`}>
      <span className={value === '' ? 'faint' : 'num'}>{value === '' ? t('customer.none') : value}</span>
      <Lock aria-hidden="true" />
      <span className="visually-hidden">{why}</span>
    </span>
  );
}

interface GuardedProps {
  readonly id: CustomerId;
  readonly field: CardField & ChangeableField;
  /** How it is read where it may not be changed. */
  readonly value: string;
  readonly children: ReactNode;
}

export function Guarded({ id, field, value, children }: GuardedProps) {
  const open = useCardOpen(id);
  if (!open.shows(field)) return <Hidden id={id} field={field} />;
  return open.mayChange(field) ? children : <Locked id={id} field={field} value={value} />;
}
