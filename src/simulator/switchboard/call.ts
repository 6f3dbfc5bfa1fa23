// A call as the switchboard keeps it: who calls, where they are on their way, and how agents are told of them.
import type { Language } from '#shared/model/ids';
import type { Prompt } from '#shared/model/keySurvey';
import type { Party } from '../people/party.ts';
import type { Leg } from './leg.ts';
import type { Invite } from './phones.ts';

export type CallState =
  | { kind: 'waiting'; queue: string }
  | { kind: 'ringing'; extension: string; queue: string | null }
  | { kind: 'talking'; extension: string; held: boolean }
  /** `since` by the clock. */
  | { kind: 'parked'; place: string; since: number }
  /** An agent has let go of them: they may be asked to rate the service. */
  | { kind: 'released' }
  | { kind: 'ended' };

/** Who calls, as agents shall see it. */
export interface Caller {
  party: Party;
  identity: Invite['caller'];
  language: Language | null;
  /** Customers have their number repeated in `X-Customer-Number`. */
  customer: boolean;
  /** The key that they press after that has been said; none in it: they press nothing. */
  answers?: Readonly<Partial<Record<Prompt, string>>>;
  odd?: NonNullable<Invite['odd']>;
}

export interface Call {
  readonly id: string;
  caller: Caller;
  /** The caller's own leg, where the caller is an agent. */
  callerLeg: Leg | null;
  /** The agent they talk to. */
  leg: Leg | null;
  state: CallState;
  /** The queue they last waited in; `waitingSince` by the clock. */
  queue: string | null;
  waitingSince: number;
  /** Header lines that go with the next ring, since somebody passed the call on. */
  passedOn: readonly string[];
  /** Keys that agents have pressed while they talked. */
  keys: string;
  /** Keys that they have pressed since an agent has let go of them: '' where they did not. */
  answered: readonly string[];
  /** Stops the ringing of an extension. */
  stopRing: (() => void) | null;
}

export const newCall = (id: string, caller: Caller, now: number): Call => ({
  id,
  caller,
  callerLeg: null,
  leg: null,
  state: { kind: 'waiting', queue: '' },
  queue: null,
  waitingSince: now,
  passedOn: [],
  keys: '',
  answered: [],
  stopRing: null,
});

/** The call as an agent's phone is told of it, with header lines of its own. */
export function inviteOf({ caller }: Call, extension: string, headers: readonly string[]): Invite {
  const { identity, language, customer, odd } = caller;
  return {
    extension,
    caller: identity,
    headers: [
      ...headers,
      // An exchange that cannot read the identity has no number to tell either.
      ...(customer && odd === undefined && identity.number !== null ? [`X-Customer-Number: ${identity.number}`] : []),
      ...(language === null ? [] : [`X-Language: ${language}`]),
    ],
    ...(odd === undefined ? {} : { odd }),
  };
}
