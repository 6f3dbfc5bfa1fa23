// What is open for this customer, and the way to what was closed.
import type { CustomerCard } from '#shared/contract/screenPop';
import { useCommand } from '../../commands/useCommand.ts';
import { isUncovered } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { CaseBox } from './CaseBox.tsx';
import { More } from './More.tsx';

export function Cases({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const { openCases, closedCases, customer } = card;
  // Of whose data may not be used, no file is read or added.
  const hasFiles = customer.restrictedAt === null;
  const enabled = useDeskState(isUncovered) && hasFiles && openCases.length > 0;
  // Of the case where the agent is, or of the first.
  useCommand(
    'caseFiles',
    () => {
      const focused = document.activeElement?.closest<HTMLElement>('[data-case]')?.dataset.case;
      const found = openCases.find(({ id }) => id === focused) ?? openCases[0];
      if (found !== undefined) openSheet({ kind: 'attachments', id: customer.id, found, dropped: [] });
    },
    { enabled },
  );
  if (openCases.length === 0 && closedCases === 0) return null;
  return (
    <section className="section">
      {openCases.length === 0 ? (
        <SectionTitle>{t('customer.shows.case')}</SectionTitle>
      ) : (
        <SectionTitle right={openCases.length}>{t('customer.cases')}</SectionTitle>
      )}
      {openCases.length === 0 ? null : (
        <ul className="cases">
          {openCases.map((found, nth) => (
            <CaseBox key={found.id} found={found} hasFiles={hasFiles} hasKey={nth === 0} />
          ))}
        </ul>
      )}
      {closedCases === 0 ? null : (
        <More id={customer.id} show="case" name={t('customer.closedCases', { count: closedCases })} />
      )}
    </section>
  );
}
