// The customers who may be calling, none chosen for the agent: asking comes first, then one key or one click.
import { Building2, User } from 'lucide-react';
import { Fragment } from 'react';
import { useShallow } from 'zustand/shallow';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { InteractionId } from '#shared/model/ids';
import { cardsOf, draftOf, openInteraction } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { ago } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface CandidateProps {
  readonly card: CustomerCard;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Candidate({ card, chosen, onChoose }: CandidateProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { customer, openCases, lastContacts } = card;
  const Icon = customer.kind === 'company' ? Building2 : User;
  const last = lastContacts[0];
  const facts = [
    ...(customer.restrictedAt === null ? [] : [t('restricted.arrival')]),
    last === undefined ? t('arrival.noContact') : t('arrival.lastContact', { ago: ago(last.at, now, language) }),
    ...(openCases.length === 0 ? [] : [t('arrival.openCases', { count: openCases.length })]),
  ];
  return (
    <button
      type="button"
      className="candidate"
      aria-pressed={chosen}
      onClick={onChoose}
      data-testid="choose-customer"
      data-code={customer.code}
    >
      <Icon aria-hidden="true" />
      <span className="candidate-name" data-testid="arrival-name">
        {customer.name}
      </span>
      <span className="candidate-code">{customer.code}</span>
      <span className="candidate-facts">
        {facts.map((fact, index) => (
          <Fragment key={fact}>
            {index === 0 ? '' : ' · '}
            <span>{fact}</span>
          </Fragment>
        ))}
      </span>
    </button>
  );
}

interface CandidatesProps {
  readonly id: InteractionId;
  /** All of them, or only those that were not chosen. */
  readonly show: 'all' | 'others';
  readonly size: 'big' | 'small';
}

export function Candidates({ id, show, size }: CandidatesProps) {
  const { t } = useWords();
  const { chooseCustomer } = useIntents();
  const chosen = useDeskState((state) => draftOf(state, id).customerId);
  const cards = useDeskState(
    useShallow((state) => {
      const pop = openInteraction(state, id)?.pop;
      return pop === undefined ? [] : cardsOf(pop);
    }),
  );
  const shown = show === 'all' ? cards : cards.filter(({ customer }) => customer.id !== chosen);
  if (shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not a form
    <div role="group" aria-label={t('arrival.whoCalls')} className={`candidates ${size}`} data-own-space="">
      {shown.map((card) => (
        <Candidate
          key={card.customer.id}
          card={card}
          chosen={card.customer.id === chosen}
          onChoose={() => chooseCustomer(id, card.customer.id)}
        />
      ))}
    </div>
  );
}
