// Who is on the line and how they stand to one another: whom the agent speaks with, who waits, who is asked about whom,
// who hears whom. Pure, from the phone's last word.
import type { PhoneState } from '#shared/contract/deskPhone';
import type { Call } from '#shared/model/call';

export interface Lineup {
  /** All on the line, in order of arrival: a place does not change when the agent swaps. */
  readonly parties: readonly Call[];
  /** The one spoken with; where all wait, the one put on hold last. */
  readonly front: Call;
  /** Those who hear each other too; empty where there is no conference. */
  readonly conference: readonly Call[];
  /** A caller and the one who is asked about them, where the one in front is either. */
  readonly consult: { readonly caller: Call; readonly asked: Call } | null;
  /** Whom one key brings to the front. */
  readonly swap: Call | null;
}

export const isOnLine = ({ phase }: Call): boolean => phase.kind !== 'ringing' && phase.kind !== 'ended';

/** What is wanted counts, so that a swap shows at once; what is so is shown by the colour. */
const isHeld = ({ phase }: Call): boolean => phase.kind === 'talking' && phase.hold.wanted;

const heldSince = ({ phase }: Call): string => (phase.kind === 'talking' ? (phase.heldSince ?? '9') : '');

function frontOf(parties: readonly Call[]): Call | undefined {
  const heard = parties.filter((call) => !isHeld(call));
  const lasting = heard.findLast(({ phase }) => phase.kind !== 'ending');
  if (lasting !== undefined) return lasting;
  const resting = parties.filter(isHeld).toSorted((a, b) => heldSince(a).localeCompare(heldSince(b)));
  return resting.at(-1) ?? heard.at(-1);
}

function consultOf(parties: readonly Call[], front: Call): Lineup['consult'] {
  const callers = new Map(parties.map((call) => [call.id, call]));
  for (const asked of parties) {
    if (asked.purpose.kind !== 'consult' || asked.phase.kind === 'ending') continue;
    const caller = callers.get(asked.purpose.about);
    if (caller !== undefined && (asked.id === front.id || caller.id === front.id)) return { caller, asked };
  }
  return null;
}

function swapOf(parties: readonly Call[], front: Call, consult: Lineup['consult']): Call | null {
  if (front.phase.kind !== 'talking') return null;
  const held = parties.filter((call) => call.id !== front.id && isHeld(call));
  const partner = held.find(({ id }) => id === consult?.caller.id || id === consult?.asked.id);
  return partner ?? held.toSorted((a, b) => heldSince(a).localeCompare(heldSince(b)))[0] ?? null;
}

/** Null where nobody is on the line. */
export function lineupOf(phone: Pick<PhoneState, 'calls' | 'conference'> | null): Lineup | null {
  const parties = (phone?.calls ?? []).filter(isOnLine);
  const front = frontOf(parties);
  if (front === undefined) return null;
  const conference = parties.filter(({ id }) => phone?.conference.includes(id));
  const consult = consultOf(parties, front);
  const swap = conference.length > 0 ? null : swapOf(parties, front, consult);
  return { parties, front, conference, consult, swap };
}
