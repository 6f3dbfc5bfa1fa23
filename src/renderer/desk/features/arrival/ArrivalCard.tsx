// A call that rings while the agent is at something else: it floats, and takes neither the place nor the focus of anything.
import type { ReactNode } from 'react';
import type { Call } from '#shared/model/call';
import { openInteraction } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';
import { ArrivalActions } from './ArrivalActions.tsx';
import { ArrivalTags } from './ArrivalTags.tsx';
import { Lead } from './Lead.tsx';
import { usePopPainted } from './popPainted.ts';
import { useHeadline } from './useHeadline.ts';

export function ArrivalCard({ call, handover }: { readonly call: Call; readonly handover: ReactNode }) {
  const { t } = useWords();
  const headline = useHeadline(call);
  const popped = useDeskState((state) => openInteraction(state, call.interactionId) !== null);
  usePopPainted(call.interactionId, popped);
  return (
    <section
      className="arrival-card"
      aria-label={t('arrival.other')}
      data-testid="arrival"
      data-interaction={call.interactionId}
    >
      <ArrivalTags call={call} size="medium" />
      <div>
        <h2 className="arrival-card-name" data-testid="arrival-name">
          {headline.title}
        </h2>
        <Lead headline={headline} />
        {headline.advice === null ? null : <p className="arrival-advice">{headline.advice}</p>}
      </div>
      {handover}
      <ArrivalActions call={call} alone={false} />
    </section>
  );
}
