// How to do what comes now, in one or two lines; while the customer waits, how long they have been waiting.
import { HeartHandshake, NotebookPen, Pause } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { callOf } from '../../store/selectors.ts';
import { useDeskState, useNow, useWords } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { since, wait } from '../../ui/time.ts';
import type { Phase } from './phases.ts';

const longHoldMs = 60_000;

function HoldAdvice({ heldSince }: { readonly heldSince: string }) {
  const { t } = useWords();
  const held = since(heldSince, useNow());
  return (
    <section className="section">
      <SectionTitle icon={Pause} right={wait(held)}>
        {t('help.holdTitle')}
      </SectionTitle>
      <p className={held >= longHoldMs ? 'sub urgent' : 'sub'}>
        {t(held >= longHoldMs ? 'help.holdLong' : 'help.holdAbout')}
      </p>
    </section>
  );
}

export function useHeldSince(id: InteractionId): string | null {
  return useDeskState((state) => {
    const phase = callOf(state, id)?.phase;
    return phase?.kind === 'talking' ? phase.heldSince : null;
  });
}

interface AdviceProps {
  readonly id: InteractionId;
  /** Null: the call is over. */
  readonly phase: Phase | null;
}

export function Advice({ id, phase }: AdviceProps) {
  const { t } = useWords();
  const heldSince = useHeldSince(id);
  return (
    <>
      {heldSince !== null ? (
        <HoldAdvice heldSince={heldSince} />
      ) : phase === null ? null : (
        <section className="section">
          <SectionTitle icon={HeartHandshake}>{t('help.advice')}</SectionTitle>
          <p className="sub">{t(`help.advices.${phase}`)}</p>
        </section>
      )}
      <section className="section">
        <SectionTitle icon={NotebookPen}>{t('help.noteTitle')}</SectionTitle>
        <p className="sub">{t('help.noteAbout')}</p>
      </section>
    </>
  );
}
