// A customer's card: the cached row, what this agent has written that the backend has not confirmed, and what hangs on it.
import type { CustomerCard } from '#shared/contract/screenPop';
import type { Contact, Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { customerPatchSchema, type InteractionReport, interactionReportSchema } from '#shared/protocol/interactions';
import type { Cache } from '../db/cache.ts';
import type { Files } from '../db/files.ts';
import type { Entry } from '../db/outboxTable.ts';
import { detailFields, fieldsOf } from '../outbox/merge.ts';

export interface Cards {
  /** Null for a customer that is neither in the cache nor asked for in this run. */
  get(id: CustomerId): CustomerCard | null;
  of(customer: Customer): CustomerCard;
  /** Owners of a number that this agent has just written down. */
  editedWith(e164: string): Customer[];
  /** The row as it was when the agent was shown that version; null when that is not known any more. */
  shownAs(id: CustomerId, version: number): Customer | null;
  /** A customer of the backend's who is not among the cached ones: known until the program ends. */
  welcome(customer: Customer): void;
}

export interface CardsDeps {
  readonly files: Files;
  readonly agent: () => { readonly id: string; readonly name: string } | null;
}

const mostContacts = 5;
const mostCases = 20;
const mostRemembered = 300;

export function createCards(deps: CardsDeps): Cards {
  const visitors = new Map<string, Customer>();
  const shown = new Map<string, Customer>();

  const rowOf = (id: CustomerId): Customer | null =>
    deps.files.cache((cache) => cache.customers.byId(id)) ?? visitors.get(id) ?? null;

  function editsOf(id: string): Entry[] {
    const agent = deps.agent();
    return agent === null ? [] : deps.files.work((work) => work.outbox.editsOf(agent.id, id));
  }

  /** Reports on their way are part of the timeline already. */
  function reportsOn(id: CustomerId): Contact[] {
    const agent = deps.agent();
    if (agent === null) return [];
    return deps.files
      .work((work) => work.outbox.reports(agent.id))
      .map((entry) => interactionReportSchema.safeParse(entry.body))
      .flatMap((report) => (report.success && report.data.customerId === id ? [contactOf(report.data, id, agent.name)] : []));
  }

  function of(row: Customer): CustomerCard {
    remember(shown, `${row.id} ${row.version}`, row);
    const edits = editsOf(row.id).map((entry) => customerPatchSchema.parse(entry.body));
    const pending = new Set(edits.flatMap(fieldsOf));
    const reports = reportsOn(row.id);
    return deps.files.cache((cache) => ({
      customer: edits.reduce<Customer>((customer, patch) => ({ ...customer, ...(patch as Partial<Customer>) }), row),
      pendingFields: detailFields.filter((field) => pending.has(field)),
      openCases: cache.cases.ofCustomer(row.id, mostCases),
      lastContacts: withReports(cache, row.id, reports),
    }));
  }

  return {
    get(id) {
      const row = rowOf(id);
      return row === null ? null : of(row);
    },
    of,
    editedWith(e164) {
      const agent = deps.agent();
      if (agent === null) return [];
      const entries = deps.files.work((work) => work.outbox.allEdits(agent.id));
      const owners = entries.filter((entry) => {
        const patch = customerPatchSchema.safeParse(entry.body);
        return patch.success && (patch.data.phones ?? []).some((phone) => phone.e164 === e164);
      });
      const rows = owners.map((entry) => rowOf(entry.target as CustomerId));
      return rows.filter((row) => row !== null);
    },
    shownAs: (id, version) => shown.get(`${id} ${version}`) ?? null,
    welcome: (customer) => remember(visitors, customer.id, customer),
  };
}

function withReports(cache: Cache, id: CustomerId, reports: readonly Contact[]): Contact[] {
  const cached = cache.contacts.ofCustomer(id, mostContacts);
  const news = reports.filter((report) => cache.contacts.version(report.id) === 0);
  return [...news, ...cached].sort((a, b) => b.at.localeCompare(a.at)).slice(0, mostContacts);
}

const contactOf = (report: InteractionReport, customerId: CustomerId, agentName: string): Contact => ({
  id: report.id,
  customerId,
  at: report.startedAt,
  channel: report.channel,
  direction: report.direction,
  agentName,
  reasonCode: report.reasonCode,
  outcomeCode: report.outcomeCode,
  note: report.note,
  version: 1,
});

/** Keeps the newest few hundred. */
function remember(map: Map<string, Customer>, key: string, row: Customer): void {
  map.delete(key);
  map.set(key, row);
  if (map.size <= mostRemembered) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
