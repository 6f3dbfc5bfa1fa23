// What this agent has written about a customer that the cache does not show yet: reports and notes on their way are part of the card already.
import type { CardNote } from '#shared/contract/screenPop';
import type { Contact, Customer, Note } from '#shared/model/customer';
import { agentIdSchema, noteIdSchema } from '#shared/model/ids';
import { type InteractionReport, interactionReportSchema } from '#shared/protocol/interactions';
import type { CacheReader } from '../db/cache.ts';
import type { Entry, OutboxTable } from '../db/outboxTable.ts';
import { noteWishSchema } from '../outbox/noteWish.ts';

export interface Writer {
  readonly id: string;
  readonly name: string;
}

/** Newest first. What cannot be read is dealt with when it is sent. */
export const reportedContacts = (
  outbox: OutboxTable,
  cache: CacheReader,
  writer: Writer,
  customer: Customer,
): Contact[] =>
  outbox
    .reportsOn(writer.id, customer.id)
    .map((entry) => interactionReportSchema.safeParse(entry.body))
    .flatMap((report) => (report.success ? [contactOf(report.data, customer, writer.name)] : []))
    // What was corrected since counts as it is now.
    .filter(({ id }, at, all) => !all.some((later, place) => place > at && later.id === id))
    .filter((contact) => cache.contacts.version(contact.id) === 0);

const dayMs = 86_400_000;

/** Until when a report that is on its way says that somebody else may have called as them. */
export const suspectedIn = (outbox: OutboxTable, writer: Writer, customer: Customer): string[] =>
  outbox
    .reportsOn(writer.id, customer.id)
    .filter(({ state }) => state !== 'done')
    .map((entry) => interactionReportSchema.safeParse(entry.body))
    .flatMap((report) => (report.success && report.data.suspected ? [report.data.startedAt] : []))
    .map((at) => new Date(Date.parse(at) + dayMs).toISOString());

const contactOf = (report: InteractionReport, customer: Customer, agentName: string): Contact => ({
  id: report.id,
  customerId: customer.id,
  portfolioId: customer.portfolioId,
  at: report.startedAt,
  channel: report.channel,
  direction: report.direction,
  agentName,
  reasonCode: report.reasonCode,
  secondary: report.secondary,
  outcomeCode: report.outcomeCode,
  note: report.note,
  factors: report.factors,
  version: 1,
});

export interface WrittenNotes {
  /** Notes that the cache has otherwise, or not at all, as they are to be. */
  readonly notes: readonly CardNote[];
  /** Ids of notes that the cache still has and that are to go. */
  readonly gone: ReadonlySet<string>;
}

export function writtenNotes(
  outbox: OutboxTable,
  cache: CacheReader,
  writer: Writer,
  customer: Customer,
): WrittenNotes {
  const notes = new Map<string, CardNote>();
  const gone = new Set<string>();
  for (const entry of outbox.notesOf(writer.id, customer.id)) {
    const wish = noteWishSchema.safeParse(entry.body);
    if (!wish.success || isShown(cache, entry)) continue;
    const { text, at } = wish.data;
    const before = notes.get(entry.target) ?? shown(cache.notes.byId(entry.target));
    notes.delete(entry.target);
    gone.delete(entry.target);
    if (text === null) gone.add(entry.target);
    else {
      const written = before ?? fresh(entry.target, customer, writer, at);
      const changed = { ...written, text, editedAt: before === null ? null : at };
      notes.set(entry.target, { ...changed, pending: entry.state !== 'done' });
    }
  }
  return { notes: [...notes.values()], gone };
}

const shown = (note: Note | null): CardNote | null => (note === null ? null : { ...note, pending: false });

/** Of a note, or an act on a case: the backend has it, and the feed has brought it, or something newer. */
export const isShown = (cache: CacheReader, { kind, state, version, target }: Entry): boolean => {
  const entity = kind === 'caseAct' ? 'case' : 'note';
  return (
    state === 'done' && Math.max(cache.fed[entity].version(target), cache.goneAt(entity, target)) >= (version ?? 0)
  );
};

const fresh = (id: string, customer: Customer, writer: Writer, at: string): Omit<CardNote, 'text' | 'pending'> => ({
  id: noteIdSchema.parse(id),
  customerId: customer.id,
  portfolioId: customer.portfolioId,
  agentId: agentIdSchema.parse(writer.id),
  agentName: writer.name,
  at,
  editedAt: null,
  version: 1,
});

/** Cached notes with what was written over them, newest first, at most `limit`. */
export function withWritten(cached: readonly Note[], { notes, gone }: WrittenNotes, limit: number): CardNote[] {
  const over = new Set(notes.map(({ id }): string => id));
  const kept = cached.filter(({ id }) => !over.has(id) && !gone.has(id)).map((note) => ({ ...note, pending: false }));
  return [...notes, ...kept].sort((one, other) => other.at.localeCompare(one.at)).slice(0, limit);
}
