// The data process is killed in the middle of sending and of fetching files of a case, on a bad network: each ends once, and equal.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { bytesOf } from '#server/repositories/attachments';
import { handedPieceBytes } from '#shared/contract/attachments';
import { FailureError } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { seeded } from '#shared/lib/seeded';
import type { Attachment } from '#shared/model/attachment';
import type { CustomerId } from '#shared/model/ids';
import { type Backend, startBackend } from '../support/backend.ts';
import { type DataProcess, startData } from '../support/dataProcess.ts';
import { startFaultyProxy } from '../support/faultyProxy.ts';
import { madeFile } from '../support/madeFiles.ts';
import { rounds } from '../support/rounds.ts';
import { until } from '../support/until.ts';

const kills = rounds({ short: 8, long: 40 });
const longestMs = 120_000;

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('killed while files are sent, and while they are fetched, again and again', { timeout: 300_000 }, async () => {
  const seed = Number(process.env.CORNETTA_SEED ?? Date.now() % 1_000_000);
  console.log(`CORNETTA_SEED=${seed}`);
  const random = seeded(seed);
  const way = await startFaultyProxy({ target: () => backend.url, seed });
  const { query } = backend.deps.db;
  const found = await seenBy(query, house, (tx) =>
    tx.selectFrom('cases').select(['id', 'customer_id']).where('status', '<>', 'closed').executeTakeFirstOrThrow(),
  );
  const [caseId, customerId] = [found.id, found.customer_id as CustomerId];
  const folders: string[] = [];

  async function newPc(): Promise<{ folder: string; data: DataProcess }> {
    const folder = mkdtempSync(join(tmpdir(), 'cornetta-faults-'));
    folders.push(folder);
    const data = await startData({ folder });
    await until('signed in', async () => {
      await data.desk.signIn({ backendUrl: way.url, credentials: { username: 'giulia', password: 'cornetta' } });
      return true;
    });
    await until('loaded', () => data.deskState().sync.load.kind === 'complete', undefined, longestMs);
    return { folder, data };
  }
  const pc = await newPc();
  async function killSoon(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, random() * 250));
    await pc.data.kill();
    pc.data = await startData({ folder: pc.folder });
  }
  const isLost = (error: unknown) => error instanceof FailureError && error.failure.code === 'contract.lost';

  /** As the desk does it; false: the program died before it had said that it keeps it. */
  async function attach(file: Uint8Array, name: string): Promise<boolean> {
    try {
      const begun = await pc.data.desk.beginAttachment({ caseId, name, bytes: file.length });
      if (begun.kind === 'refused') throw new Error(begun.why);
      for (let at = 0; at < file.length; at += handedPieceBytes) {
        await pc.data.desk.handAttachment({ id: begun.id, bytes: file.subarray(at, at + handedPieceBytes) });
      }
      return (await pc.data.desk.keepAttachment({ id: begun.id })).kind === 'kept';
    } catch (error) {
      if (isLost(error)) return false;
      throw error;
    }
  }
  const told = async (): Promise<Attachment[]> =>
    (await pc.data.desk.getCustomer({ id: customerId }))?.openCases.find(({ id }) => id === caseId)?.attachments ?? [];

  // Whatever was said to be kept has to arrive; what the program died over was never said to be, and may or may not.
  const sent = new Map<string, { file: Uint8Array; isKept: boolean }>();
  for (let kill = 0; kill < kills; kill++) {
    const name = `file-${kill}.pdf`;
    const file = madeFile('pdf', 500_000 + Math.floor(random() * 2_500_000), kill);
    const dies = killSoon();
    sent.set(name, { file, isKept: await attach(file, name) });
    await dies;
  }
  way.calm();
  const kept = [...sent].filter(([, { isKept }]) => isKept).map(([name]) => name);
  await until(
    'all that was kept is told with its case',
    async () => {
      const names = (await told()).map(({ name }) => name);
      return kept.every((name) => names.includes(name)) && pc.data.deskState().attachments.own.length === 0;
    },
    () => JSON.stringify(pc.data.deskState().attachments.own),
    longestMs,
  );
  const all = await told();
  expect(all.map(({ name }) => name)).toHaveLength(new Set(all.map(({ name }) => name)).size);
  for (const one of all) {
    const file = must(sent.get(one.name), one.name).file;
    const pieces: Uint8Array[] = [];
    for await (const piece of bytesOf(query, house, one.id, null)) pieces.push(piece);
    expect({ name: one.name, sha256: sha256(Buffer.concat(pieces)) }).toEqual({ name: one.name, sha256: sha256(file) });
  }
  // What died half added has left nothing behind.
  expect(readdirSync(join(pc.folder, 'attachments')).sort()).toEqual(all.map(({ id }) => id).sort());
  await pc.data.stop();

  // Another PC: killed while it fetches.
  Object.assign(pc, await newPc());
  for (const one of await told()) {
    const dies = killSoon();
    await pc.data.desk.fetchAttachment({ caseId, id: one.id }).catch((error: unknown) => {
      if (!isLost(error)) throw error;
    });
    await dies;
    await until('its case is known again', async () => (await told()).length > 0);
    await until(
      'it is here',
      async () => {
        await pc.data.desk.fetchAttachment({ caseId, id: one.id });
        return true;
      },
      undefined,
      longestMs,
    );
    const hash = createHash('sha256');
    for (let at = 0; at < one.bytes; ) {
      const { bytes } = await pc.data.desk.readAttachment({ caseId, id: one.id, at });
      hash.update(bytes);
      at += bytes.length;
    }
    expect(hash.digest('hex')).toBe(one.sha256);
  }
  await pc.data.stop();
  await way.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
