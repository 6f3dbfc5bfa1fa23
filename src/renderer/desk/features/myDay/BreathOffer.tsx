// After a conversation in which calm had to be brought back: a minute to breathe, offered once and quietly. Who leaves it leaves it; nothing of
// it is kept.
import { Wind, X } from 'lucide-react';
import { useState } from 'react';
import { guidanceOf } from '../../store/guidance.ts';
import { lineupOf } from '../../store/lineup.ts';
import { currentInteractionId, openInteraction } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useWords } from '../../ui/words.tsx';

export function BreathOffer() {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const { breathing } = useLists(null);
  const [left, setLeft] = useState<string | null>(null);
  const after = useDeskState((state) => {
    const id = currentInteractionId(state);
    if (id === null || lineupOf(state.phone) !== null || !guidanceOf(state, id).calmed) return null;
    return openInteraction(state, id)?.interaction.stage === 'wrapUp' ? id : null;
  });
  if (after === null || after === left || breathing === undefined) return null;
  return (
    <section className="break-line" aria-label={t('myDay.breathing.title')} data-testid="breath-offer">
      <Wind aria-hidden="true" />
      <p role="status">{t('myDay.breathing.offer')}</p>
      <Button
        size="small"
        onClick={() => {
          setLeft(after);
          openSheet('breathing');
        }}
        data-testid="breath-start"
      >
        {t('myDay.breathing.start')}
      </Button>
      <IconButton icon={X} name={t('myDay.breathing.no')} onClick={() => setLeft(after)} data-testid="breath-no" />
    </section>
  );
}
