// Finding a customer: results below while typing, arrows and Enter to take one.
import { useState } from 'react';
import type { SearchHit } from '#shared/contract/deskData';
import { FindBox } from '../../ui/FindBox.tsx';
import { useWords } from '../../ui/words.tsx';
import { useCustomers } from './useCustomers.tsx';

interface SearchBoxProps {
  readonly placeholder: string;
  readonly onPick: (hit: SearchHit) => void;
  readonly testId: string;
}

export function SearchBox({ placeholder, onPick, testId }: SearchBoxProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const { section, isSearching, none } = useCustomers(typed, onPick);
  return (
    <FindBox
      placeholder={placeholder}
      label={t('search.results')}
      typed={typed}
      onType={setTyped}
      sections={[section]}
      isSearching={isSearching}
      none={none}
      results="inline"
      testId={testId}
    />
  );
}
