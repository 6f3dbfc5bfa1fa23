// A lead's listening: dials when the colleague's screen has said so, and says that it is over when the call is. Shows nothing of its own.
import { useEffect, useRef } from 'react';
import type { Listening as Asked } from '#shared/protocol/listening';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';

const nobody: readonly Asked[] = [];
/** As long as the backend waits for a screen. */
const unseenMs = 20_000;

export function Listening() {
  const { listen, endListening, giveUpListening } = useIntents();
  const me = useDeskState((state) => workstationOf(state)?.agent.id);
  const wanted = useDeskState((state) => state.toListenTo);
  const all = useDeskState((state) => state.data?.boards.help?.listening ?? nobody);
  const listens = useDeskState(
    (state) => state.phone?.calls.some(({ purpose }) => purpose.kind === 'listening') === true,
  );
  /** Those for which the phone has been told to dial: their call may not be there yet. */
  const dialled = useRef(new Set<string>());
  const heard = useRef(false);

  useEffect(() => {
    for (const one of all.filter(({ lead, seenAt }) => lead.id === me && seenAt !== null)) {
      if (wanted.includes(one.agent.id)) {
        dialled.current.add(one.id);
        heard.current = false;
        void listen(one).then((begun) => {
          if (!begun) void endListening(one.id);
        });
        // A call that has been and is over, or one of another life of this window.
      } else if (!listens && (heard.current || !dialled.current.has(one.id))) void endListening(one.id);
    }
    if (listens) heard.current = true;
  }, [all, wanted, listens, me, listen, endListening]);

  useEffect(() => {
    const [first] = wanted;
    if (first === undefined) return;
    const timer = setTimeout(() => giveUpListening(first), unseenMs);
    return () => clearTimeout(timer);
  }, [wanted, giveUpListening]);
  return null;
}
