// A call rings and nothing else is going on: one big name, one green button, little else.
import type { ReactNode } from 'react';
import type { Call } from '#shared/model/call';
import { openInteraction } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { ArrivalActions } from './ArrivalActions.tsx';
import { ArrivalTags } from './ArrivalTags.tsx';
import { Lead } from './Lead.tsx';
import { usePopPainted } from './popPainted.ts';
import { ToKnow } from './ToKnow.tsx';
import { useHeadline } from './useHeadline.ts';

interface ArrivalProps {
  readonly call: Call;
  readonly handover: ReactNode;
  readonly candidates: ReactNode;
  readonly toSay: ReactNode;
}

export function Arrival({ call, handover, candidates, toSay }: ArrivalProps) {
  const headline = useHeadline(call);
  const popped = useDeskState((state) => openInteraction(state, call.interactionId) !== null);
  usePopPainted(call.interactionId, popped);
  return (
    <section className="arrival" data-testid="arrival" data-interaction={call.interactionId}>
      <ArrivalTags call={call} size="big" />
      <div>
        <h1 className="arrival-name" data-testid="arrival-name">
          {headline.title}
        </h1>
        <Lead headline={headline} />
      </div>
      <ArrivalActions call={call} alone />
      {handover}
      {headline.advice === null && candidates === null ? null : (
        <div className="arrival-choice">
          {headline.advice === null ? null : <p className="arrival-advice">{headline.advice}</p>}
          {candidates}
        </div>
      )}
      <div className="arrival-pair">
        <ToKnow id={call.interactionId} />
        {toSay}
      </div>
    </section>
  );
}
