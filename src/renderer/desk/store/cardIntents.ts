// What hangs on a customer's card: asked for when it is looked at, and written. What the backend alone knows may not be had.
import { FailureError } from '#shared/contract/failure';
import type { CardNote, CustomerCard } from '#shared/contract/screenPop';
import type { Wanted } from '#shared/contract/timeline';
import type { Customer, CustomerDetails } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';
import type { TakenBack, Undo } from './undo.ts';

/** Null: not to be had now, and nobody has to be told. */
export async function had<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return null;
  }
}

interface CardIntentsDeps {
  readonly programs: Programs;
  readonly ask: Ask;
  readonly keepCard: (card: CustomerCard, id: CustomerId) => void;
  /** The newest that is here; null: none. */
  readonly cardOf: (id: CustomerId) => CustomerCard | null;
  readonly undo: Undo;
}

export function cardIntents({ programs: { data }, ask, keepCard, cardOf, undo }: CardIntentsDeps) {
  /** The card as it is then; null: it was refused, and the agent has been told. */
  async function kept(id: CustomerId, writing: Promise<CustomerCard>): Promise<CustomerCard | null> {
    const card = await ask(writing);
    if (card !== null) keepCard(card, id);
    return card;
  }

  const write = (customerId: CustomerId, note: CardNote | null, text: string | null) =>
    kept(customerId, data.writeNote({ customerId, id: note?.id ?? null, seen: note?.text ?? null, text }));

  /** Only while it says what was written: what somebody has made of it since is theirs. */
  async function rewrite(id: CustomerId, noteId: CardNote['id'], from: string, to: string | null): Promise<TakenBack> {
    const now = cardOf(id)?.lastNotes.find((each) => each.id === noteId);
    if (now?.text !== from) return 'changed';
    return (await write(id, now, to)) === null ? 'refused' : 'back';
  }

  const put = (customer: Customer, details: Partial<CustomerDetails>) =>
    kept(customer.id, data.editCustomer({ id: customer.id, base: customer.version, details }));

  return {
    /** Newest first, older than the change `before`; null while the backend is away. */
    fieldHistory: (id: CustomerId, field: string | null, before: number | null) =>
      had(data.history({ id, field, before })),
    /** What the customer has said about the use of their data, newest first; null while the backend is away. */
    consentHistory: (id: CustomerId) => had(data.consentHistory({ id })),
    /** Corrections from here that wait to be sent, newest first. */
    unsentChanges: async (id: CustomerId, field: string | null) => (await had(data.unsentChanges({ id, field }))) ?? [],
    /** Who wrote the value that stands; null where the backend cannot be asked, or does not know. */
    async lastChange(id: CustomerId, field: string): Promise<{ readonly by: string; readonly at: string } | null> {
      const page = await had(data.history({ id, field, before: null }));
      return page?.changes.find(({ cause }) => cause !== 'notTaken') ?? null;
    },
    /** What is on this PC; null where it cannot be read now. */
    timelineHere: (wanted: Wanted, signal: AbortSignal) => had(data.timeline(wanted, signal)),
    /** What the backend has; null while it is away. */
    timelineThere: (wanted: Wanted, signal: AbortSignal) => had(data.timelineThere(wanted, signal)),
    /** A new note (`note` null), another text of one's own, or none any more (`text` null). Resolves to true when it is on the disk. */
    async writeNote(customerId: CustomerId, note: CardNote | null, text: string | null): Promise<boolean> {
      const before = new Set(cardOf(customerId)?.lastNotes.map(({ id }) => id));
      const card = await write(customerId, note, text);
      if (card === null) return false;
      const { name } = card.customer;
      if (note === null) {
        const written = card.lastNotes.find((each) => each.text === text && !before.has(each.id));
        if (written !== undefined)
          undo.did({ kind: 'noteWritten', name }, () => rewrite(customerId, written.id, written.text, null));
      } else if (text === null) {
        const again = async (): Promise<TakenBack> =>
          (await write(customerId, null, note.text)) === null ? 'refused' : 'back';
        undo.did({ kind: 'noteDeleted', name }, again);
      } else if (text !== note.text)
        undo.did({ kind: 'noteChanged', name }, () => rewrite(customerId, note.id, text, note.text));
      return true;
    },
    /** Resolves to true when the edit is on the disk. */
    async editCustomer(customer: Customer, details: Partial<CustomerDetails>): Promise<boolean> {
      const card = await put(customer, details);
      if (card === null) return false;
      const fields = Object.keys(details) as (keyof CustomerDetails)[];
      const valuesOf = (of: Customer) => Object.fromEntries(fields.map((field) => [field, of[field]]));
      const [former, written] = [valuesOf(customer), JSON.stringify(valuesOf(card.customer))];
      if (JSON.stringify(former) === written) return true;
      undo.did({ kind: 'edited', fields, name: customer.name }, async () => {
        const now = cardOf(customer.id)?.customer;
        if (now === undefined || JSON.stringify(valuesOf(now)) !== written) return 'changed';
        return (await put(now, former)) === null ? 'refused' : 'back';
      });
      return true;
    },
  };
}
