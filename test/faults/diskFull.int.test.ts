// A disk without a byte of room, in the middle of the day: calls go on, each ends on the screen when it ends, and what happened and was written
// is on the disk, and at the backend, once there is room.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { FailureError } from '#shared/contract/failure';
import { emptyDraft } from '#shared/model/interaction';
import { type Backend, startBackend } from '../support/backend.ts';
import { fact, ringingCall } from '../support/calls.ts';
import { type DataProcess, startData } from '../support/dataProcess.ts';
import { mountSmallDisk, type SmallDisk } from '../support/smallDisk.ts';
import { until } from '../support/until.ts';

let backend: Backend;
let folder: string;
let disk: SmallDisk;
let data: DataProcess;
beforeEach(async () => {
  backend = await startBackend();
  folder = mkdtempSync(join(tmpdir(), 'cornetta-disk-'));
  disk = mountSmallDisk(folder, 16);
  data = await startData({ folder });
  await data.desk.signIn({ backendUrl: backend.url, credentials: { username: 'giulia', password: 'cornetta' } });
  await until('the customers are here', () => data.deskState().sync.load.kind === 'complete');
});
afterEach(async () => {
  await data.kill();
  disk.remove();
  rmSync(folder, { recursive: true, force: true });
  await backend.stop();
});

/** The phone asks again until it is written down; that it is not is said as what it is. */
async function isUnwritten(asked: Promise<unknown>): Promise<void> {
  const code = await asked.then(
    () => 'written',
    (error: unknown) => (error instanceof FailureError ? error.failure.code : String(error)),
  );
  expect(code).toBe('files.diskFull');
}
const stages = () => data.deskState().open.map(({ interaction }) => interaction.stage);
const notices = () => data.deskState().sync.notices.map(({ code }) => code);

test('a conversation begins, ends and is closed around it', async () => {
  disk.fill();
  const call = ringingCall('+390000000106');
  const { interactionId } = call;
  const [ringing, answered, ended] = [fact('ringing'), fact('answered'), fact('ended', 'hungUpThere')];
  await isUnwritten(data.phone.callArrived({ call, event: ringing }));
  expect(data.deskState().open[0]?.pop.match).toMatchObject({
    kind: 'number',
    cards: [{ customer: { code: 'AU-10006' } }],
  });
  await isUnwritten(data.phone.recordEvent({ interactionId, event: answered }));
  await until('it is talked on', () => stages()[0] === 'live');
  await isUnwritten(data.phone.recordEvent({ interactionId, event: ended }));
  await until('it has ended', () => stages()[0] === 'wrapUp');
  expect(notices()).toContain('files.diskFull');

  const draft = { ...emptyDraft, note: 'Disco pieno.', reasonCode: 'INF-01', outcomeCode: 'RIS-2' };
  await isUnwritten(data.desk.closeInteraction({ interactionId, draft }));
  expect(stages()).toEqual(['wrapUp']);
  disk.free();
  expect(await data.desk.closeInteraction({ interactionId, draft })).toEqual({ kind: 'closed' });
  for (const event of [answered, ended]) await data.phone.recordEvent({ interactionId, event });
  await until('it is told no more', () => notices().length === 0);
  expect(stages()).toEqual([]);
  await until('it is sent', () => data.deskState().sync.outbox.waiting === 0);
  const kept = await seenBy(backend.deps.db.query, house, (tx) =>
    tx.selectFrom('interactions').select(['note', 'events', 'version']).execute(),
  );
  const events = [ringing, answered, ended].map(({ kind }) => ({ kind }));
  expect(kept).toMatchObject([{ note: 'Disco pieno.', version: 1, events }]);
});
