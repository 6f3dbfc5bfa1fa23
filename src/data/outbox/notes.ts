// Notes about customers as their agent writes them: onto the disk and into the outbox, one wish behind the other for each note.
import { type Failure, failure } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import { must } from '#shared/lib/must';
import type { Note } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import type { Entry, OutboxTable } from '../db/outboxTable.ts';
import type { EditDeps } from './edit.ts';
import { mergeNote, type NoteWish, noteBaseSchema, noteWishSchema } from './noteWish.ts';

interface NoteEdit {
  readonly customerId: CustomerId;
  /** Null: a new one. */
  readonly id: string | null;
  /** The text as the agent saw it; null for a new one. */
  readonly seen: string | null;
  /** Null: it is to go. */
  readonly text: string | null;
}

/** Before the backend has said one: whatever it will be, it is set when the wish before this one has been taken. */
const notYetKnown = 0;

/**
 * On the disk when it returns the card with the note on it. What has been changed since the agent looked is set aside.
 * Throws `contract.refused` for a customer who is not known, `files.diskFull`.
 */
export function writeNote(deps: EditDeps, { customerId, id, seen, text }: NoteEdit): CustomerCard {
  const { files, cards, agentId } = deps;
  const card = cards.get(customerId);
  if (card === null) throw failure('contract.refused', 'data', 'no such customer here');
  if (card.customer.restrictedAt !== null)
    throw failure('backend.restricted', 'data', 'it may be kept and not be used');
  const at = deps.now();
  const body: NoteWish = { customerId, text, at: at.toISOString() };
  const entry = { id: deps.newId(), agentId, kind: 'note', body } as const;
  files.work(({ outbox }) => {
    if (id === null) {
      if (text !== null) outbox.add({ ...entry, target: deps.newId(), baseVersion: null, base: null }, at);
      return;
    }
    const { now, version } = standing(deps, outbox, customerId, id);
    const left = now === null ? (text === null ? 'done' : 'collided') : mergeNote(seen, text, now);
    if (left === 'done') return;
    const edit = { ...entry, target: id, baseVersion: version, base: now === null ? null : { text: now } };
    if (left === 'send') outbox.add(edit, at);
    else outbox.addSetAside(edit, changedMeanwhile, at);
  });
  return must(cards.get(customerId), 'a card that was there');
}

const changedMeanwhile: Failure = {
  code: 'backend.conflict',
  origin: 'data',
  message: 'changed meanwhile',
};

/** What the note says by now, wishes that wait included; null: there is none (any more). */
function standing({ files, agentId }: EditDeps, outbox: OutboxTable, customerId: string, id: string) {
  const cached = files.cache((cache) => cache.notes.byId(id));
  const last = outbox.notesOf(agentId, customerId).findLast(({ target }) => target === id);
  const isAhead = last !== undefined && (last.state !== 'done' || (last.version ?? 0) > (cached?.version ?? 0));
  if (!isAhead) return { now: cached?.text ?? null, version: cached?.version ?? notYetKnown };
  const version = last.version ?? last.baseVersion ?? notYetKnown;
  return { now: noteWishSchema.parse(last.body).text, version };
}

export interface NoteConflictDeps {
  readonly outbox: OutboxTable;
  readonly newId: () => string;
}

/** Within a transaction. `entries`: the refused wish and those behind it on the same note, in order: the last is what the agent wants. */
export function rebaseNote(
  { outbox, newId }: NoteConflictDeps,
  entries: readonly Entry[],
  remote: Note,
  why: Failure,
): void {
  const last = lastOf(outbox, entries);
  if (last === null) return;
  const seen = noteBaseSchema.parse(entries[0]?.base)?.text ?? null;
  const left = mergeNote(seen, noteWishSchema.parse(last.body).text, remote.text);
  if (left === 'done') outbox.remove(last.seq);
  else if (left === 'send')
    outbox.rewrite(last.seq, { ...last, id: newId(), baseVersion: remote.version, base: { text: remote.text } });
  else outbox.setAside(last.seq, why);
}

/** Likewise, where the first of them will never be taken. A new note that was to go again by then is nothing to ask about. */
export function setNoteAside(outbox: OutboxTable, entries: readonly Entry[], why: Failure): void {
  const last = lastOf(outbox, entries);
  if (last === null) return;
  const wish = noteWishSchema.safeParse(last.body);
  const isNothing = entries[0]?.baseVersion === null && wish.success && wish.data.text === null;
  if (isNothing) outbox.remove(last.seq);
  else outbox.setAside(last.seq, why);
}

/** The others are taken away: each was what the agent wanted for a while. */
function lastOf(outbox: OutboxTable, entries: readonly Entry[]): Entry | null {
  for (const entry of entries.slice(0, -1)) outbox.remove(entry.seq);
  return entries.at(-1) ?? null;
}

/** A wish that was set aside is written once more, as a note of its own. The customer whose card is different now; null: nothing to write. */
export function keepNote(deps: EditDeps, id: string): CustomerId | null {
  const entry = deps.files.readWork(({ outbox }) => outbox.oneSetAside(deps.agentId, id));
  const wish = noteWishSchema.safeParse(entry?.body);
  if (entry === null || entry.kind !== 'note' || !wish.success || wish.data.text === null) return null;
  const { customerId, text } = wish.data;
  if (deps.cards.get(customerId) === null) throw failure('contract.refused', 'data', 'no such customer here');
  const at = deps.now();
  deps.files.work(({ outbox }) => {
    const fresh = {
      id: deps.newId(),
      agentId: deps.agentId,
      kind: 'note',
      target: deps.newId(),
      baseVersion: null,
    } as const;
    outbox.add({ ...fresh, base: null, body: { customerId, text, at: at.toISOString() } }, at);
    outbox.remove(entry.seq);
  });
  return customerId;
}
