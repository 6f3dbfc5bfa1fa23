// The interactions that are not closed yet: what the line does to them, what the agent writes on them, how they leave.
import type { OpenInteraction } from '#shared/contract/deskData';
import { FailureError, failure } from '#shared/contract/failure';
import type { Match, ScreenPop } from '#shared/contract/screenPop';
import type { Call } from '#shared/model/call';
import type { Caller } from '#shared/model/caller';
import type { PassingManner } from '#shared/model/identification';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import {
  addedToNote,
  type Draft,
  type DraftPatch,
  type Interaction,
  type InteractionEvent,
  linkedTo,
  type TransferTarget,
} from '#shared/model/interaction';
import type { WrapUpPolicy } from '#shared/model/policy';
import { type MissingPart, stillMissing, type WrapUpLists } from '#shared/model/wrapUp';
import type { Handover } from '#shared/protocol/interactions';
import type { Queue } from '#shared/protocol/workstation';
import type { StoredInteraction } from '../db/interactionTable.ts';
import type { Entry } from '../db/outboxTable.ts';
import type { Cards } from '../lookup/cards.ts';
import { isTouched, type Touched } from '../sync/touched.ts';
import type { Backlog, Write } from './backlog.ts';
import { interactionOf, withEvent } from './opening.ts';
import { handoverRequestOf, reportOf } from './reports.ts';

/** After the last key, at least so long. */
const quietMs = 5_000;
/** A wrap-up that could not be closed by itself, because the disk is full. */
const closeAgainMs = 30_000;
/** How soon a clock that was set is noticed on the screen, and by how much it may be off unnoticed. */
const lookAgainMs = 5_000;
const unnoticedMs = 2_000;

export interface Interactions {
  /** Oldest first. */
  open(): OpenInteraction[];
  /**
   * Looks up, shows, and only then writes. A call that is known already is taken as its event alone, and as its caller where that
   * is what the event tells.
   */
  arrived(call: Call, event: InteractionEvent): void;
  /**
   * Shown at once, then written. Told twice, it is kept once. Throws `contract.refused` for an interaction that never
   * began here, `files.diskFull` when it is not on the disk yet.
   */
  record(id: InteractionId, event: InteractionEvent): void;
  /** What has begun otherwise than by a call. Shown at once, then written. */
  begun(interaction: Interaction, event: InteractionEvent): void;
  /** Whether it is on this PC, open or over. */
  isKnown(id: InteractionId): boolean;
  /** The only calls that still live. Those that died with a phone window go to wrap-up, or leave if nobody had answered. */
  liveCalls(ids: readonly InteractionId[]): void;
  /** Over the draft as it is by now. On the disk when it returns. Throws `call.gone`, `files.diskFull`. */
  saveDraft(id: InteractionId, patch: DraftPatch): void;
  /** The wrap-up stays open for as much longer as the policy gives at a time. Throws `call.gone`, `call.notNow` where it has no end. */
  moreTime(id: InteractionId): void;
  /** Closes the wrap-ups whose time is up; ms until the next one's is, or null. */
  closeOverdue(): number | null;
  /** Closed and in the outbox in one transaction, or what is still missing. */
  close(id: InteractionId, draft: Draft): readonly MissingPart[];
  /**
   * The wrap-up of a closed one whose report was not taken over is open again, and that report is no more: the next one has what the agent
   * mends now. Throws `call.gone` where the interaction is not kept any more.
   */
  reopen(report: Entry): void;
  /**
   * The wrap-up of one that was closed a short while ago is open again, as it was kept: what is reported next takes the place of what was
   * reported. Throws `call.gone`, `call.notNow` where it is closed for longer than the company gives.
   */
  correct(id: InteractionId): void;
  prepareHandover(id: InteractionId, target: TransferTarget, manner: PassingManner): void;
  /** What a colleague passed on has come, is different now, or will not come. */
  handedOver(continues: InteractionId, handover: Handover | null): void;
  /** What open ones continue: passed on by a colleague, who may write more. */
  passedOnHere(): InteractionId[];
  /** The rows of these customers are new: cards that show them are made again. */
  refresh(touched: Touched): void;
  /** The match of this interaction is made again: somebody has been found elsewhere. */
  rematch(id: InteractionId): void;
}

export interface InteractionsDeps {
  readonly backlog: Backlog;
  readonly agentId: string;
  readonly cards: Cards;
  readonly match: (caller: Caller) => Match;
  /** Null: wrap-ups have no end of their own. */
  readonly wrapUpPolicy: () => WrapUpPolicy | null;
  /** By which it is said what a wrap-up still lacks. */
  readonly lists: () => WrapUpLists;
  /** For so many minutes after its closing a wrap-up can be corrected. */
  readonly correctMinutes: () => number;
  readonly queues: () => readonly Queue[];
  readonly now: () => Date;
  /** How long a wrap-up has been open is not for the PC's clock to say. */
  readonly steadyMs: () => number;
  readonly newId: () => string;
  readonly onOpened: (open: OpenInteraction) => void;
  readonly onChanged: (open: OpenInteraction) => void;
  readonly onGone: (id: InteractionId) => void;
  /** One that is closed, or that nobody answered, is on the disk as such. */
  readonly onOver: () => void;
  /** So many rows on the disk do not fit their schema: they stay there, and are not shown. */
  readonly onUnreadable: (rows: number) => void;
  /** Somebody passed this one on: fetch what goes with it. */
  readonly onAwaited: (continues: InteractionId) => void;
  /** The outbox has something new. */
  readonly onOutbox: () => void;
}

/** Takes up what an earlier run left open. */
export function createInteractions(deps: InteractionsDeps): Interactions {
  const { backlog, agentId, cards } = deps;
  const open = new Map<InteractionId, OpenInteraction>();
  /** When something was typed last, and when each wrap-up is over, by the steady clock. */
  const typedAt = new Map<InteractionId, number>();
  const ends = new Map<InteractionId, number>();

  function popOf(interaction: Interaction, handover: Handover | null): ScreenPop {
    const awaited: ScreenPop['handover'] = { kind: isPassedOn(interaction) ? 'awaited' : 'none' };
    return {
      caller: interaction.caller,
      match: deps.match(interaction.caller),
      handover: handover === null ? awaited : hereOf(handover),
    };
  }

  /** A call in which one's own chat goes on was passed on by nobody. */
  const ownChat = ({ continues, channel }: Interaction): Interaction | null => {
    if (continues === null || channel !== 'call') return null;
    const before =
      open.get(continues)?.interaction ?? backlog.read((work) => work.interactions.find(continues))?.interaction;
    return before?.channel === 'chat' ? before : null;
  };
  const isPassedOn = (interaction: Interaction): boolean =>
    interaction.continues !== null && ownChat(interaction) === null;

  /** What was agreed in the chat stands in the call; who is on the telephone has to show anew who they are. */
  function continuing(interaction: Interaction): Interaction {
    const before = ownChat(interaction);
    if (before === null) return interaction;
    const { customerId, reasonCode } = before.draft;
    const { draft } = interaction;
    return { ...interaction, draft: { ...draft, reasonCode, customerId: draft.customerId ?? customerId } };
  }

  const hereOf = (handover: Handover): ScreenPop['handover'] => ({
    kind: 'here',
    handover,
    card: handover.customerId === null ? null : cardOf(handover.customerId),
  });

  /** A card is an extra here: a cache that cannot be read takes nothing else away. */
  function cardOf(id: CustomerId) {
    try {
      return cards.get(id);
    } catch {
      return null;
    }
  }

  function known(id: InteractionId): OpenInteraction {
    const found = open.get(id);
    if (found === undefined) throw failure('call.gone', 'data', 'no such open interaction');
    return found;
  }

  const isOnDisk = (id: InteractionId): boolean => backlog.read((work) => work.interactions.stage(id)) !== null;

  function change(next: OpenInteraction): void {
    open.set(next.interaction.id, next);
    deps.onChanged(next);
  }

  /** Told again by who has not heard that it is written down: it has taken effect, and may be over by now. */
  const isTaken = (id: InteractionId, event: InteractionEvent): boolean =>
    backlog.waits(event.id) ||
    backlog.read((work) => work.interactions.events(id)).some((known) => known.id === event.id);

  function record(id: InteractionId, event: InteractionEvent): void {
    if (isTaken(id, event)) {
      backlog.flush();
      return;
    }
    const found = open.get(id);
    if (found === undefined) {
      // A late fact about one that is closed, or a colleague's who was signed in before, is still a fact.
      if (!isOnDisk(id)) throw failure('contract.refused', 'data', 'an interaction that never began here');
      backlog.add(event.id, ({ interactions }) => {
        interactions.addEvent(id, event);
        const kept = interactions.find(id);
        if (kept !== null) interactions.put(kept.agentId, withEvent(kept.interaction, event));
      });
      return;
    }
    const interaction = limited(withEvent(found.interaction, event), found.interaction.stage, event.kind);
    const same = JSON.stringify(interaction) === JSON.stringify(found.interaction);
    if (interaction.stage === 'unanswered') leave(id);
    else if (!same) change({ ...found, interaction });
    backlog.add(event.id, (work) => {
      work.interactions.addEvent(id, event);
      work.interactions.put(agentId, interaction);
    });
    if (interaction.stage === 'unanswered') deps.onOver();
  }

  function begun(begins: Interaction, event: InteractionEvent): void {
    const interaction = withEvent(begins, event);
    const { id } = interaction;
    if (interaction.stage !== 'unanswered') {
      const opened = { interaction, pop: popOf(interaction, null) };
      open.set(id, opened);
      deps.onOpened(opened);
      if (interaction.continues !== null && isPassedOn(interaction)) deps.onAwaited(interaction.continues);
    }
    backlog.add(event.id, (work) => {
      work.interactions.put(agentId, interaction);
      work.interactions.addEvent(id, event);
    });
  }

  /** Whoever is on the line now is looked up as if they had just rung. */
  function meet(id: InteractionId, caller: Caller): void {
    const found = open.get(id);
    if (found === undefined) return;
    const { interaction, pop } = found;
    change({ interaction: { ...interaction, caller }, pop: { ...pop, caller, match: deps.match(caller) } });
  }

  /** A wrap-up that has just begun gets the end that the policy sets; while its customer is being called again, it has none. */
  function limited(
    interaction: Interaction,
    before: Interaction['stage'],
    event: InteractionEvent['kind'] | null,
  ): Interaction {
    const policy = deps.wrapUpPolicy();
    if (interaction.stage !== 'wrapUp' || policy === null) return interaction;
    if (event === 'dialled') {
      ends.delete(interaction.id);
      return { ...interaction, wrapUpUntil: null };
    }
    const isAgain = interaction.wrapUpUntil === null && event === 'ended';
    if (before === 'wrapUp' && !isAgain) return interaction;
    ends.set(interaction.id, deps.steadyMs() + policy.seconds * 1_000);
    return { ...interaction, wrapUpUntil: inSeconds(policy.seconds) };
  }

  /** Of one that an earlier run left the disk alone tells: by a clock that may have been set since, so that no more than a whole time is left. */
  function endOf(id: InteractionId, until: string, policy: WrapUpPolicy): number {
    const known = ends.get(id);
    if (known !== undefined) return known;
    const left = Math.min(Date.parse(until) - deps.now().getTime(), policy.seconds * 1_000);
    const end = deps.steadyMs() + left;
    ends.set(id, end);
    return end;
  }

  const inSeconds = (seconds: number): string => new Date(deps.now().getTime() + seconds * 1_000).toISOString();

  /** Nobody is cut off in the middle of a word. */
  function dueAt({ id, stage, wrapUpUntil }: Interaction): number | null {
    const policy = deps.wrapUpPolicy();
    if (stage !== 'wrapUp' || wrapUpUntil === null || policy === null) return null;
    const typed = typedAt.get(id);
    return Math.max(endOf(id, wrapUpUntil, policy), typed === undefined ? 0 : typed + quietMs);
  }

  /** What the screen counts down to is by the PC's clock: where that was set, it is said anew. */
  function showEnd({ interaction, pop }: OpenInteraction): void {
    const end = ends.get(interaction.id);
    if (end === undefined || interaction.wrapUpUntil === null) return;
    const left = end - deps.steadyMs();
    const shown = Date.parse(interaction.wrapUpUntil) - deps.now().getTime();
    if (left <= 0 || Math.abs(shown - left) <= unnoticedMs) return;
    change({ interaction: { ...interaction, wrapUpUntil: inSeconds(left / 1_000) }, pop });
  }

  function close(id: InteractionId, draft: Draft): readonly MissingPart[] {
    const missing = missingIn(id, draft);
    if (missing.length === 0) closeAs(id, draft, []);
    return missing;
  }

  function missingIn(id: InteractionId, draft: Draft): readonly MissingPart[] {
    const handed = handedWith(known(id).pop);
    return stillMissing(draft, draft.identification ?? handed?.identification ?? null, deps.lists());
  }

  /** With a reason and an outcome, and without what else may be missing. */
  function closeAs(id: InteractionId, draft: Draft, missing: readonly MissingPart[]): void {
    const { interaction, pop } = known(id);
    if (interaction.stage !== 'wrapUp') throw failure('call.notNow', 'data', 'the call has not ended');
    const closed: Interaction = {
      ...interaction,
      draft: { ...draft, unsaid: '' },
      stage: 'closed',
      // What is mended later does not lengthen the conversation, nor the time in which it may be mended.
      closedAt: interaction.closedAt ?? deps.now().toISOString(),
    };
    backlog.through((work) => {
      work.interactions.put(agentId, closed);
      const body = reportOf(closed, handedWith(pop), work.interactions.events(id), missing);
      work.outbox.add(entryOf(deps.newId(), agentId, 'interaction', id, body), deps.now());
    });
    leave(id);
    deps.onOver();
    deps.onOutbox();
  }

  /** `alongside`: in the same transaction. */
  function openAgain({ interaction: closed, handover }: StoredInteraction, alongside: Write): void {
    const interaction = limited({ ...closed, stage: 'wrapUp' }, 'closed', null);
    backlog.through((work) => {
      work.interactions.put(agentId, interaction);
      alongside(work);
    });
    const opened = { interaction, pop: popOf(interaction, handover) };
    open.set(interaction.id, opened);
    deps.onOpened(opened);
    deps.onOver();
  }

  function keptOf(id: InteractionId): StoredInteraction {
    const kept = backlog.read((work) => work.interactions.find(id));
    if (kept === null || kept.agentId !== agentId) throw failure('call.gone', 'data', 'no such interaction');
    return kept;
  }

  function leave(id: InteractionId): void {
    open.delete(id);
    typedAt.delete(id);
    ends.delete(id);
    deps.onGone(id);
  }

  const left = backlog.read((work) => work.interactions.open(agentId));
  for (const { interaction, handover } of left.stored) {
    open.set(interaction.id, { interaction, pop: popOf(interaction, handover) });
  }
  if (left.unreadable > 0) deps.onUnreadable(left.unreadable);

  return {
    open: () => [...open.values()],
    arrived(call, event) {
      const id = call.interactionId;
      if (open.has(id) || isOnDisk(id)) {
        if (event.kind === 'callerChanged') meet(id, call.caller);
        return record(id, event);
      }
      begun(continuing(interactionOf(call, deps.queues())), event);
    },
    begun,
    isKnown: (id) => open.has(id) || isOnDisk(id),
    record,
    liveCalls(ids) {
      const live = new Set(ids);
      for (const { interaction } of [...open.values()]) {
        if (interaction.channel !== 'call' || live.has(interaction.id)) continue;
        if (interaction.stage !== 'ringing' && interaction.stage !== 'live') continue;
        const at = deps.now().toISOString();
        tolerating(() => record(interaction.id, { id: deps.newId(), at, kind: 'ended', detail: 'connectionLost' }));
      }
    },
    saveDraft(id, patch) {
      const found = known(id);
      const draft = { ...found.interaction.draft, ...patch };
      backlog.through((work) => work.interactions.saveDraft(id, draft));
      typedAt.set(id, deps.steadyMs());
      change({ ...found, interaction: { ...found.interaction, draft } });
    },
    close,
    reopen(report) {
      openAgain(keptOf(report.target as InteractionId), (work) => work.outbox.remove(report.seq));
    },
    correct(id) {
      if (open.has(id)) return;
      const kept = keptOf(id);
      const { stage, closedAt } = kept.interaction;
      const until = closedAt === null ? 0 : Date.parse(closedAt) + deps.correctMinutes() * 60_000;
      if (stage !== 'closed' || deps.now().getTime() > until)
        throw failure('call.notNow', 'data', 'closed for too long to be corrected');
      openAgain(kept, () => {});
    },
    moreTime(id) {
      const found = known(id);
      const policy = deps.wrapUpPolicy();
      const { stage, wrapUpUntil } = found.interaction;
      if (stage !== 'wrapUp' || wrapUpUntil === null || policy === null)
        throw failure('call.notNow', 'data', 'this wrap-up has no end');
      const steady = deps.steadyMs();
      const left = Math.max(0, endOf(id, wrapUpUntil, policy) - steady) + policy.moreSeconds * 1_000;
      ends.set(id, steady + left);
      const interaction = { ...found.interaction, wrapUpUntil: inSeconds(left / 1_000) };
      backlog.through((work) => work.interactions.put(agentId, interaction));
      change({ ...found, interaction });
    },
    closeOverdue() {
      const policy = deps.wrapUpPolicy();
      let next: number | null = null;
      for (const opened of [...open.values()]) {
        const { interaction } = opened;
        const due = dueAt(interaction);
        if (due === null || policy === null) continue;
        const wait = due - deps.steadyMs();
        if (wait > 0) {
          next = Math.min(next ?? wait, wait, lookAgainMs);
          showEnd(opened);
        } else {
          const { draft, id } = interaction;
          const { reasonCode, outcomeCode } = policy;
          const complete = {
            ...draft,
            // Nobody has looked at what was being written when the chat ended.
            note: draft.unsaid.trim() === '' ? draft.note : addedToNote(draft.note, draft.unsaid),
            reasonCode: draft.reasonCode ?? reasonCode,
            outcomeCode: draft.outcomeCode ?? outcomeCode,
          };
          tolerating(() => closeAs(id, complete, missingIn(id, draft)));
          // Where it cannot be written now it stays open, and is tried again.
          if (open.has(id)) next = Math.min(next ?? closeAgainMs, closeAgainMs);
        }
      }
      return next;
    },
    prepareHandover(id, to, manner) {
      const { interaction, pop } = known(id);
      const body = handoverRequestOf(interaction, handedWith(pop), { to, manner, at: deps.now() });
      backlog.through((work) => work.outbox.add(entryOf(deps.newId(), agentId, 'handover', id, body), deps.now()));
      deps.onOutbox();
    },
    handedOver(continues, handover) {
      for (const found of [...open.values()]) {
        if (found.interaction.continues !== continues) continue;
        const before = handedWith(found.pop);
        if (before !== null && (handover === null || JSON.stringify(before) === JSON.stringify(handover))) continue;
        if (handover === null) {
          if (found.pop.handover.kind === 'awaited') {
            change({ ...found, pop: { ...found.pop, handover: { kind: 'unavailable' } } });
          }
          continue;
        }
        const { draft, id } = found.interaction;
        const interaction = {
          ...found.interaction,
          draft: {
            ...draft,
            customerId: draft.customerId ?? handover.customerId,
            // What a colleague has registered is what this conversation is about.
            cases: handover.cases.map((link) => ({ ...link, how: 'about' as const })).reduce(linkedTo, draft.cases),
          },
        };
        change({ interaction, pop: { ...found.pop, handover: hereOf(handover) } });
        tolerating(() =>
          backlog.add(`handover ${id}`, (work) => {
            work.interactions.saveHandover(id, handover);
            work.interactions.saveDraft(id, interaction.draft);
          }),
        );
      }
    },
    passedOnHere: () =>
      [...open.values()].flatMap(({ interaction }) =>
        interaction.continues === null || ownChat(interaction) !== null ? [] : [interaction.continues],
      ),
    refresh(touched) {
      for (const found of [...open.values()]) {
        if (!concerns(found.pop, touched)) continue;
        const { match, handover } = found.pop;
        const pop: ScreenPop = {
          ...found.pop,
          match:
            match.kind === 'withheld' || match.kind === 'unreadable' || match.kind === 'visitor'
              ? match
              : deps.match(found.interaction.caller),
          handover: handover.kind === 'here' ? hereOf(handover.handover) : handover,
        };
        if (JSON.stringify(pop) !== JSON.stringify(found.pop)) change({ ...found, pop });
      }
    },
    rematch(id) {
      const found = open.get(id);
      if (found !== undefined) change({ ...found, pop: { ...found.pop, match: deps.match(found.interaction.caller) } });
    },
  };
}

const handedWith = ({ handover }: ScreenPop): Handover | null => (handover.kind === 'here' ? handover.handover : null);

/** What is not on the disk yet comes with the next write: no reason to leave the rest undone. */
function tolerating(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
  }
}

const entryOf = (id: string, agentId: string, kind: 'interaction' | 'handover', target: string, body: unknown) => ({
  id,
  agentId,
  kind,
  target,
  baseVersion: null,
  base: null,
  body,
});

/** Whether the pop shows one of them, or would if they were found now. */
function concerns({ match, handover }: ScreenPop, touched: Touched): boolean {
  if (match.kind === 'notFound' || match.kind === 'failed' || match.kind === 'guess') return true;
  if (match.kind === 'number' && match.cards.some((card) => isTouched(touched, card.customer.id))) return true;
  return (
    handover.kind === 'here' &&
    handover.handover.customerId !== null &&
    isTouched(touched, handover.handover.customerId)
  );
}
