// Two customers become one, and two again: each in one transaction, with the locks of both taken in one order.
import { sql } from 'kysely';
import type { Customer } from '#shared/model/customer';
import type { Merge, Merged, MergeObstacle, Unmerged } from '#shared/protocol/merges';
import { undoDays } from '#shared/protocol/merges';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { isErased } from '../privacy/erase.ts';
import { ProblemError } from '../problems.ts';
import { findCustomer, lockCustomer, showCustomer, updateCustomer } from '../repositories/customers.ts';
import { asAuthor } from '../repositories/history.ts';
import { cameBack } from '../repositories/imports.ts';
import { addMerge, ledTo, lockMerge, removeMerge } from '../repositories/merges.ts';
import { tellNews } from '../repositories/news.ts';
import { moveBack, moveOver, putBack, rowsOf } from './moving.ts';
import { partingOf, unionOf } from './union.ts';

const dayMs = 86_400_000;

interface Doing {
  readonly by: Agent;
  readonly at: Date;
}

/**
 * With the eyes of whoever does it, who has to see both. Throws ProblemError `not-found`, `merged-away`, `version-conflict`,
 * `cannot-merge`.
 */
export async function merge(tx: Seen, wish: Merge, { by, at }: Doing): Promise<Merged> {
  const { kept, gone } = await lockBoth(tx, wish);
  // Before whatever may be outdated: a restriction is a change too.
  await asHouse(tx, (all) => refuseProtected(all, kept.id, gone.id));
  await refuseOutdated(kept, wish.keepVersion);
  await refuseOutdated(gone, wish.goneVersion);
  return asHouse(tx, async (all) => {
    if (kept.portfolioId !== gone.portfolioId) throw cannot('otherCompany');
    const change = unionOf(kept, gone, wish.take);
    if (change === null) throw cannot('tooMany');

    await asAuthor(all, { agentId: by.id, name: by.name, cause: 'merge' });
    const moved = await moveOver(all, gone.id, kept.id);
    const rows = await rowsOf(all, gone.id);
    await all.deleteFrom('customers').where('id', '=', gone.id).execute();
    await updateCustomer(all, kept, change, at);
    const undoUntil = new Date(at.getTime() + undoDays * dayMs);
    await addMerge(all, { id: wish.id, by, at, undoUntil, moved, before: { kept, gone, take: wish.take, rows } });
    await tellNews(all, 'callbacks');
    await audit(all, {
      ...{ by, at, action: 'customersMerged', subject: ofCustomers(kept.id, gone.id) },
      detail: { merge: wish.id, kept: kept.id, fields: wish.take, rows: count(moved) },
    });
    return { id: wish.id, customer: await there(all, kept.id), undoUntil: undoUntil.toISOString() };
  });
}

/** With the eyes of whoever does it. Throws ProblemError `not-found`, `cannot-merge`. */
export async function undoMerge(tx: Seen, id: string, { by, at }: Doing): Promise<Unmerged> {
  const merged = await lockMerge(tx, id);
  if (merged === null) throw new ProblemError('not-found');
  const { undo } = merged;
  if (undo === null || merged.undoUntil <= at) throw cannot('tooLate');
  const now = await lockCustomer(tx, merged.kept);
  if (now === null)
    throw (await ledTo(tx, merged.kept)) === null ? new ProblemError('not-found') : cannot('mergedFurther');
  const { kept, gone, take, rows } = undo.before;
  return asHouse(tx, async (all) => {
    await refuseProtected(all, now.id);
    if (await isTaken(all, gone.code)) throw cannot('codeTaken');
    const { change, stayed } = partingOf(now, kept, gone, take);

    await asAuthor(all, { agentId: by.id, name: by.name, cause: 'merge' });
    await putBack(all, rows);
    await moveBack(all, undo.moved, now.id, gone.id);
    await updateCustomer(all, now, change, at);
    await cameBack(all, gone);
    await removeMerge(all, id);
    await tellNews(all, 'callbacks');
    await audit(all, {
      ...{ by, at, action: 'mergeUndone', subject: ofCustomers(now.id, gone.id) },
      detail: { merge: id, kept: now.id, stayed },
    });
    return {
      kept: await there(all, now.id),
      back: await there(all, gone.id),
      stayed: { ...(await cameSince(all, now.id, merged.at)), fields: [...stayed] },
    };
  });
}

const cannot = (why: MergeObstacle): ProblemError => new ProblemError('cannot-merge', { extension: { why } });

/** In the order of their ids: whoever merges them the other way round at the same moment comes after, and finds one gone. */
async function lockBoth(
  tx: Seen,
  { keep, gone }: Merge,
): Promise<{ readonly kept: Customer; readonly gone: Customer }> {
  const locked = new Map<string, Customer>();
  for (const id of [keep, gone].sort()) locked.set(id, await lockThere(tx, id));
  const [kept, other] = [locked.get(keep), locked.get(gone)];
  if (kept === undefined || other === undefined) throw new Error('both are there');
  return { kept, gone: other };
}

async function lockThere(tx: Seen, id: string): Promise<Customer> {
  const customer = await lockCustomer(tx, id);
  if (customer !== null) return customer;
  if (await isErased(tx, id)) throw cannot('erased');
  throw await notThere(tx, id);
}

/** Why nobody of that id is there: for those who may see into whom they went, with the row of that one. */
export async function notThere(tx: Seen, id: string): Promise<ProblemError> {
  const led = await ledTo(tx, id);
  const current = led === null ? null : await showCustomer(tx, led);
  return current === null ? new ProblemError('not-found') : new ProblemError('merged-away', { extension: { current } });
}

function refuseOutdated(current: Customer, version: number): void {
  if (current.version !== version) throw new ProblemError('version-conflict', { extension: { current } });
}

async function refuseProtected(all: Seen, ...ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ restricted: boolean; held: boolean }>`select
    exists (select from restrictions where customer_id = any (${ids}::text[]) and lifted_at is null) as restricted,
    exists (select from legal_holds where customer_id = any (${ids}::text[]) and lifted_at is null) as held`.execute(
    all,
  );
  if (rows[0]?.restricted === true) throw cannot('restricted');
  if (rows[0]?.held === true) throw cannot('onHold');
}

async function isTaken(all: Seen, code: string): Promise<boolean> {
  return (await all.selectFrom('customers').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;
}

async function there(all: Seen, id: string): Promise<Customer> {
  const customer = await findCustomer(all, id);
  if (customer === null) throw new Error('a customer who was just written');
  return customer;
}

/** What has come to the kept one since, and is theirs. */
async function cameSince(all: Seen, id: string, since: Date): Promise<{ contacts: number; cases: number }> {
  const { rows } = await sql<{ contacts: number; cases: number }>`select
    (select count(*)::int from contacts where customer_id = ${id} and at >= ${since}) as contacts,
    (select count(*)::int from cases where customer_id = ${id} and opened_at >= ${since}) as cases`.execute(all);
  return rows[0] ?? { contacts: 0, cases: 0 };
}

const count = (moved: Readonly<Record<string, readonly unknown[]>>): number =>
  Object.values(moved).reduce((sum, rows) => sum + rows.length, 0);
