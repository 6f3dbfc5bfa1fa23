// The left side of a conversation: the caller's card, or the way to find out who it is.
import { Check, CircleHelp, UserCheck, UserSearch } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useShallow } from 'zustand/shallow';
import type { InteractionId } from '#shared/model/ids';
import { knownCustomer, newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { Candidates } from './Candidates.tsx';
import { CustomerCardView } from './CustomerCardView.tsx';

interface CallerCustomerProps {
  readonly id: InteractionId;
  readonly handover: ReactNode;
  readonly search: ReactNode;
}

export function CallerCustomer({ id, handover, search }: CallerCustomerProps) {
  const { t } = useWords();
  const { chooseCustomer, loadCard } = useIntents();
  const [by, customerId] = useDeskState(
    useShallow((state) => {
      const known = knownCustomer(state, id);
      return [known.by, known.by === 'nobody' ? null : known.customerId];
    }),
  );
  const card = useDeskState((state) => (customerId === null ? null : newestCard(state, customerId)));
  useEffect(() => {
    if (customerId !== null && card === undefined) void loadCard(customerId);
  }, [customerId, card, loadCard]);

  if (customerId !== null && card === undefined) return <p className="sub">{t('customer.loading')}</p>;
  if (customerId !== null && card != null)
    return (
      <>
        {handover}
        <CustomerCardView
          card={card}
          standing={
            by === 'agent' ? (
              <Tag tone="live" icon={UserCheck}>
                {t('customer.confirmed')}
              </Tag>
            ) : (
              <Tag tone="hold" icon={CircleHelp}>
                {t(by === 'handover' ? 'customer.handedOver' : 'customer.probable')}
              </Tag>
            )
          }
          change={
            by === 'agent' ? (
              <Button look="ghost" size="small" className="change-customer" onClick={() => chooseCustomer(id, null)}>
                {t('actions.change')}
              </Button>
            ) : null
          }
          question={
            by === 'agent' ? null : (
              <div className="caller-choice">
                <Button
                  size="small"
                  icon={Check}
                  onClick={() => chooseCustomer(id, customerId)}
                  data-testid="choose-customer"
                  data-code={card.customer.code}
                >
                  {t('customer.isThem')}
                </Button>
                <Button look="ghost" size="small" onClick={() => chooseCustomer(id, null)}>
                  {t('customer.notThem')}
                </Button>
              </div>
            )
          }
        />
      </>
    );
  return (
    <>
      {handover}
      <div className="customer-who">
        <div className="tags">
          <Tag tone="hold" icon={UserSearch}>
            {t('customer.unknown')}
          </Tag>
        </div>
        <h1>{t('arrival.whoCalls')}</h1>
        <p className="sub">{t('customer.unknownAbout')}</p>
      </div>
      <Candidates id={id} show="all" size="small" />
      <section className="section">
        <SectionTitle>{t('actions.search')}</SectionTitle>
        {search}
      </section>
    </>
  );
}
