// Who it is in one line above the note, where there is no room for the card beside it: the name, how surely, and the way to the card.
import { CircleHelp, IdCard, X } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { knownCustomer, levelOf, newestCard } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useWords } from '../../ui/words.tsx';

interface WhoLineProps {
  readonly id: InteractionId;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function WhoLine({ id, isOpen, onToggle }: WhoLineProps) {
  const { t } = useWords();
  const by = useDeskState((state) => knownCustomer(state, id).by);
  const name = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null);
  });
  const level = useDeskState((state) => levelOf(state, id));
  return (
    <div className="who-line" data-testid="who-line">
      <strong title={name ?? undefined}>{name ?? t('customer.unknown')}</strong>
      {by === 'agent' ? <Tag>{t(`identification.levels.${level}`)}</Tag> : null}
      {by === 'number' || by === 'handover' ? (
        <Tag tone="hold" icon={CircleHelp}>
          {t(by === 'handover' ? 'customer.handedOver' : 'customer.probable')}
        </Tag>
      ) : null}
      <Button
        size="small"
        icon={isOpen ? X : IdCard}
        {...(isOpen ? { chord: 'Esc' } : { command: 'caller' })}
        aria-expanded={isOpen}
        onClick={onToggle}
        data-testid="card-toggle"
      >
        {t(isOpen ? 'actions.close' : by === 'nobody' ? 'actions.search' : 'customer.cardShort')}
      </Button>
    </div>
  );
}
