// What is open for this customer, in numbers: the details wait until the caller is identified.
import { useShallow } from 'zustand/shallow';
import type { InteractionId } from '#shared/model/ids';
import { knownCustomer, newestCard } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { ago } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function ToKnow({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const [cases, reminders, lastContactAt] = useDeskState(
    useShallow((state) => {
      const known = knownCustomer(state, id);
      const card = known.by === 'nobody' ? null : newestCard(state, known.customerId);
      if (card == null || card.customer.restrictedAt !== null) return [null, 0, null];
      return [
        card.openCases.length,
        card.openCases.reduce((sum, each) => sum + each.reminders, 0),
        card.lastContacts[0]?.at ?? null,
      ];
    }),
  );
  if (cases === null) return null;
  const title = [
    cases === 0 ? t('arrival.nothingOpen') : t('arrival.openCases', { count: cases }),
    ...(reminders === 0 ? [] : [t('arrival.reminders', { count: reminders })]),
  ].join(', ');
  const last =
    lastContactAt === null
      ? t('arrival.noContact')
      : t('arrival.lastContact', { ago: ago(lastContactAt, now, language) });
  return (
    <section className="section">
      <SectionTitle>{t('arrival.toKnow')}</SectionTitle>
      <div className={cases === 0 ? 'box' : 'box hold'}>
        <strong>{title}</strong>
        <p className="sub">
          {last}. {t('arrival.detailsLater')}
        </p>
      </div>
    </section>
  );
}
