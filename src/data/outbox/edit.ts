// An agent's correction of a customer: onto the disk and into the outbox, on top of what is known by now.
import type { CountryCode } from 'libphonenumber-js/max';
import { failure } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { parseNumber } from '#shared/model/phoneNumber';
import type { CustomerPatch } from '#shared/protocol/interactions';
import type { Files } from '../db/files.ts';
import type { OutboxTable } from '../db/outboxTable.ts';
import type { Cards } from '../lookup/cards.ts';
import { baseOf } from './conflict.ts';
import { mergePatch, pick, realChanges } from './merge.ts';

export interface EditDeps {
  readonly files: Files;
  readonly cards: Cards;
  readonly agentId: string;
  readonly country: string;
  readonly newId: () => string;
  readonly now: () => Date;
}

export interface Edit {
  readonly id: CustomerId;
  /** The version that the agent saw. */
  readonly base: number;
  readonly details: CustomerPatch;
}

/** What comes of an edit: what can be sent, what collides with somebody else's, and the row that both are put onto. */
export interface EditPlan {
  readonly now: Customer;
  readonly send: CustomerPatch | null;
  readonly collided: CustomerPatch | null;
}

/**
 * On the disk when it returns the card with the edit on it. What somebody else has changed since the agent looked is
 * set aside. Throws `contract.refused` for a customer who is not known, `files.diskFull`.
 */
export function editCustomer(deps: EditDeps, edit: Edit): CustomerCard {
  const plan = planEdit(deps, edit);
  if (plan !== null) deps.files.work(({ outbox }) => writeEdit(deps, outbox, plan, deps.now()));
  return must(deps.cards.get(edit.id), 'a card that was there');
}

/** Null: it changes nothing. Throws `contract.refused` for a customer who is not known, `backend.restricted`. */
export function planEdit(deps: EditDeps, { id, base, details }: Edit): EditPlan | null {
  const shown = deps.cards.shownAs(id, base);
  const card = deps.cards.get(id);
  if (card === null) throw failure('contract.refused', 'data', 'no such customer here');
  const now = card.customer;
  if (now.restrictedAt !== null) throw failure('backend.restricted', 'data', 'it may be kept and not be used');
  const patch = withNumbersRead(details, deps.country as CountryCode);
  const changed = pick(patch, realChanges(patch, shown ?? now));
  if (changed === null) return null;
  const seen = shown ?? (now.version === base ? now : null);
  return { now, ...mergePatch(seen === null ? null : baseOf(changed, seen), changed, now) };
}

/** Within a transaction. `typedAt`: when the agent wrote it. */
export function writeEdit(deps: EditDeps, outbox: OutboxTable, { now, send, collided }: EditPlan, typedAt: Date): void {
  const entry = {
    agentId: deps.agentId,
    kind: 'customerPatch',
    target: now.id,
    baseVersion: now.version,
  } as const;
  if (send !== null) outbox.add({ ...entry, id: deps.newId(), base: baseOf(send, now), body: send }, typedAt);
  if (collided === null) return;
  const clash = failure('backend.conflict', 'data', 'changed by somebody else meanwhile').failure;
  outbox.addSetAside({ ...entry, id: deps.newId(), base: baseOf(collided, now), body: collided }, clash, typedAt);
}

/** Numbers are read once, when they are written down. */
function withNumbersRead(patch: CustomerPatch, country: CountryCode): CustomerPatch {
  if (patch.phones === undefined) return patch;
  const phones = patch.phones.map((phone) => ({ ...phone, e164: phone.e164 ?? parseNumber(phone.raw, country) }));
  return { ...patch, phones };
}
