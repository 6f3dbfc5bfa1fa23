// In place of what was written about somebody, as long as a customer is in front who has not shown to be them.
import { EyeOff } from 'lucide-react';
import { useWords } from '../../ui/words.tsx';

export function Covered() {
  const { t } = useWords();
  return (
    <p className="box conflict-covered" role="status" data-testid="covered">
      <EyeOff aria-hidden="true" />
      {t('conflicts.covered')}
    </p>
  );
}
