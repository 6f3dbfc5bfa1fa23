// A customer's card: who, details, cases, contacts.
import type { ReactNode } from 'react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { useWords } from '../../store/useDesk.ts';
import { Tag } from '../../ui/Tag.tsx';
import { Details } from './Details.tsx';
import { History } from './History.tsx';

interface CustomerCardViewProps {
  readonly card: CustomerCard;
  /** How sure it is that this is the caller. */
  readonly standing?: ReactNode;
  /** Below the name, in one place: "is it this one?", or once that is said the way to another customer. */
  readonly question?: ReactNode;
  readonly change?: ReactNode;
  /** Whether the number that calls is theirs. */
  readonly callerNumber?: ReactNode;
  /** How surely it is them. */
  readonly identification?: ReactNode;
  /** On a page of its own the details and the history stand side by side. */
  readonly wide?: boolean;
}

export function CustomerCardView({
  card,
  standing,
  change,
  question,
  callerNumber,
  identification,
  wide = false,
}: CustomerCardViewProps) {
  const { t } = useWords();
  const { customer } = card;
  return (
    <article
      className={wide ? 'customer wide' : 'customer'}
      aria-label={t('customer.card')}
      data-testid="customer-card"
      data-code={customer.code}
    >
      <div className="customer-who">
        <div className="tags">
          {standing}
          <Tag>{customer.code}</Tag>
        </div>
        <h1>{customer.name}</h1>
        <div className="customer-line">
          {question ?? (
            <p className="sub">
              {t(`customer.${customer.kind}`)} · {t(`customer.speaks.${customer.language}`)}
            </p>
          )}
          {change}
        </div>
        {callerNumber}
        {identification}
        <Details card={card} />
      </div>
      <div className="customer-history">
        <History card={card} />
      </div>
    </article>
  );
}
