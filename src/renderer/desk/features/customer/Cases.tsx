// What is open for this customer.
import type { CustomerCard } from '#shared/contract/screenPop';
import { useWords } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { CaseBox } from './CaseBox.tsx';

export function Cases({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  if (card.openCases.length === 0) return null;
  return (
    <section className="section">
      <SectionTitle right={card.openCases.length}>{t('customer.cases')}</SectionTitle>
      <ul className="cases">
        {card.openCases.map((found) => (
          <CaseBox key={found.id} found={found} />
        ))}
      </ul>
    </section>
  );
}
