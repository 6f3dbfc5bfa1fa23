// The page of cases: which are one's own, the office's, due or late, found in what this PC holds, with what was done here over it.
import type { CaseShown, ListedCase, RegistrationShown, ShownCase } from '#shared/contract/cases';
import type { Failure } from '#shared/contract/failure';
import { dayOf } from '#shared/model/calendar';
import { actText, confirmerRoles, possible } from '#shared/model/caseActs';
import { typedCaseNumber } from '#shared/model/caseNumber';
import { fileOf } from '#shared/model/caseOf';
import { type CaseShelf, caseShelfSchema, isOn, type ShelfReader, shelfMarks } from '#shared/model/caseShelf';
import type { Case, Customer } from '#shared/model/customer';
import { customerIdSchema, type PortfolioId } from '#shared/model/ids';
import type { Text } from '#shared/model/lists/text';
import { actDraftSchema } from '#shared/protocol/cases';
import type { CacheReader } from '../db/cache.ts';
import type { Files } from '../db/files.ts';
import { fold } from '../search/text.ts';
import { byCase, type CaseEyes, withActs } from './writtenCases.ts';

export interface CaseListsDeps {
  readonly files: Files;
  readonly agentId: string;
  readonly eyes: CaseEyes;
  readonly now: () => Date;
  /** Of the company itself: by whose calendar it is today. */
  readonly portfolioId: PortfolioId;
}

interface Wanted {
  readonly shelf: CaseShelf;
  readonly text: string;
  readonly limit: number;
}

/** Of a shelf so many are looked through for what was typed: who looks for older ones has their number. */
const mostLookedThrough = 1_000;
const mostOthers = 20;
const whyUnknown: Failure = { code: 'backend.refused', origin: 'data', message: 'why is not known' };

const marksOf = ({ file, status }: Case) => shelfMarks(file, status);

export function listCases(deps: CaseListsDeps, { shelf, text, limit }: Wanted) {
  const { files } = deps;
  const reader = readerOf(deps);
  const words = fold(text.trim());
  const typed = typedCaseNumber(text);
  return files.cache((cache) => {
    const over = overHere(deps, cache);
    const before = [...over.keys()].flatMap((id) => cache.cases.byId(id) ?? []);
    const counts = cache.cases.shelfCounts(reader);
    for (const which of caseShelfSchema.options) {
      const of = (rows: Iterable<Case>) => [...rows].filter((row) => isOn(which, marksOf(row), reader)).length;
      counts[which] += of(over.values()) - of(before);
    }
    if (typed.kind === 'number') {
      const ids = cache.cases.byNumber(typed.number, limit).map(({ id }) => id);
      const numbered = [...over.values()].filter(({ number }) => number === typed.number).map(({ id }) => id);
      const cases = [...new Set([...ids, ...numbered])].flatMap((id) => {
        const cached = cache.cases.byId(id);
        const found = over.get(id) ?? (cached === null ? null : { ...cached, pending: false });
        return found === null ? [] : [{ case: found, customer: customerOf(cache, found.customerId) }];
      });
      return { cases, counts };
    }
    const read = words === '' ? limit + over.size : mostLookedThrough;
    const cached = cache.cases.shelf(shelf, reader, read).filter(({ id }) => !over.has(id));
    const fresh = [...over.values()].filter((row) => isOn(shelf, marksOf(row), reader));
    const rows: ShownCase[] = [...cached.map((row) => ({ ...row, pending: false })), ...fresh];
    const cases = rows
      .sort(byWhatIsDue)
      .map((found) => ({ case: found, customer: customerOf(cache, found.customerId) }))
      .filter((one) => words === '' || isAbout(one, words))
      .slice(0, limit);
    return { cases, counts };
  });
}

/** Null: it is not on this PC (any more). */
export function caseShown(deps: CaseListsDeps, id: string): CaseShown | null {
  const { files, eyes, now } = deps;
  return files.cache((cache) => {
    const cached = cache.cases.byId(id);
    const found = overHere(deps, cache, id).get(id) ?? (cached === null ? null : { ...cached, pending: false });
    if (found === null) return null;
    const rules = eyes.rulesOf(found);
    const may = rules === null ? [] : possible(fileOf(found), eyes.doer, now().toISOString(), rules);
    const { profile, mandateCents } = rules ?? { profile: { bodies: [], variants: [] }, mandateCents: 0 };
    const others = cache.cases.ofCustomer(found.customerId, mostOthers).filter((other) => other.id !== id);
    return {
      case: found,
      customer: customerOf(cache, found.customerId),
      possible: may,
      choices: { mandateCents, bodies: profile.bodies.map(named), variants: profile.variants.map(named) },
      others: others.map((other) => ({ id: other.id, number: other.number, title: other.title })),
      setAside: notTaken(deps, id),
    };
  });
}

const named = ({ code, name }: { readonly code: string; readonly name: Text }) => ({ code, name });

/** From what somebody chooses who registers a case of that customer; undefined: one who is not known here. */
export function registrationShown(
  { eyes, now }: Pick<CaseListsDeps, 'eyes' | 'now'>,
  customer: Pick<Customer, 'portfolioId'> | undefined,
): RegistrationShown {
  const rules = customer && eyes.rulesOf({ portfolioId: customer.portfolioId, reasonCode: '', file: null });
  if (rules == null) return { today: null, variants: [] };
  return { today: dayOf(now().toISOString(), rules.calendar), variants: rules.profile.variants.map(named) };
}

function notTaken({ files, agentId }: CaseListsDeps, caseId: string): CaseShown['setAside'] {
  const entries = files.readWork(({ outbox }) => outbox.allSetAside(agentId));
  return entries.flatMap(({ id, kind, target, body, createdAt: at, failure }) => {
    const draft = actDraftSchema.safeParse(body);
    if (kind !== 'caseAct' || target !== caseId || !draft.success || draft.data.act.kind === 'register') return [];
    const { act } = draft.data;
    return [{ id, act: act.kind, text: actText(act), at, failure: failure ?? whyUnknown }];
  });
}

/** Those to which something was done here that the feed does not tell yet; of one case alone, or of all. */
function overHere({ files, agentId, eyes }: CaseListsDeps, cache: CacheReader, only?: string): Map<string, ShownCase> {
  const acts = files.readWork(({ outbox }) =>
    only === undefined ? outbox.acts(agentId) : outbox.actsOn(agentId, only),
  );
  const over = new Map<string, ShownCase>();
  for (const [id, entries] of byCase(acts)) {
    const customerId = cache.cases.byId(id)?.customerId ?? entries[0]?.draft.customerId;
    const customer = customerId === undefined ? null : cache.customers.byId(customerIdSchema.parse(customerId));
    const shown = customer === null ? null : withActs(eyes, cache, customer, id, entries);
    if (shown !== null) over.set(id, shown);
  }
  return over;
}

function readerOf({ agentId, eyes, now, portfolioId }: CaseListsDeps): ShelfReader {
  const rules = eyes.rulesOf({ portfolioId, reasonCode: '', file: null });
  const at = now().toISOString();
  const { offices, role } = eyes.doer;
  const today = rules === null ? at.slice(0, 10) : dayOf(at, rules.calendar);
  return { agentId, offices, today, confirms: confirmerRoles.includes(role) };
}

const never = '9999-12-31';
/** What is due first comes first; of what is due of none the oldest. */
function byWhatIsDue(one: ShownCase, other: ShownCase): number {
  const [here, there] = [marksOf(one).dueDay ?? never, marksOf(other).dueDay ?? never];
  return here.localeCompare(there) || one.openedAt.localeCompare(other.openedAt);
}

function customerOf(cache: CacheReader, id: string): ListedCase['customer'] {
  const customer = cache.customers.byId(customerIdSchema.parse(id));
  if (customer === null) return null;
  const { code, name, language } = customer;
  return { id: customer.id, code, name, language };
}

/** By the beginning of its number, however it is grouped, or by words of its title or its customer's name. */
function isAbout({ case: { number, title }, customer }: ListedCase, words: string): boolean {
  const digits = words.replaceAll(/[\s.-]/g, '');
  if (
    digits !== '' &&
    fold(number)
      .replaceAll(/[\s.-]/g, '')
      .startsWith(digits)
  )
    return true;
  const said = fold(`${title} ${customer?.name ?? ''}`);
  return words.split(/\s+/).every((word) => said.includes(word));
}
