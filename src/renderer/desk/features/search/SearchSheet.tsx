// The same search as a sheet, where a call has taken the place of the box in the bar.
import { useIntents, useWords } from '../../store/useDesk.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { SearchBox } from './SearchBox.tsx';

export function SearchSheet() {
  const { t } = useWords();
  const { openSheet, show } = useIntents();
  const close = () => openSheet('none');
  return (
    <Sheet label={t('search.label')} onClose={close}>
      <SearchBox
        placeholder={t('search.placeholder')}
        onPick={({ customer }) => show({ kind: 'customer', id: customer.id })}
        results="inline"
        testId="search-input"
        firstFocus
        onLeave={close}
      />
    </Sheet>
  );
}
