// What this PC has written down of customers who are not in its cache any more, on its own files.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDraft, interactionSchema } from '#shared/model/interaction';
import { interactionReportSchema } from '#shared/protocol/interactions';
import { interactionReport } from '#test/support/interactionReport';
import { modelCustomer } from '#test/support/modelBackend';
import { openProfile } from '#test/support/profileFiles';
import type { Files } from '../db/files.ts';
import type { NewEntry } from '../db/outboxTable.ts';
import { forgetGone } from './forgotten.ts';

const anna = modelCustomer(1);
let folder: string;
let files: Files;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-forgotten-'));
  files = openProfile(folder);
});
afterEach(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

const talk = '01JZZZZZZZZZZZZZZZZZZZZZT1';
const caller = { kind: 'number', number: '+390000001001', e164: '+390000001001', displayName: null };
const report = interactionReportSchema.parse(
  interactionReport(talk, {
    ...{ customerId: anna.id, caller, note: 'Ha detto qwarkità.', promised: { text: 'Un qwarkamento.', by: null } },
    events: [
      { id: '01JZZZZZZZZZZZZZZZZZZZZZE1', at: '2026-03-02T08:50:00.000Z', kind: 'dialled', detail: caller.number },
    ],
  }),
);
const entry = (differing: Partial<NewEntry>): NewEntry => ({
  ...{ id: '01JZZZZZZZZZZZZZZZZZZZZZK1', agentId: 'A', kind: 'interaction', target: talk },
  ...{ baseVersion: null, base: null, body: report, ...differing },
});
const setAside = (written: NewEntry, code: 'backend.refused' | 'backend.noSuchCustomer') =>
  files.work(({ outbox }) => outbox.addSetAside(written, { code, origin: 'server', message: '' }, new Date()));
const aside = () => files.readWork(({ outbox }) => outbox.allSetAside('A'));

test('a report that was refused for another reason stays without them, so that the conversation is counted', () => {
  setAside(entry({}), 'backend.refused');
  expect(forgetGone(files)).toEqual({ some: true, edits: 0 });
  const [kept] = aside();
  expect(kept?.body).toMatchObject({ id: talk, customerId: null, reasonCode: report.reasonCode });
  expect(JSON.stringify(kept)).not.toMatch(new RegExp(`qwark|0001001|${anna.id}`));
  expect(forgetGone(files)).toEqual({ some: false, edits: 0 });
});

test('what the backend has refused because they are not this agent’s to see is the agent’s to decide on', () => {
  setAside(entry({}), 'backend.noSuchCustomer');
  expect(forgetGone(files)).toEqual({ some: false, edits: 0 });
  expect(aside()).toMatchObject([{ body: report }]);
});

test('corrections and notes go, and are overwritten where they lay: the write-ahead log keeps nothing either', () => {
  const note = { customerId: anna.id, text: 'Ama la qwarkite.', at: '2026-03-02T08:50:00.000Z' };
  files.work(({ outbox }) => {
    outbox.add(
      entry({ kind: 'customerPatch', target: anna.id, baseVersion: 1, body: { preference: 'qwarkera' } }),
      new Date(),
    );
  });
  setAside(entry({ id: 'K2', kind: 'note', target: 'N', body: note }), 'backend.refused');
  const log = () => statSync(`${files.readWork(({ db }) => db.file)}-wal`).size;
  expect(log()).toBeGreaterThan(0);
  expect(forgetGone(files)).toEqual({ some: true, edits: 1 });
  expect([aside(), files.readWork(({ outbox }) => outbox.toSend('A', anna.id))]).toEqual([[], []]);
  expect(log()).toBe(0);
});

test('a conversation that is over is kept without whom it was about, their cases and what was checked with them', () => {
  const over = interactionSchema.parse({
    ...{ id: talk, channel: 'call', direction: 'incoming', stage: 'closed', caller, queueId: null, language: null },
    ...{ continues: null, startedAt: report.startedAt, answeredAt: null, endedAt: null, closedAt: report.closedAt },
    draft: {
      ...{ ...emptyDraft, customerId: anna.id, reasonCode: report.reasonCode },
      cases: [{ caseId: '01JZZZZZZZZZZZZZZZZZZZZZC1', number: '260118401', how: 'about' }],
    },
  });
  files.work(({ interactions }) => interactions.put('A', over));
  expect(forgetGone(files)).toEqual({ some: true, edits: 0 });
  expect(files.readWork(({ interactions }) => interactions.find(over.id))?.interaction.draft).toEqual({
    ...emptyDraft,
    reasonCode: report.reasonCode,
  });
});
