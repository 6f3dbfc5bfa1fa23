// What the backend has not taken over: shown to the agent, and settled by them. What is decided against goes into the customer's history.
import { type Failure, failure } from '#shared/contract/failure';
import type { SetAside, Settlement } from '#shared/contract/setAside';
import { actText } from '#shared/model/caseActs';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { actDraftSchema } from '#shared/protocol/cases';
import { consentDraftSchema } from '#shared/protocol/consents';
import { customerPatchSchema, handoverRequestSchema, interactionReportSchema } from '#shared/protocol/interactions';
import type { KeptFile } from '../db/attachmentTable.ts';
import type { Files } from '../db/files.ts';
import type { EntrySetAside } from '../db/outboxTable.ts';
import type { Cards } from '../lookup/cards.ts';
import { baseOf } from './conflict.ts';
import { type EditDeps, planEdit, writeEdit } from './edit.ts';
import { detailFields, pick } from './merge.ts';
import { noteWishSchema } from './noteWish.ts';

const unknown: Failure = { code: 'backend.refused', origin: 'data', message: 'why is not known' };

interface SetAsideDeps {
  readonly files: Files;
  readonly cards: Cards;
  readonly agentId: string;
}

/**
 * In the order in which it was written, then files that were refused. A correction of a customer whom the cache does not know (yet) is
 * asked about once it does.
 */
export function allSetAside({ files, cards, agentId }: SetAsideDeps): SetAside[] {
  const { entries, refused } = files.readWork(({ outbox, attachments }) => ({
    entries: outbox.allSetAside(agentId),
    refused: attachments.all().filter((file) => file.agentId === agentId && file.state === 'refused'),
  }));
  return [
    ...entries.flatMap((entry) => shownAs(entry, files, cards) ?? []),
    ...refused.map((file) => shownFile(file, files, cards)),
  ];
}

function shownFile({ id, caseId, caseNumber, name, at, refusal }: KeptFile, files: Files, cards: Cards): SetAside {
  const found = files.cache((cache) => cache.cases.byId(caseId));
  const customer = found === null ? null : (cards.get(found.customerId)?.customer ?? null);
  return {
    ...{ kind: 'file', id, caseId, caseNumber: found?.number ?? caseNumber, name, at, why: refusal ?? 'damaged' },
    customer: customer === null ? null : named(customer),
  };
}

function shownAs(entry: EntrySetAside, files: Files, cards: Cards): SetAside | null {
  const common = { id: entry.id, at: entry.createdAt, failure: entry.failure ?? unknown };
  const who = (id: CustomerId | null) => {
    const customer = id === null ? null : (cards.get(id)?.customer ?? null);
    return customer === null ? null : named(customer);
  };
  if (entry.kind === 'customerPatch') {
    const mine = customerPatchSchema.safeParse(entry.body);
    if (!mine.success) return { ...common, kind: 'unreadable' };
    const card = cards.get(entry.target as CustomerId);
    if (card === null) return null;
    const { customer } = card;
    if (customer.restrictedAt !== null) return { ...common, kind: 'editOfRestricted', customer: named(customer) };
    const { version, updatedAt: theirsAt } = customer;
    const theirs = baseOf(mine.data, customer);
    return { ...common, kind: 'edit', customer: named(customer), version, mine: mine.data, theirs, theirsAt };
  }
  if (entry.kind === 'interaction') {
    const report = interactionReportSchema.safeParse(entry.body);
    if (!report.success) return { ...common, kind: 'unreadable' };
    const { id: interactionId, customerId, startedAt, note } = report.data;
    return { ...common, kind: 'report', interactionId, customer: who(customerId), startedAt, note };
  }
  if (entry.kind === 'note') {
    const wish = noteWishSchema.safeParse(entry.body);
    if (!wish.success) return { ...common, kind: 'unreadable' };
    const { customerId, text: mine } = wish.data;
    const theirs = files.cache((cache) => cache.notes.byId(entry.target))?.text ?? null;
    return { ...common, kind: 'note', customer: who(customerId), mine, theirs };
  }
  if (entry.kind === 'caseAct') {
    const draft = actDraftSchema.safeParse(entry.body);
    if (!draft.success) return { ...common, kind: 'unreadable' };
    const { customerId, act } = draft.data;
    const found = files.cache((cache) => cache.cases.byId(entry.target));
    const { number, title } = found ?? (act.kind === 'register' ? act : { number: '', title: '' });
    return { ...common, kind: 'caseAct', customer: who(customerId), number, title, act: act.kind, text: actText(act) };
  }
  if (entry.kind === 'consent') {
    const said = consentDraftSchema.safeParse(entry.body);
    if (!said.success) return { ...common, kind: 'unreadable' };
    const { customerId, purpose, word, at: saidAt } = said.data;
    return { ...common, kind: 'consent', customer: who(customerId), purpose, word, saidAt };
  }
  const handover = handoverRequestSchema.safeParse(entry.body);
  if (!handover.success) return { ...common, kind: 'unreadable' };
  const { to, customerId, note } = handover.data;
  return { ...common, kind: 'handover', customer: who(customerId), to: to.name, note };
}

const named = ({ id, code, name }: Customer) => ({ id, code, name });

/**
 * One field of a correction is decided. Where somebody has changed it once more since the agent looked, it is set aside anew.
 * What is settled already stays so.
 * The customer whose card is different now; null: nobody's. Throws `files.diskFull`, `contract.refused` for a customer who is gone.
 */
export function settle(deps: EditDeps, { id, field, version, take }: Settlement): CustomerId | null {
  const entry = deps.files.readWork(({ outbox }) => outbox.oneSetAside(deps.agentId, id));
  if (entry === null || entry.kind !== 'customerPatch') return null;
  const patch = customerPatchSchema.parse(entry.body);
  const mine = pick(patch, patch[field] === undefined ? [] : [field]);
  if (mine === null) return null;
  const rest = pick(
    patch,
    detailFields.filter((each) => each !== field && patch[each] !== undefined),
  );
  const customerId = entry.target as CustomerId;
  const details = take.kind === 'mine' ? mine : take.kind === 'other' ? pick(take.details, [field]) : null;
  const plan = details === null ? null : planEdit(deps, { id: customerId, base: version, details });
  deps.files.work(({ outbox }) => {
    if (plan !== null) writeEdit(deps, outbox, plan, take.kind === 'mine' ? new Date(entry.createdAt) : deps.now());
    if (take.kind !== 'mine') {
      const body = { details: mine, at: entry.createdAt };
      const kept = { agentId: deps.agentId, kind: 'notTaken', target: customerId, baseVersion: null } as const;
      outbox.add({ ...kept, id: deps.newId(), base: null, body }, deps.now());
    }
    if (rest === null) outbox.remove(entry.seq);
    else outbox.narrow(entry.seq, rest);
  });
  return customerId;
}

/** The agent has read it and wants it no more. What is a correction of a customer who is there is settled instead. */
export function discard({ files, agentId }: Pick<SetAsideDeps, 'files' | 'agentId'>, id: string): void {
  const entry = files.readWork(({ outbox }) => outbox.oneSetAside(agentId, id));
  if (entry !== null) files.work(({ outbox }) => outbox.remove(entry.seq));
}

/** The entry with the report of that interaction. Throws `call.gone` where there is none (any more). */
export function reportSetAside({ files, agentId }: Pick<SetAsideDeps, 'files' | 'agentId'>, id: string): EntrySetAside {
  const entry = files.readWork(({ outbox }) => outbox.oneSetAside(agentId, id));
  if (entry === null || entry.kind !== 'interaction') throw failure('call.gone', 'data', 'no such report');
  return entry;
}
