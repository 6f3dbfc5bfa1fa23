// What is being saved into a file that main has asked for: how far it is.
import type { Saving } from '#shared/contract/privacy';
import { byteSize } from '../../ui/byteSize.ts';
import { useWords } from '../../ui/words.tsx';

interface SavingProgressProps {
  readonly saving: Saving | null;
  /** What it is, as it is read out. */
  readonly label: string;
}

/** Of a length that is not known only what has been saved is said; before the first byte nothing is. */
export function SavingProgress({ saving, label }: SavingProgressProps) {
  const { t, language } = useWords();
  if (saving === null) return null;
  const { reached, bytes } = saving;
  if (bytes === null && reached === 0) return null;
  const done = byteSize(reached, language);
  return (
    <>
      {bytes === null ? null : <progress aria-label={label} value={reached} max={Math.max(1, bytes)} />}
      <p className="sub num" data-testid="saving-reached">
        {bytes === null
          ? t('privacy.saving.reached', { done })
          : t('privacy.saving.reachedOf', { done, all: byteSize(bytes, language) })}
      </p>
    </>
  );
}
