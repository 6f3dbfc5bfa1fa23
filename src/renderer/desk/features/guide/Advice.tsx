// How to do what comes now, in one or two lines; while the customer waits, how long they have been waiting.
import { Lightbulb, NotebookPen, Pause } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import type { Guide } from '#shared/model/lists/guide';
import { guidanceOf } from '../../store/guidance.ts';
import { callOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { useGuide, usePhase } from './useGuide.ts';

export function useHeldSince(id: InteractionId): string | null {
  return useDeskState((state) => {
    const phase = callOf(state, id)?.phase;
    return phase?.kind === 'talking' ? phase.heldSince : null;
  });
}

interface HoldAdviceProps {
  readonly heldSince: string;
  readonly guide: Guide;
}

function HoldAdvice({ heldSince, guide: { hold, holdWarn } }: HoldAdviceProps) {
  const { t, language } = useWords();
  const held = since(heldSince, useNow());
  const [soon, long] = holdWarn;
  const seconds = held / 1_000;
  const warning = seconds >= long ? t('help.holdLong') : seconds >= soon ? t('help.holdSoon') : null;
  return (
    <section className="section hold-advice">
      <SectionTitle icon={Pause} right={wait(held)}>
        {hold.name[language]}
      </SectionTitle>
      {warning === null ? null : <p className="sub urgent">{warning}</p>}
      <p className="sub">{hold.advice[language]}</p>
      {/* Said once, when it comes to that: the time itself is read by whoever looks for it. */}
      <span className="visually-hidden" role="status" data-testid="hold-warning">
        {warning}
      </span>
    </section>
  );
}

interface PhaseAdviceProps {
  readonly id: InteractionId;
  readonly guide: Guide;
  readonly isOver: boolean;
}

function PhaseAdvice({ id, guide, isOver }: PhaseAdviceProps) {
  const { t, language } = useWords();
  const phase = usePhase(id, guide);
  return (
    <section className="section">
      <SectionTitle icon={Lightbulb}>{t('help.advice')}</SectionTitle>
      <p className="sub">{(isOver ? guide.wrapUp : phase).advice[language]}</p>
    </section>
  );
}

interface AdviceProps {
  readonly id: InteractionId;
  readonly isOver: boolean;
}

export function Advice({ id, isOver }: AdviceProps) {
  const { t } = useWords();
  const guide = useGuide(id);
  const heldSince = useHeldSince(id);
  // How to meet this caller stands there then, and is advice enough.
  const isHandled = useDeskState((state) => guidanceOf(state, id).behaviour !== null);
  return (
    <>
      {guide === null ? null : heldSince !== null ? (
        <HoldAdvice heldSince={heldSince} guide={guide} />
      ) : isHandled && !isOver ? null : (
        <PhaseAdvice id={id} guide={guide} isOver={isOver} />
      )}
      {isOver && guide !== null ? null : (
        <section className="section">
          <SectionTitle icon={NotebookPen}>{t('help.noteTitle')}</SectionTitle>
          <p className="sub">{t('help.noteAbout')}</p>
        </section>
      )}
    </>
  );
}
