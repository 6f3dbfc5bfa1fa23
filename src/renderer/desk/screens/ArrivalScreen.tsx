// A call rings on a free desk: who it may be at the left, who else and the devices at the right.
import type { Call } from '#shared/model/call';
import { Arrival } from '../features/arrival/Arrival.tsx';
import { Candidates } from '../features/customer/Candidates.tsx';
import { Greeting } from '../features/guide/ToSay.tsx';
import { HandoverNote } from '../features/handover/HandoverNote.tsx';
import { SearchBox } from '../features/search/SearchBox.tsx';
import { AudioReading } from '../features/wait/Readings.tsx';
import { cardsOf, knownCustomer, openInteraction } from '../store/selectors.ts';
import { useDeskState, useIntents } from '../store/useDesk.ts';
import { SectionTitle } from '../ui/SectionTitle.tsx';
import { useWords } from '../ui/words.tsx';

export function ArrivalScreen({ call }: { readonly call: Call }) {
  const { t } = useWords();
  const { chooseCustomer, loadCard } = useIntents();
  const id = call.interactionId;
  const known = useDeskState((state) => knownCustomer(state, id).by !== 'nobody');
  const others = useDeskState((state) => {
    const pop = openInteraction(state, id)?.pop;
    const shown = knownCustomer(state, id);
    if (pop === undefined || shown.by === 'nobody') return 0;
    return cardsOf(pop).filter(({ customer }) => customer.id !== shown.customerId).length;
  });
  return (
    <div className="two-columns">
      <div className="column roomy" data-region="">
        <Arrival
          call={call}
          handover={<HandoverNote id={id} />}
          candidates={known ? null : <Candidates id={id} show="all" size="big" />}
          toSay={
            <section className="section">
              <SectionTitle>{t('arrival.toSay')}</SectionTitle>
              <Greeting id={id} />
            </section>
          }
        />
      </div>
      <aside className="column tint roomy-aside" data-region="">
        {known && others > 0 ? (
          <section className="section">
            <SectionTitle right={others}>{t('arrival.others')}</SectionTitle>
            <Candidates id={id} show="others" size="small" />
          </section>
        ) : null}
        <section className="section">
          <SectionTitle>
            {t(others > 0 ? 'arrival.noneOfThese' : known ? 'arrival.someoneElse' : 'arrival.whoCalls')}
          </SectionTitle>
          <SearchBox
            placeholder={t('arrival.searchPlaceholder')}
            onPick={({ customer }) => {
              void loadCard(customer.id);
              chooseCustomer(id, customer.id);
            }}
            testId="caller-search"
          />
        </section>
        <div className="column-end">
          <AudioReading />
        </div>
      </aside>
    </div>
  );
}
