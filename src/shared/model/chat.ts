// The states of a chat, and what leads from one to another: visitors wait, an agent takes them, passes them on, and it ends once. Pure: the
// backend decides by it, whoever asks first.
import { err, ok, type Result } from '../lib/result.ts';
import type { EndReason } from './interaction.ts';

/** By the agent, by the visitor, who went away before anybody came, or who did not write any more. */
export type ChatEnd = Extract<EndReason, 'closedHere' | 'closedThere' | 'visitorLeft' | 'silence'>;

/** What is said in the chat itself when something becomes of it: codes that both sides have words for. `silent`: it ended by silence. */
export const chatEventCodes = [
  'taken',
  'passed',
  'left',
  'masked',
  'callWanted',
  'visitorGone',
  'stillThere',
  'silent',
  'ended',
] as const;
export type ChatEventCode = (typeof chatEventCodes)[number];

export type ChatStanding =
  | { readonly state: 'waiting' }
  | { readonly state: 'open'; readonly agentId: string }
  /** Still its agent's, until the colleague has taken it. */
  | { readonly state: 'offered'; readonly agentId: string; readonly to: string }
  /** A message for when somebody is there. */
  | { readonly state: 'left' }
  | { readonly state: 'read'; readonly agentId: string }
  | { readonly state: 'ended'; readonly why: ChatEnd; readonly agentId: string | null };

export type ChatEvent =
  | { readonly kind: 'take'; readonly by: string }
  | { readonly kind: 'passToQueue'; readonly by: string }
  | { readonly kind: 'passToAgent'; readonly by: string; readonly to: string }
  | { readonly kind: 'decline'; readonly by: string }
  | { readonly kind: 'end'; readonly by: string }
  /** By the visitor: to wait no more, and to be written to or called later. */
  | { readonly kind: 'leaveMessage' }
  | { readonly kind: 'endThere' }
  /** By the calendar: the visitor's page has given no sign, or they have not written; the agent's PC has given none; a colleague has not answered. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'agentLost' }
  | { readonly kind: 'offerOver' };

/** `taken`: somebody has been quicker. `ended`: it is over. `notYours`: it is with somebody else, or with nobody. */
export type ChatRefusal = 'taken' | 'ended' | 'notYours';

/** What becomes of a chat by an event. An event of the calendar that has nothing to do any more leaves it as it is. */
export function nextChat(now: ChatStanding, event: ChatEvent): Result<ChatStanding, ChatRefusal> {
  if (now.state === 'ended') return isCalendars(event) ? ok(now) : err('ended');
  switch (event.kind) {
    case 'take':
      if (now.state === 'waiting') return ok({ state: 'open', agentId: event.by });
      if (now.state === 'left') return ok({ state: 'read', agentId: event.by });
      if (now.state === 'offered' && now.to === event.by) return ok({ state: 'open', agentId: event.by });
      // Asked again, because the answer was lost.
      return now.state !== 'offered' && now.agentId === event.by ? ok(now) : err('taken');
    case 'passToQueue':
      return isTalkOf(now, event.by) ? ok({ state: 'waiting' }) : err('notYours');
    case 'passToAgent':
      if (!isTalkOf(now, event.by) || event.to === event.by) return err('notYours');
      return ok({ state: 'offered', agentId: event.by, to: event.to });
    case 'decline':
      if (now.state !== 'offered' || (now.to !== event.by && now.agentId !== event.by)) return err('notYours');
      return ok({ state: 'open', agentId: now.agentId });
    case 'end':
      return isTalkOf(now, event.by)
        ? ok({ state: 'ended', why: 'closedHere', agentId: now.agentId })
        : err('notYours');
    case 'leaveMessage':
      return now.state === 'waiting' || now.state === 'left' ? ok({ state: 'left' }) : err('taken');
    case 'endThere':
      if (now.state === 'waiting') return ok({ state: 'ended', why: 'visitorLeft', agentId: null });
      return isTalk(now) ? ok({ state: 'ended', why: 'closedThere', agentId: now.agentId }) : err('ended');
    case 'gone':
      return ok(now.state === 'waiting' ? { state: 'ended', why: 'visitorLeft', agentId: null } : now);
    case 'silence':
      return ok(isTalk(now) ? { state: 'ended', why: 'silence', agentId: now.agentId } : now);
    case 'agentLost':
      return ok(isTalk(now) ? { state: 'waiting' } : now);
    case 'offerOver':
      return ok(now.state === 'offered' ? { state: 'open', agentId: now.agentId } : now);
  }
}

/** It has ended, or was left as a message, which nobody adds to: its visitor has nothing more to do in it. */
export const isDone = ({ state }: ChatStanding): boolean => state === 'ended' || state === 'left' || state === 'read';

type Talk = Extract<ChatStanding, { state: 'open' | 'offered' }>;
const isTalk = (now: ChatStanding): now is Talk => now.state === 'open' || now.state === 'offered';
const isTalkOf = (now: ChatStanding, agentId: string): now is Talk => isTalk(now) && now.agentId === agentId;
const isCalendars = ({ kind }: ChatEvent): boolean =>
  kind === 'gone' || kind === 'silence' || kind === 'agentLost' || kind === 'offerOver';
