// Edits and notes that meet one newer row after the other, on the outbox's own table.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { noteSchema, phoneSchema } from '#shared/model/customer';
import { modelCustomer } from '#test/support/modelBackend';
import { type Db, openDb } from '../db/driver.ts';
import { migrate } from '../db/migrate.ts';
import { createOutboxTable, type OutboxTable } from '../db/outboxTable.ts';
import { workSchema } from '../db/schemas.ts';
import { silentLog } from '../log.ts';
import { rebase } from './conflict.ts';
import { rebaseNote, setNoteAside } from './notes.ts';

const anna = modelCustomer(1);
const other = (last: number) =>
  phoneSchema.parse({ raw: `+39000000200${last}`, e164: `+39000000200${last}`, kind: 'mobile' });
const why = { code: 'backend.conflict', origin: 'server', message: '' } as const;

let db: Db;
let outbox: OutboxTable;
let ids: number;
beforeEach(() => {
  db = openDb({ file: ':memory:', key: null, synchronous: 'NORMAL', log: silentLog });
  migrate(db, workSchema);
  outbox = createOutboxTable(db);
  ids = 0;
});
afterEach(() => db.close());

const newId = () => {
  ids += 1;
  return `key ${ids}`;
};
const waiting = () => outbox.toSend('A', anna.id);

test('a number that a colleague took off meanwhile stays off, also where it was put beside the agent’s own in between', () => {
  const [mine, theirs] = [other(1), other(2)];
  outbox.add(
    {
      ...{ id: newId(), agentId: 'A', kind: 'customerPatch', target: anna.id, baseVersion: 1 },
      ...{ base: { phones: anna.phones }, body: { phones: [...anna.phones, mine] } },
    },
    new Date(),
  );
  rebase({ outbox, newId }, waiting(), { ...anna, version: 2, phones: [...anna.phones, theirs] }, why);
  expect(waiting()).toMatchObject([{ baseVersion: 2, body: { phones: [...anna.phones, theirs, mine] } }]);
  rebase({ outbox, newId }, waiting(), { ...anna, version: 3 }, why);
  expect(waiting()).toMatchObject([{ baseVersion: 3, body: { phones: [...anna.phones, mine] } }]);
});

test('each time it is sent under another key: the one before has been answered', () => {
  const edit = { id: newId(), agentId: 'A', kind: 'customerPatch', target: anna.id, baseVersion: 1 } as const;
  outbox.add({ ...edit, base: { preference: null }, body: { preference: 'la sera' } }, new Date());
  const keys = new Set([edit.id]);
  for (const version of [2, 3]) {
    rebase({ outbox, newId }, waiting(), { ...anna, version, preference: null, email: `${version}@esempio.it` }, why);
    const [entry] = waiting();
    expect(keys).not.toContain(entry?.id);
    keys.add(must(entry, 'the edit').id);
  }
});

const noteId = '01JZZZZZZZZZZZZZZZZZZZZZN1';
/** One wish for the note behind the other. `base`: what the agent saw; null: it is new. */
function wish(base: string | null, text: string | null, baseVersion: number | null): void {
  outbox.add(
    {
      ...{ id: newId(), agentId: 'A', kind: 'note', target: noteId, baseVersion },
      base: base === null ? null : { text: base },
      body: { customerId: anna.id, text, at: '2026-03-02T09:00:00.000Z' },
    },
    new Date(),
  );
}
const wishes = () => outbox.toSend('A', noteId);

test('a note that was typed over twice is measured by what the agent saw first, and sent as it is by now', () => {
  wish('uno', 'due', 1);
  wish('due', 'tre', 1);
  const remote = noteSchema.parse({
    ...{ id: noteId, customerId: anna.id, portfolioId: anna.portfolioId, agentId: anna.id, agentName: 'Ada' },
    ...{ text: 'uno', at: '2026-03-02T09:00:00.000Z', editedAt: null, version: 2 },
  });
  rebaseNote({ outbox, newId }, wishes(), remote, why);
  expect(wishes()).toMatchObject([{ baseVersion: 2, base: { text: 'uno' }, body: { text: 'tre' } }]);
  expect(outbox.counts('A')).toEqual({ waiting: 1, setAside: 0 });
  rebaseNote({ outbox, newId }, wishes(), { ...remote, text: 'quattro', version: 3 }, why);
  expect(outbox.counts('A')).toEqual({ waiting: 0, setAside: 1 });
});

test('a new note that is not taken is asked about, unless the agent has deleted it since', () => {
  wish(null, 'Preferisce la mattina.', null);
  setNoteAside(outbox, wishes(), why);
  expect(outbox.counts('A')).toEqual({ waiting: 0, setAside: 1 });
  const [aside] = outbox.allSetAside('A');
  outbox.remove(must(aside, 'the note').seq);
  wish(null, 'Preferisce la mattina.', null);
  wish('Preferisce la mattina.', null, 0);
  setNoteAside(outbox, wishes(), why);
  expect(outbox.counts('A')).toEqual({ waiting: 0, setAside: 0 });
});
