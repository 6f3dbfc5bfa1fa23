// What Cornetta proposes for each list (assets/lists), kept at the start: where there is none it is put in, where there is nothing but an earlier
// proposal it follows the program, and what somebody has decided is left alone. The company's own file decides too, when it says something new.
// What the company greets with is in the guide that is proposed to it.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { sayableSchema, withGreeting } from '#shared/model/lists/guide';
import { type ListCode, listCodes, listSchemas } from '#shared/model/lists/lists';
import type { Text } from '#shared/model/lists/text';
import type { Db, Query } from '../db/db.ts';
import { house, seenBy } from '../db/seenBy.ts';
import { classificationOf, isSameClassification, withOwnQueues } from '../repositories/classification.ts';
import { lockList, writeList } from '../repositories/lists.ts';
import { companyGreeting, queueIds } from '../repositories/workstation.ts';

export interface Proposal {
  readonly body: unknown;
  readonly hash: string;
}

export const hashOf = (body: unknown): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

/** What this company is proposed. Throws when its file is missing or is not what it should be. */
export async function readProposal(tx: Query, assets: string, code: ListCode): Promise<Proposal> {
  const shipped: unknown = JSON.parse(await readFile(join(assets, 'lists', `${code}.json`), 'utf8'));
  listSchemas[code].schema.parse(shipped);
  const body = await asOfCompany(tx, code, shipped);
  return { body, hash: hashOf(body) };
}

async function asOfCompany(tx: Query, code: ListCode, shipped: unknown): Promise<unknown> {
  if (code === 'guide') return greetingOwn(shipped, sayable(await companyGreeting(tx)));
  if (code === 'classification')
    return withOwnQueues(listSchemas.classification.schema.parse(shipped), new Set(await queueIds(tx)));
  return shipped;
}

/** What is kept where there is no list yet; null: nothing. The classification begins as what the company was set up with. */
async function beginning(
  tx: Query,
  code: ListCode,
  proposal: Proposal,
): Promise<Proposal | { body: unknown; hash: null } | null> {
  if (code !== 'classification') return proposal;
  const rows = await classificationOf(tx);
  if (rows === null) return null;
  return isSameClassification(rows, proposal.body) ? proposal : { body: rows, hash: null };
}

/** The guide with the company's own greeting; where that is the one that it has, it stays as it is written. */
function greetingOwn(shipped: unknown, greeting: Text | null): unknown {
  const guide = listSchemas.guide.schema.parse(shipped);
  const isOwn = greeting !== null && !isDeepStrictEqual(guide.phases[0]?.lines[0]?.say, greeting);
  return isOwn ? withGreeting(guide, greeting) : shipped;
}

/** Null: there is none, or it is one that a guide could not say. */
const sayable = (greeting: unknown): Text | null => sayableSchema.safeParse(greeting).data ?? null;

/** `assets`: the project's folder of that name. Again whenever the company's own file may have said something new. */
export async function keepListProposals(db: Db, assets: string, at: Date): Promise<void> {
  for (const code of listCodes) {
    await seenBy(db.query, house, async (tx) => {
      const proposal = await readProposal(tx, assets, code);
      const key = { code, clientId: null };
      const kept = await lockList(tx, key);
      if (kept !== null && (kept.shipped === null || kept.shipped === proposal.hash)) return;
      const begins = kept === null ? await beginning(tx, code, proposal) : proposal;
      if (begins === null) return;
      const { body, hash } = begins;
      await writeList(tx, key, { body, shipped: hash, fromFile: kept?.fromFile ?? null, by: null, at });
    });
  }
}

/** Lists as the company's file says them: taken over when it says them for the first time, or otherwise than before. */
export async function keepFileLists(
  tx: Query,
  lists: Readonly<Partial<Record<ListCode, unknown>>>,
  at: Date,
): Promise<void> {
  for (const code of listCodes) {
    const body = lists[code];
    if (body === undefined) continue;
    const fromFile = hashOf(body);
    const key = { code, clientId: null };
    if ((await lockList(tx, key))?.fromFile === fromFile) continue;
    await writeList(tx, key, { body, shipped: null, fromFile, by: null, at });
  }
}
