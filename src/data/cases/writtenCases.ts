// What this agent has done to cases and the feed does not tell yet: acts on their way are part of the case already. Each is decided here as
// the backend will decide it; one that would be refused by now shows nothing, and waits for the backend to say so.
import type { ShownCase } from '#shared/contract/cases';
import { type CaseRules, type Doer, next } from '#shared/model/caseActs';
import { fileOf, headOf } from '#shared/model/caseOf';
import type { Case, Customer } from '#shared/model/customer';
import { type ActDraft, actDraftSchema } from '#shared/protocol/cases';
import type { CacheReader } from '../db/cache.ts';
import type { Entry } from '../db/outboxTable.ts';
import { isShown } from '../lookup/unwritten.ts';

export interface CaseEyes {
  readonly doer: Extract<Doer, { kind: 'agent' }>;
  /** Null: the company's lists are not known here yet. */
  readonly rulesOf: (found: Pick<Case, 'portfolioId' | 'reasonCode' | 'file'>) => CaseRules | null;
}

export interface WrittenAct {
  readonly entry: Entry;
  readonly draft: ActDraft;
}

type Whose = Pick<Customer, 'id' | 'portfolioId'>;

/** Case by case, in order. What cannot be read is dealt with when it is sent. */
export function byCase(entries: readonly Entry[]): Map<string, WrittenAct[]> {
  const acts = new Map<string, WrittenAct[]>();
  for (const entry of entries) {
    const draft = actDraftSchema.safeParse(entry.body);
    if (draft.success) acts.set(entry.target, [...(acts.get(entry.target) ?? []), { entry, draft: draft.data }]);
  }
  return acts;
}

/** The case after them; null: there was none, and none of them registers one. */
export function withActs(
  eyes: CaseEyes,
  cache: CacheReader,
  whose: Whose,
  id: string,
  acts: readonly WrittenAct[],
): ShownCase | null {
  let shown = cache.cases.byId(id);
  let pending = false;
  for (const { entry, draft } of acts) {
    if (isShown(cache, entry)) continue;
    pending ||= entry.state !== 'done';
    shown = afterAct(eyes, whose, id, shown, draft) ?? shown;
  }
  return shown === null ? null : { ...shown, pending };
}

/** Null: it would be refused. */
export function afterAct(eyes: CaseEyes, whose: Whose, id: string, before: Case | null, draft: ActDraft): Case | null {
  const decided = decide(eyes, whose, before, draft);
  if (!decided?.ok) return null;
  const head = headOf(decided.value);
  if (before !== null) return { ...before, ...head };
  return { id, customerId: whose.id, portfolioId: whose.portfolioId, attachments: [], version: 1, ...head };
}

/** Null: by which rules is not known here yet. */
export function decide(
  { doer, rulesOf }: CaseEyes,
  { portfolioId }: Pick<Whose, 'portfolioId'>,
  before: Case | null,
  { act, at }: Pick<ActDraft, 'act' | 'at'>,
): ReturnType<typeof next> | null {
  const reasonCode = act.kind === 'register' ? act.reasonCode : (before?.reasonCode ?? '');
  const rules = rulesOf(before ?? { portfolioId, reasonCode, file: null });
  return rules === null ? null : next(before === null ? null : fileOf(before), act, doer, at, rules);
}

/** A customer's cases of which this PC knows more than the feed. */
export function writtenCases(
  eyes: CaseEyes,
  cache: CacheReader,
  customer: Whose,
  entries: readonly Entry[],
): ShownCase[] {
  return [...byCase(entries)].flatMap(([id, acts]) => withActs(eyes, cache, customer, id, acts) ?? []);
}

/** Cached cases with what was done here over them: open ones, the newest first. */
export function openWith(cached: readonly Case[], written: readonly ShownCase[], limit: number): ShownCase[] {
  const over = new Set(written.map(({ id }) => id));
  const kept = cached.flatMap((found) => (over.has(found.id) ? [] : [{ ...found, pending: false }]));
  return [...kept, ...written.filter(({ status }) => status !== 'closed')]
    .sort((one, other) => other.openedAt.localeCompare(one.openedAt))
    .slice(0, limit);
}

/** How many more of them are closed than the cache counts. */
export const closedMore = (cache: CacheReader, written: readonly ShownCase[]): number =>
  written.reduce((sum, { id, status }) => {
    const cached = cache.cases.byId(id)?.status;
    return sum + Number(status === 'closed') - Number(cached === 'closed');
  }, 0);
