// Why two may be one and the same, in words.
import type { DuplicateReason } from '#shared/model/duplicates';
import { useWords } from '../../ui/words.tsx';

/** "stesso codice fiscale, stesso numero". */
export function useReasons(): (reasons: readonly DuplicateReason[]) => string {
  const { t } = useWords();
  return (reasons) =>
    reasons.length === 0
      ? t('duplicates.reportedOnly')
      : reasons.map((reason) => t(`duplicates.reasons.${reason}`)).join(', ');
}
