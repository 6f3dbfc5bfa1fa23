// How long what the backend has stays here: until the feed has brought it back, so that no card shows a gap.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { interactionReport } from '#test/support/interactionReport';
import { modelCustomer } from '#test/support/modelBackend';
import { openProfile } from '#test/support/profileFiles';
import type { Files } from '../db/files.ts';
import { sweepDone } from './sweep.ts';

const sentAt = Date.parse('2026-03-02T09:00:00.000Z');
const hourMs = 3_600_000;
let folder: string;
let files: Files;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-sweep-'));
  files = openProfile(folder, { now: () => new Date(sentAt) });
});
afterEach(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

function report(customerId: string | null): void {
  const target = ulid(sentAt);
  files.work(({ outbox }) => {
    const body = interactionReport(target, { customerId });
    const rest = { agentId: 'A', kind: 'interaction', target, baseVersion: null, base: null, body } as const;
    outbox.add({ id: ulid(sentAt), ...rest }, new Date(sentAt));
    for (const { seq } of outbox.toSend('A', target)) outbox.setDone(seq, 1);
  });
}
const left = (afterMs: number) => {
  sweepDone(files, new Date(sentAt + afterMs));
  return files.readWork(({ outbox }) => outbox.done()).length;
};

test('a report of nobody goes at once; of a customer whose contact never comes, after a day: it may be another’s to see by now', () => {
  report(null);
  report(modelCustomer(1).id);
  expect(left(0)).toBe(1);
  expect(left(24 * hourMs)).toBe(1);
  expect(left(25 * hourMs)).toBe(0);
});
