// The left side of a conversation: the caller's card, or the way to find out who it is.
import { Check, CircleHelp, UserCheck, UserSearch } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { Customer } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { useCommand } from '../../commands/useCommand.ts';
import { cardsOf, openInteraction } from '../../store/selectors.ts';
import { useCallerCard } from '../../store/useCallerCard.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { changeAndFocus } from '../../ui/focus.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useWords } from '../../ui/words.tsx';
import { CallerNumber } from './CallerNumber.tsx';
import { Candidates } from './Candidates.tsx';
import { CustomerCardView } from './CustomerCardView.tsx';

interface CallerCustomerProps {
  readonly id: InteractionId;
  readonly handover: ReactNode;
  readonly identification: ReactNode;
  readonly search: ReactNode;
  readonly duplicates: (customer: Customer) => ReactNode;
  /** Brings all this into sight; null where it is. */
  readonly reveal: (() => void) | null;
}

export function CallerCustomer({ id, handover, identification, search, duplicates, reveal }: CallerCustomerProps) {
  const { t } = useWords();
  const { chooseCustomer } = useIntents();
  const { by, customerId, card } = useCallerCard(id);
  const ask = useDeskState((state) => {
    const pop = openInteraction(state, id)?.pop;
    if (pop === undefined || cardsOf(pop).length === 0) return 'customer.unknownAbout' as const;
    return pop.match.kind === 'guess' ? ('arrival.guessesAbout' as const) : ('arrival.severalAbout' as const);
  });
  const isChat = useDeskState((state) => openInteraction(state, id)?.interaction.channel === 'chat');
  const change = useRef<HTMLButtonElement>(null);
  const ways = useRef<HTMLDivElement>(null);
  const toTheWays = (change = () => {}) => changeAndFocus(change, () => ways.current?.querySelector('button, input'));

  // One key: yes, it is the one that the number suggests; else to where another is found.
  useCommand('caller', () => {
    if (reveal !== null) {
      if (customerId === null) toTheWays(reveal);
      else reveal();
    } else if (customerId === null) toTheWays();
    else if (by === 'agent') change.current?.focus();
    else chooseCustomer(id, customerId);
  });
  function someoneElse() {
    toTheWays(() => chooseCustomer(id, null));
  }

  if (customerId !== null && card === undefined) return <p className="sub">{t('customer.loading')}</p>;
  if (customerId !== null && card != null)
    return (
      <>
        {handover}
        {/* Of another customer it is another one: what was being typed is kept where it belongs. */}
        <CustomerCardView
          key={card.customer.id}
          card={card}
          identification={identification}
          duplicates={duplicates(card.customer)}
          callerNumber={by === 'agent' ? <CallerNumber id={id} customer={card.customer} /> : null}
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
              <Button ref={change} look="ghost" size="small" className="change-customer" onClick={someoneElse}>
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
                  command="caller"
                  onClick={() => chooseCustomer(id, customerId)}
                  data-testid="choose-customer"
                  data-code={card.customer.code}
                >
                  {t('customer.isThem')}
                </Button>
                <Button look="ghost" size="small" onClick={someoneElse}>
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
        <h1>{t(isChat ? 'chat.whoWrites' : 'arrival.whoCalls')}</h1>
        <p className="sub">{t(ask)}</p>
      </div>
      <div ref={ways} className="caller-ways">
        <Candidates id={id} show="all" size="small" />
        <section className="section">
          <SectionTitle right={<Kbd command="caller" quiet />}>{t('actions.search')}</SectionTitle>
          {search}
        </section>
      </div>
    </>
  );
}
