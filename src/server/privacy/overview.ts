// Everything that whoever answers for privacy looks at, in one answer.
import { type PrivacyOverview, privacyOverviewSchema } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';
import { listBreaches } from './breaches.ts';
import { listHolds, listRestrictions } from './holds.ts';
import { listRequests } from './requests.ts';
import { listTellings } from './tellings.ts';

/** With the house's eyes: it is about everybody's customers. */
export async function overviewOf(tx: Seen): Promise<PrivacyOverview> {
  return privacyOverviewSchema.parse({
    requests: await listRequests(tx),
    holds: await listHolds(tx),
    restrictions: await listRestrictions(tx),
    tellings: await listTellings(tx),
    rules: await rulesOf(tx),
    lastPurge: await lastRun(tx, false),
    lastDryRun: await lastRun(tx, true),
    breaches: await listBreaches(tx),
    processings: await processingsOf(tx),
  });
}

async function rulesOf(tx: Seen) {
  const rows = await tx.selectFrom('retention_rules').selectAll().orderBy('position').orderBy('code').execute();
  return rows.map((row) => ({
    ...{ code: row.code, what: row.what, portfolioId: row.portfolio_id, reasonGroup: row.reason_group },
    ...{ keptFor: row.kept_for, basis: row.basis, why: row.why, inForce: row.in_force },
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
  }));
}

async function lastRun(tx: Seen, dry: boolean) {
  const row = await tx
    .selectFrom('purge_runs')
    .select(['at', 'dry', 'report'])
    .where('dry', '=', dry)
    .orderBy('at', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : { ...row, at: row.at.toISOString() };
}

async function processingsOf(tx: Seen) {
  const rows = await tx.selectFrom('processings').selectAll().orderBy('position').orderBy('code').execute();
  return rows.map(({ code, purpose, basis, confirmed_at }) => ({
    ...{ code, purpose, basis },
    confirmedAt: confirmed_at?.toISOString() ?? null,
  }));
}
