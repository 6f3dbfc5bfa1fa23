// Who may speak for this customer, as it is on file: read and changed behind the level that opens it.
import { UsersRound } from 'lucide-react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { isInForce } from '#shared/model/speaker';
import { useDelegationWords } from '../../store/fieldWords.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDesk, useIntents } from '../../store/useDesk.ts';
import { localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Hidden } from './Guarded.tsx';

export function Delegations({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const { now } = useDesk();
  const { openSheet } = useIntents();
  const words = useDelegationWords();
  const { id, delegations } = card.customer;
  const open = useCardOpen(id);
  if (!open.shows('delegations')) return delegations.length === 0 ? null : <Hidden id={id} field="delegations" />;
  const today = localDay(new Date(now()).toISOString());
  return (
    <>
      {delegations.map((delegation) => (
        <div key={`${delegation.kind} ${delegation.name}`} data-testid="delegation">
          {words(delegation)}
          {isInForce(delegation, today) ? null : <span className="hold-words"> · {t('delegations.expired')}</span>}
        </div>
      ))}
      {card.pendingFields.includes('delegations') ? (
        <span className="pending-mark">{t('customer.pending')}</span>
      ) : null}
      {open.mayChange('delegations') ? (
        <button
          type="button"
          className="work-action"
          onClick={() => openSheet({ kind: 'delegations', id })}
          data-testid="delegations-edit"
        >
          <UsersRound size={13} aria-hidden="true" />
          {t(delegations.length === 0 ? 'delegations.add' : 'delegations.change')}
        </button>
      ) : null}
    </>
  );
}
