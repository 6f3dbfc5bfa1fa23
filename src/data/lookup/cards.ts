// A customer's card: the cached row, what this agent has written that the backend has not confirmed, and what hangs on it.
import type { CustomerCard } from '#shared/contract/screenPop';
import { lastWords } from '#shared/model/consent';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { type CustomerPatch, customerPatchSchema } from '#shared/protocol/interactions';
import { type CaseEyes, closedMore, openWith, writtenCases } from '../cases/writtenCases.ts';
import type { Files } from '../db/files.ts';
import type { Entry } from '../db/outboxTable.ts';
import { detailFields, fieldsOf } from '../outbox/merge.ts';
import { unsentWords } from '../outbox/unsentWords.ts';
import { reportedContacts, suspectedIn, type WrittenNotes, withWritten, writtenNotes } from './unwritten.ts';

export interface Cards {
  /** Null for a customer that is neither in the cache nor asked for in this run. Of who was made one with another: the card of that one. */
  get(id: CustomerId): CustomerCard | null;
  /** Customers whom the cache's index does not lead to: with a number just written down here, or found at the backend. */
  alsoWith(isTheirs: (phone: Customer['phones'][number]) => boolean): Customer[];
  /** The customer as the agent was last shown that version; null when that is not known any more. */
  shownAs(id: CustomerId, version: number): Customer | null;
  /** A customer as the backend has just answered, cached or not: shown until the cache knows as much, while this agent is signed in. */
  welcome(customer: Customer): void;
  /**
   * The cache holds all that is seen. Whoever has been known from the backend alone since the last time is not seen any more: returned, and
   * gone from here.
   */
  settle(): CustomerId[];
  /** Another agent: what this one saw is not theirs. */
  forget(): void;
}

export interface CardsDeps {
  readonly files: Files;
  readonly agent: () => { readonly id: string; readonly name: string } | null;
  /** With which acts on cases are decided; null while nobody is signed in. */
  readonly eyes: () => CaseEyes | null;
}

const mostContacts = 5;
const mostCases = 20;
const mostNotes = 3;
const nothingWritten: WrittenNotes = { notes: [], gone: new Set() };
const mostRemembered = 300;

export function createCards(deps: CardsDeps): Cards {
  const visitors = new Map<string, Customer>();
  /** Those of them who have come since `settle`: a pull that had begun before need not know them. */
  const justCome = new Set<string>();
  const shown = new Map<string, Customer>();

  /**
   * Null also where the cache knows more by now: who went after the backend's answer was written is not brought back by it, nor is anybody
   * of a portfolio that is not seen any more.
   */
  function visitor(id: string): Customer | null {
    const row = visitors.get(id);
    if (row === undefined) return null;
    return deps.files.cache((cache) => {
      const known = Math.max(cache.customers.version(id) + 1, cache.goneAt('customer', id));
      const isSeen = cache.mark('changes') === null || cache.portfolios.all().includes(row.portfolioId);
      return isSeen && row.version >= known ? row : null;
    });
  }

  function rowOf(id: CustomerId): Customer | null {
    const found = visitor(id) ?? deps.files.cache((cache) => cache.customers.byId(id));
    if (found !== null) return found;
    const led = deps.files.cache((cache) => cache.customers.ledTo(id));
    return led === null ? null : (visitor(led) ?? deps.files.cache((cache) => cache.customers.byId(led)));
  }

  function edits(): Entry[] {
    const agent = deps.agent();
    return agent === null ? [] : deps.files.readWork((work) => work.outbox.allEdits(agent.id));
  }

  function editsOf(id: string): Entry[] {
    const agent = deps.agent();
    return agent === null ? [] : deps.files.readWork((work) => work.outbox.editsOf(agent.id, id));
  }

  const overlaid = (row: Customer, patches: readonly CustomerPatch[]): Customer =>
    Object.assign({}, row, ...patches) as Customer;

  /** What the backend says, or will: as long as an agent's word here is on its way, for a day. */
  function suspiciousUntil(row: Customer): string | null {
    const agent = deps.agent();
    const told = agent === null ? [] : deps.files.readWork(({ outbox }) => suspectedIn(outbox, agent, row));
    return [row.suspiciousUntil, ...told].reduce((last, next) => (next !== null && next > (last ?? '') ? next : last));
  }

  function of(row: Customer): CustomerCard {
    const restricted = row.restrictedAt !== null;
    // What was typed before is not shown either; it waits until it may be used.
    const patches = restricted ? [] : patchesIn(editsOf(row.id));
    const pending = new Set(patches.flatMap(fieldsOf));
    const agent = deps.agent();
    const unsent = agent === null ? [] : unsentWords(deps.files, agent.id, row.id);
    const words = unsent.map(({ id: _id, customerId: _whose, interactionId: _call, ...word }) => word);
    const customer = {
      ...overlaid(row, patches),
      ...(words.length > 0 && { consents: lastWords([...row.consents, ...words]) }),
      ...(restricted && { phones: [] }),
      suspiciousUntil: suspiciousUntil(row),
    };
    remember(shown, `${row.id} ${row.version}`, customer);
    return deps.files.cache((cache) => {
      const eyes = restricted ? null : deps.eyes();
      const { contacts, notes, cases } = deps.files.readWork(({ outbox }) => ({
        cases: eyes === null ? [] : writtenCases(eyes, cache, row, outbox.actsAbout(eyes.doer.id, row.id)),
        contacts: agent === null ? [] : reportedContacts(outbox, cache, agent, row),
        notes: agent === null ? nothingWritten : writtenNotes(outbox, cache, agent, row),
      }));
      const cached = cache.contacts.ofCustomer(row.id, mostContacts + 1);
      const all = [...contacts, ...cached].sort((a, b) => b.at.localeCompare(a.at));
      const fresh = notes.notes.filter(({ id }) => cache.notes.version(id) === 0).length;
      const going = [...notes.gone].filter((id) => cache.notes.version(id) > 0).length;
      return {
        customer,
        pendingFields: detailFields.filter((field) => pending.has(field)),
        pendingPurposes: [...new Set(words.map(({ purpose }) => purpose))],
        openCases: openWith(cache.cases.ofCustomer(row.id, mostCases), cases, mostCases),
        closedCases: cache.cases.countClosed(row.id) + closedMore(cache, cases),
        lastContacts: all.slice(0, mostContacts).map((contact) => (restricted ? { ...contact, note: '' } : contact)),
        moreContacts: all.length > mostContacts,
        lastNotes: restricted ? [] : withWritten(cache.notes.ofCustomer(row.id, mostNotes + going), notes, mostNotes),
        notes: restricted ? 0 : cache.notes.count(row.id) + fresh - going,
      };
    });
  }

  return {
    get(id) {
      const row = rowOf(id);
      return row === null ? null : of(row);
    },
    alsoWith(isTheirs) {
      const edited = edits().flatMap((entry) => {
        const row = rowOf(entry.target as CustomerId);
        return row === null ? [] : [overlaid(row, patchesIn(editsOf(row.id)))];
      });
      const visiting = [...visitors.keys()].flatMap((id) => visitor(id) ?? []);
      return [...edited, ...visiting].filter((customer) => customer.phones.some(isTheirs));
    },
    shownAs: (id, version) => shown.get(`${id} ${version}`) ?? null,
    welcome(customer) {
      remember(visitors, customer.id, customer);
      justCome.add(customer.id);
    },
    settle() {
      const before = [...visitors.values()].filter(({ id }) => !justCome.has(id));
      justCome.clear();
      const gone = before.filter(({ id }) => deps.files.cache((cache) => cache.customers.version(id)) === 0);
      for (const { id } of gone) visitors.delete(id);
      return gone.map(({ id }) => id);
    },
    forget() {
      visitors.clear();
      justCome.clear();
      shown.clear();
    },
  };
}

/** What cannot be read is dealt with when it is sent. */
const patchesIn = (entries: readonly Entry[]): CustomerPatch[] =>
  entries
    .map((entry) => customerPatchSchema.safeParse(entry.body))
    .flatMap((patch) => (patch.success ? [patch.data] : []));

/** Keeps the newest few hundred. */
function remember(map: Map<string, Customer>, key: string, row: Customer): void {
  map.delete(key);
  map.set(key, row);
  if (map.size <= mostRemembered) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
