// What the agent does to a case: decided by the rules that the backend goes by, on the disk and in the outbox before it shows.
import type { ActOutcome, Doing } from '#shared/contract/cases';
import { failure } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { type Act, actSchema, needsBackend } from '#shared/model/caseActs';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { receiptSchema, receivedAt } from '#shared/model/receipt';
import { type ActDraft, actDraftSchema } from '#shared/protocol/cases';
import type { Files } from '../db/files.ts';
import type { Cards } from '../lookup/cards.ts';
import type { Numbers } from './numbers.ts';
import { afterAct, byCase, type CaseEyes, decide, withActs } from './writtenCases.ts';

export interface ActingDeps {
  readonly files: Files;
  readonly cards: Cards;
  readonly agentId: string;
  readonly eyes: CaseEyes;
  readonly numbers: Numbers;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly isAway: () => boolean;
}

export interface Deed {
  readonly customerId: CustomerId;
  /** Null: it is to be registered. */
  readonly caseId: string | null;
  readonly doing: Doing;
}

/** Until the backend gives one: there is none left here. */
export const noNumber = '-';

/**
 * On the disk when it returns. What the rules refuse comes back as data. Throws `contract.refused` for a customer or a case that is not known
 * here, `files.diskFull`.
 */
export function actOnCase(deps: ActingDeps, deed: Deed): ActOutcome {
  return doIt(deps, deed, (draft, caseId) => {
    const { files, agentId, now, numbers } = deps;
    return files.work((work) => {
      const numbered = numbers.taken(work, agentId, draft);
      const entry = {
        id: numbered.act.id,
        agentId,
        kind: 'caseAct',
        target: caseId,
        baseVersion: null,
        base: null,
      } as const;
      work.outbox.add({ ...entry, body: numbered }, now());
      return numbered;
    });
  });
}

/** How it would be. */
export const tryOnCase = (deps: ActingDeps, deed: Deed): ActOutcome => doIt(deps, deed, (draft) => draft);

function doIt(deps: ActingDeps, deed: Deed, keep: (draft: ActDraft, caseId: string) => ActDraft): ActOutcome {
  const { files, cards, agentId, eyes } = deps;
  const { customerId, caseId, doing } = deed;
  const customer = cards.get(customerId)?.customer;
  if (customer === undefined) throw failure('contract.refused', 'data', 'no such customer here');
  if ((doing.kind === 'register') !== (caseId === null)) throw failure('contract.refused', 'data', 'which case?');
  const id = caseId ?? deps.newId();
  const before = files.cache((cache) =>
    files.readWork(({ outbox }) =>
      withActs(eyes, cache, customer, id, byCase(outbox.actsOn(agentId, id)).get(id) ?? []),
    ),
  );
  if (caseId !== null && before === null) throw failure('contract.refused', 'data', 'no such case here');
  if (needsBackend(doing.kind, before?.file?.kind ?? 'case') && deps.isAway())
    return { kind: 'refused', refusal: { why: 'away' } };
  const at = deps.now().toISOString();
  const act = actOf(eyes, customer, { id: deps.newId(), doing, at });
  if (act === null) throw noLists();
  const draft: ActDraft = { customerId: customer.id, act, at };
  const decided = decide(eyes, customer, before, draft);
  if (decided === null) throw noLists();
  if (!decided.ok) return { kind: 'refused', refusal: decided.error };
  const after = must(afterAct(eyes, customer, id, before, keep(draft, id)), 'what was just decided');
  return { kind: 'done', case: { ...after, pending: true } };
}

const noLists = () => failure('backend.unreachable', 'data', 'the lists are not here yet');

interface Done {
  readonly id: string;
  readonly doing: Doing;
  /** ISO 8601. */
  readonly at: string;
}

/** Parsed: it has come from the desk. Null: by which calendar days count is not known here yet. */
export function actOf(
  { rulesOf }: Pick<CaseEyes, 'rulesOf'>,
  { portfolioId }: Pick<Customer, 'portfolioId'>,
  { id, doing, at }: Done,
): Act | null {
  if (doing.kind !== 'register') return actSchema.parse({ ...doing, id });
  const { received, ...said } = doing;
  const rules = rulesOf({ portfolioId, reasonCode: said.reasonCode, file: null });
  if (rules === null) return null;
  const moment = receivedAt(receiptSchema.nullable().parse(received), at, rules.calendar);
  return actSchema.parse({ ...said, id, number: noNumber, receivedAt: moment });
}

/** One that was set aside goes to the backend once more, as it was. Resolves to whose case it is; null: it is not there any more. */
export function actAgain({ files, agentId }: Pick<ActingDeps, 'files' | 'agentId'>, id: string): CustomerId | null {
  return files.work(({ outbox }) => {
    const entry = outbox.oneSetAside(agentId, id);
    const draft = actDraftSchema.safeParse(entry?.body);
    if (entry?.kind !== 'caseAct' || !draft.success) return null;
    outbox.again(entry.seq);
    return draft.data.customerId;
  });
}
