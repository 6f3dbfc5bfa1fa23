// A call that rings while the agent is at something else: it floats, and takes neither the place nor the focus of anything.
import type { ReactNode } from 'react';
import type { Call } from '#shared/model/call';
import { openInteraction } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { usePartyName } from '../../store/usePartyName.ts';
import { useWords } from '../../ui/words.tsx';
import { ArrivalActions } from './ArrivalActions.tsx';
import { ArrivalTags } from './ArrivalTags.tsx';
import { Lead } from './Lead.tsx';
import { usePopPainted } from './popPainted.ts';
import { useHeadline } from './useHeadline.ts';

interface ArrivalCardProps {
  readonly call: Call;
  /** Whom the agent is speaking with: answering puts them on hold. */
  readonly inFront: Call | null;
  readonly withKeys: boolean;
  readonly handover: ReactNode;
}

/** What answering does to the call that goes on. */
function Consequence({ inFront }: { readonly inFront: Call }) {
  const { t } = useWords();
  const name = usePartyName(inFront);
  if (inFront.phase.kind !== 'talking' || inFront.phase.hold.wanted) return null;
  return <p className="arrival-consequence">{t('arrival.putsOnHold', { name })}</p>;
}

export function ArrivalCard({ call, inFront, withKeys, handover }: ArrivalCardProps) {
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
      {inFront === null ? null : <Consequence inFront={inFront} />}
      <ArrivalActions call={call} alone={false} withKeys={withKeys} />
    </section>
  );
}
