// The same search as a sheet, where a call has taken the place of the box in the bar.
import type { SearchHit } from '#shared/contract/deskData';
import { useIntents, useWords } from '../../store/useDesk.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { SearchBox } from './SearchBox.tsx';

export function SearchSheet({ onPick }: { readonly onPick: (hit: SearchHit) => void }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const close = () => openSheet('none');
  return (
    <Sheet label={t('search.label')} onClose={close}>
      <SearchBox
        placeholder={t('search.placeholder')}
        onPick={onPick}
        results="inline"
        testId="search-input"
        firstFocus
        onLeave={close}
      />
    </Sheet>
  );
}
