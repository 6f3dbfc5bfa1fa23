// Says aloud, for who does not see the screen, what rings and what the call is doing. Speaks only when something changes.
import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Call } from '#shared/model/call';
import { queueName } from '../../store/callerWords.ts';
import type { DeskState } from '../../store/deskState.ts';
import { lineupOf } from '../../store/lineup.ts';
import { partyName, ringingCalls, workstationOf } from '../../store/selectors.ts';
import { useDesk, useWords } from '../../store/useDesk.ts';

interface Line {
  readonly ringing: string | null;
  /** Who rings is announced when it is known, or when there is nobody to be found. */
  readonly who: string | null;
  readonly queue: string | null;
  /** The call in front: being joined or spoken on. */
  readonly line: string | null;
  readonly onLine: string | null;
  readonly held: boolean;
  readonly conference: boolean;
  /** What the agent hears that is nobody's call: as its words are called. */
  readonly aside: 'voicemail' | 'listening' | 'assist' | null;
}

function asideOf(purpose: Call['purpose'] | undefined): Line['aside'] {
  if (purpose?.kind === 'help') return 'assist';
  return purpose?.kind === 'voicemail' || purpose?.kind === 'listening' ? purpose.kind : null;
}

function lineOf(state: DeskState): Line {
  const ringing = ringingCalls(state)[0];
  const lineup = lineupOf(state.phone);
  const talking = lineup?.front;
  const subject = ringing ?? talking;
  return {
    ringing: ringing?.id ?? null,
    who: subject === undefined ? null : partyName(state, subject),
    queue: ringing?.queue ?? null,
    line: talking?.id ?? null,
    onLine: talking?.phase.kind === 'talking' ? talking.id : null,
    held: talking?.phase.kind === 'talking' && talking.phase.hold.actual,
    conference: (lineup?.conference.length ?? 0) > 0,
    aside: asideOf(talking?.purpose),
  };
}

const silence: Line = {
  ringing: null,
  who: null,
  queue: null,
  line: null,
  onLine: null,
  held: false,
  conference: false,
  aside: null,
};

export function Announcer() {
  const { t, language } = useWords();
  const { store } = useDesk();
  const [said, setSaid] = useState({ urgent: '', calm: '' });
  const before = useRef<Line>(silence);

  useEffect(() => {
    const tell = (state: DeskState) => {
      const now = lineOf(state);
      const was = before.current;
      before.current = now;
      const who =
        now.aside === 'voicemail' && now.ringing === null ? t('voicemail.name') : (now.who ?? t('arrival.withheld'));
      if (now.ringing !== null && (now.ringing !== was.ringing || now.who !== was.who)) {
        const queue = queueName(now.queue, workstationOf(state), language) ?? t('arrival.direct');
        setSaid({ urgent: t('arrival.announce', { who, queue }), calm: '' });
      } else if (now.conference !== was.conference && now.onLine !== null)
        setSaid({ urgent: '', calm: t(now.conference ? 'call.announceConference' : 'call.announceTalking', { who }) });
      else if (now.onLine !== null && now.onLine !== was.onLine)
        setSaid({ urgent: '', calm: t('call.announceTalking', { who }) });
      else if (now.onLine !== null && now.held !== was.held)
        setSaid({ urgent: '', calm: t(now.held ? 'call.announceHeld' : 'call.announceResumed') });
      else if (was.onLine !== null && now.onLine === null)
        setSaid({ urgent: '', calm: t(was.aside === null ? 'call.announceEnded' : `${was.aside}.ended`) });
      else if (was.ringing !== null && now.ringing === null && now.line === null)
        setSaid({ urgent: '', calm: t('call.announceGone') });
    };
    tell(store.getState());
    return store.subscribe(tell);
  }, [store, t, language]);

  return (
    <VisuallyHidden>
      <div role="alert" data-testid="announce-urgent">
        {said.urgent}
      </div>
      <div role="status" data-testid="announce-calm">
        {said.calm}
      </div>
    </VisuallyHidden>
  );
}
