// What the customer has said about offers, surveys and the like, in one line of the card; a key opens what to read out and to record.
import { ShieldCheck } from 'lucide-react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { useCommand } from '../../commands/useCommand.ts';
import { useConsents } from '../../store/consentWords.ts';
import { isUncovered } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';

/** Nothing where the company asks for nothing, and nothing was said. */
export function ConsentLine({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const { customer, pendingPurposes } = card;
  const consents = useConsents(customer);
  const isFree = useDeskState(isUncovered);
  const open = () => openSheet({ kind: 'consents', id: customer.id });
  useCommand('consents', open, { enabled: isFree && consents.length > 0 });
  if (consents.length === 0) return null;
  return (
    <div className="consent-line">
      <Button look="ghost" size="small" icon={ShieldCheck} command="consents" onClick={open} data-testid="consents">
        <span className="visually-hidden">{t('consents.title')}: </span>
        <span className="consent-summary">
          {consents.map(({ purpose, name, standing }) => (
            <span key={purpose}>
              {name} <b>{t(`consents.stand.${standing?.word ?? 'none'}`)}</b>
            </span>
          ))}
        </span>
      </Button>
      {pendingPurposes.length === 0 ? null : <span className="pending-mark">{t('customer.pending')}</span>}
    </div>
  );
}
