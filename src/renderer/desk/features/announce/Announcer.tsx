// Says aloud, for who does not see the screen, what rings and what the call is doing. Speaks only when something changes.
import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Call } from '#shared/model/call';
import { queueName, waitedMs } from '../../store/callerWords.ts';
import type { DeskState } from '../../store/deskState.ts';
import { lineupOf } from '../../store/lineup.ts';
import { partyName, ringingCalls, workstationOf } from '../../store/selectors.ts';
import { useDesk } from '../../store/useDesk.ts';
import { roughly } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface Line {
  readonly ringing: Call | null;
  /** Who rings is announced when it is known, or when there is nobody to be found. */
  readonly who: string | null;
  /** The call in front: being joined or spoken on. */
  readonly line: string | null;
  readonly onLine: string | null;
  readonly held: boolean;
  readonly muted: boolean;
  readonly conference: boolean;
  /** Whether the telephone line is there; null: it is still being joined, or off. */
  readonly registered: boolean | null;
  /** Since when the service has been away; null: it is there. */
  readonly offlineSince: string | null;
  /** What the agent hears that is nobody's call: as its words are called. */
  readonly aside: 'voicemail' | 'listening' | 'assist' | null;
}

function asideOf(purpose: Call['purpose'] | undefined): Line['aside'] {
  if (purpose?.kind === 'help') return 'assist';
  return purpose?.kind === 'voicemail' || purpose?.kind === 'listening' ? purpose.kind : null;
}

function lineOf(state: DeskState): Line {
  const ringing = ringingCalls(state)[0];
  const registration = state.phone?.registration;
  const link = state.data?.sync.link;
  const lineup = lineupOf(state.phone);
  const talking = lineup?.front;
  const subject = ringing ?? talking;
  return {
    ringing: ringing ?? null,
    who: subject === undefined ? null : partyName(state, subject),
    line: talking?.id ?? null,
    onLine: talking?.phase.kind === 'talking' ? talking.id : null,
    held: talking?.phase.kind === 'talking' && talking.phase.hold.actual,
    muted: talking?.phase.kind === 'talking' && talking.phase.mute,
    conference: (lineup?.conference.length ?? 0) > 0,
    registered: registration?.kind === 'registered' ? true : registration?.kind === 'failed' ? false : null,
    offlineSince: link?.kind === 'offline' ? link.sinceAt : null,
    aside: asideOf(talking?.purpose),
  };
}

const silence: Line = {
  ringing: null,
  who: null,
  line: null,
  onLine: null,
  held: false,
  muted: false,
  conference: false,
  registered: null,
  offlineSince: null,
  aside: null,
};

export function Announcer() {
  const { t, language } = useWords();
  const { store, now: time } = useDesk();
  const [said, setSaid] = useState({ urgent: '', calm: '' });
  const before = useRef<Line>(silence);
  const lineWasAway = useRef(false);

  useEffect(() => {
    const tell = (state: DeskState) => {
      const now = lineOf(state);
      const was = before.current;
      before.current = now;
      const who =
        now.aside === 'voicemail' && now.ringing === null ? t('voicemail.name') : (now.who ?? t('arrival.withheld'));
      if (now.ringing !== null && (now.ringing.id !== was.ringing?.id || now.who !== was.who)) {
        const { queue, waitedSeconds, language: spoken } = now.ringing;
        const waited = roughly(Math.round(waitedMs(now.ringing, time()) / 1_000), language);
        const facts = [
          queueName(queue, workstationOf(state), language) ?? t('arrival.direct'),
          ...(waitedSeconds === null ? [] : [t('arrival.waiting', { time: waited })]),
          // The agent's own is what they expect.
          ...(spoken === null || spoken === language ? [] : [t(`arrival.speaks.${spoken}`)]),
        ];
        setSaid({ urgent: t('arrival.announce', { who, facts: facts.join(', ') }), calm: '' });
      } else if (now.conference !== was.conference && now.onLine !== null)
        setSaid({ urgent: '', calm: t(now.conference ? 'call.announceConference' : 'call.announceTalking', { who }) });
      else if (now.onLine !== null && now.onLine !== was.onLine)
        setSaid({ urgent: '', calm: t('call.announceTalking', { who }) });
      else if (now.onLine !== null && now.held !== was.held)
        setSaid({ urgent: '', calm: t(now.held ? 'call.announceHeld' : 'call.announceResumed') });
      else if (now.onLine !== null && now.muted !== was.muted)
        setSaid({ urgent: '', calm: t(now.muted ? 'call.muted' : 'call.announceUnmuted') });
      else if (was.onLine !== null && now.onLine === null)
        setSaid({ urgent: '', calm: t(was.aside === null ? 'call.announceEnded' : `${was.aside}.ended`) });
      else if (was.ringing !== null && now.ringing === null && now.line === null)
        setSaid({ urgent: '', calm: t('call.announceGone') });
      // That the line is away says a notice; the service's has none, for work goes on.
      else if (now.registered === true && lineWasAway.current) {
        lineWasAway.current = false;
        setSaid({ urgent: '', calm: t('call.announceLineBack') });
      } else if (now.offlineSince !== null && was.offlineSince === null)
        setSaid({ urgent: '', calm: t('sync.announceAway') });
      else if (now.offlineSince === null && was.offlineSince !== null)
        setSaid({ urgent: '', calm: t('sync.announceBack') });
      if (now.registered === false) lineWasAway.current = true;
    };
    tell(store.getState());
    return store.subscribe(tell);
  }, [store, time, t, language]);

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
