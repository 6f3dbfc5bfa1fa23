// The small window above the other programs: the call that rings, the one that goes on, or the wrap-up that it has left open. It closes by itself when
// there is none of them, and closing it ends nothing.
import { ClipboardPen, Maximize2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useShallow } from 'zustand/shallow';
import type { Call } from '#shared/model/call';
import { useCommand } from '../commands/useCommand.ts';
import { ArrivalActions } from '../features/arrival/ArrivalActions.tsx';
import { useHeadline } from '../features/arrival/useHeadline.ts';
import { SmallBar } from '../features/call/SmallBar.tsx';
import { queueName } from '../store/callerWords.ts';
import { lineupOf } from '../store/lineup.ts';
import { currentInteractionId, openInteraction, ringingCalls, workstationOf } from '../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents } from '../store/useDesk.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useKey } from '../ui/keys.ts';
import { Notice } from '../ui/Notice.tsx';
import { useWords } from '../ui/words.tsx';

function Rings({ call, alone }: { readonly call: Call; readonly alone: boolean }) {
  const { t, language } = useWords();
  const { title, lead } = useHeadline(call);
  const queue = useDeskState((state) => queueName(call.queue, workstationOf(state), language)) ?? t('arrival.direct');
  return (
    <section className="small-rings" aria-label={t('shell.ringing')} data-testid="small-rings">
      <p>
        <strong>{title}</strong> <span className="sub">{[queue, lead].filter((each) => each !== '').join(' · ')}</span>
      </p>
      <ArrivalActions call={call} alone={alone} />
    </section>
  );
}

/** The last thing that could not be done from here. */
function Refused() {
  const { t } = useWords();
  const { dismissRefusal } = useIntents();
  const last = useDeskState(({ refusals }) => refusals.at(-1) ?? null);
  if (last === null) return null;
  const version = last.failure.version ?? '';
  return (
    <Notice
      tone="stop"
      title={t(`failures.${last.failure.code}.what`, { version })}
      body={t(`failures.${last.failure.code}.todo`, { version })}
      dismiss={{ name: t('actions.dismiss'), run: () => dismissRefusal(last.id) }}
    />
  );
}

export function PopOutScreen() {
  const { t } = useWords();
  const { toDesk, closePopOut, fitPopOut } = useIntents();
  const lineup = useDeskSelection((state) => lineupOf(state.phone));
  const [rings] = useDeskState(useShallow(ringingCalls));
  const wrapsUp = useDeskState((state) => {
    const id = currentInteractionId(state);
    return id !== null && openInteraction(state, id)?.interaction.stage === 'wrapUp';
  });
  const isKnown = useDeskState(({ phone, data }) => phone !== null && data !== null);
  // A call that has just ended is its wrap-up only a moment later.
  const isOpen = useDeskState(
    ({ data }) =>
      data?.open.some(
        ({ interaction: { channel, stage } }) => channel === 'call' && (stage === 'live' || stage === 'wrapUp'),
      ) === true,
  );
  const isOver = isKnown && lineup === null && rings === undefined && !isOpen;
  useEffect(() => {
    if (isOver) void closePopOut();
  }, [isOver, closePopOut]);
  useCommand('popOut', () => void toDesk());
  useKey('Esc', () => void closePopOut(), { bare: true });
  useEffect(() => {
    document.title = t('popOut.title');
  }, [t]);
  // As high as what it says: a second call that rings, a failure, larger letters.
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = content;
    if (current === null) return;
    const observer = new ResizeObserver(() => void fitPopOut(Math.ceil(current.getBoundingClientRect().height)));
    observer.observe(current);
    return () => observer.disconnect();
  }, [fitPopOut]);
  return (
    <div ref={content} className="small-window" data-testid="small-window">
      <header className="small-head">
        <h1 className="small-title">{t('popOut.title')}</h1>
        <IconButton
          icon={Maximize2}
          name={t('popOut.toDesk')}
          command="popOut"
          onClick={() => void toDesk()}
          data-testid="to-desk"
        />
        <IconButton
          icon={X}
          name={t('popOut.close')}
          chord="Esc"
          onClick={() => void closePopOut()}
          data-testid="close-pop-out"
        />
      </header>
      <main tabIndex={-1} data-focus-rest="">
        {rings === undefined ? null : <Rings call={rings} alone={lineup === null} />}
        {lineup === null ? null : <SmallBar lineup={lineup} />}
        <p className="visually-hidden" role="status">
          {rings === undefined ? (lineup === null && wrapsUp ? t('popOut.wrapUp') : '') : t('shell.ringing')}
        </p>
        <Refused />
        {lineup === null && rings === undefined && wrapsUp ? (
          <section className="small-rings" aria-label={t('popOut.wrapUp')} data-testid="small-wrap-up">
            <p>
              <ClipboardPen aria-hidden="true" /> {t('popOut.wrapUp')}
            </p>
            <Button command="popOut" onClick={() => void toDesk()}>
              {t('popOut.toDesk')}
            </Button>
          </section>
        ) : null}
      </main>
    </div>
  );
}
