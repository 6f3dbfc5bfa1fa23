import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type Customer, type Note, noteSchema } from '#shared/model/customer';
import { problemUrn } from '#shared/protocol/errors';
import { type Change, changesPageSchema } from '#shared/protocol/sync';
import { type TimelinePage, timelinePageSchema } from '#shared/protocol/timeline';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { feedNow, wholeSet } from '#test/support/wholeSet';
import { newId } from '../deps.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
let carlo: Customer;
beforeAll(async () => {
  server = await startTestServer();
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
  carlo = must((await giulia({ url: '/v1/customers', query: { q: 'AU-10003' } })).json().customers[0], 'Carlo');
});
afterAll(() => server.stop());

const today = '2026-03-02T08:50:00.000Z';
const key = () => newId(server.deps);
const write = (ask: Ask, differing: object = {}) => {
  const payload = {
    id: newId(server.deps),
    customerId: carlo.id,
    text: 'Preferisce la mattina.',
    at: today,
    ...differing,
  };
  return {
    ...payload,
    answer: ask({ method: 'POST', url: '/v1/notes', headers: { 'idempotency-key': key() }, payload }),
  };
};
async function written(ask: Ask, differing: object = {}): Promise<string> {
  const { id, answer } = write(ask, differing);
  expect((await answer).statusCode).toBe(201);
  return id;
}
const headers = (version: number) => ({ 'if-match': `"${version}"`, 'idempotency-key': key() });
const change = (ask: Ask, id: string, version: number, text: string, at = today) =>
  ask({ method: 'PATCH', url: `/v1/notes/${id}`, headers: headers(version), payload: { text, at } });
const remove = (ask: Ask, id: string, version: number, at = today) =>
  ask({ method: 'POST', url: `/v1/notes/${id}/removal`, headers: headers(version), payload: { at } });
const noteOf = (id: string): Promise<Note | null> =>
  server.write(async (tx) => {
    const { rows } = await sql<{ row: Note | null }>`select text as row from notes where id = ${id}`.execute(tx);
    return rows[0]?.row ?? null;
  });
async function changes(cursor: string): Promise<Change[]> {
  const answer = await giulia({ url: '/v1/sync/changes', query: { cursor } });
  return changesPageSchema.parse(answer.json()).changes;
}

test('a note is in the feed, with its author and its moment, and in what a new PC loads', async () => {
  const from = await feedNow(giulia);
  const id = await written(giulia);
  const expected = {
    id,
    customerId: carlo.id,
    portfolioId: 'company',
    text: 'Preferisce la mattina.',
    agentName: 'Giulia Serra',
  };
  expect(await changes(from)).toMatchObject([
    { kind: 'note', row: { ...expected, at: today, editedAt: null, version: 1 } },
  ]);
  await server.write((tx) => tx.deleteFrom('generations').execute());
  const { rows } = await wholeSet(luca);
  expect(rows.filter(({ kind }) => kind === 'note')).toMatchObject([{ row: expected }]);
});

test('its author changes it and takes it away; everybody hears of both', async () => {
  const id = await written(giulia);
  const from = await feedNow(giulia);
  const changed = await change(giulia, id, 1, 'Preferisce la sera.');
  expect(noteSchema.parse(changed.json())).toMatchObject({ text: 'Preferisce la sera.', version: 2, editedAt: today });
  expect(await changes(from)).toMatchObject([{ kind: 'note', row: { id, text: 'Preferisce la sera.' } }]);
  expect((await remove(giulia, id, 2)).json()).toEqual({ id, version: 3 });
  expect(await changes(from)).toEqual([{ kind: 'tombstone', entity: 'note', id, version: 3 }]);
});

test('nobody else may, and on another day not even its author', async () => {
  const id = await written(giulia);
  for (const refused of [
    await change(luca, id, 1, 'x'),
    await remove(luca, id, 1),
    // The day of the company, not of UTC: half past midnight in Rome.
    await change(giulia, id, 1, 'x', '2026-03-01T22:30:00.000Z'),
    await remove(giulia, id, 1, '2026-03-01T22:30:00.000Z'),
  ]) {
    expect([refused.statusCode, refused.json().type]).toEqual([403, problemUrn('forbidden')]);
  }
  expect(await noteOf(id)).toBe('Preferisce la mattina.');
});

test('a change made on its day and sent days later is taken', async () => {
  const id = await written(giulia);
  server.pass(3 * 86_400_000);
  giulia = await server.as('giulia');
  expect((await change(giulia, id, 1, 'Scritto allora.')).statusCode).toBe(200);
  expect((await change(giulia, id, 2, 'Scritto ora.', '2026-03-05T08:50:00.000Z')).statusCode).toBe(403);
  // A clock that is ahead does not write into the future.
  const ahead = await written(giulia, { at: '2030-01-01T00:00:00.000Z' });
  const { items } = await timeline(carlo.id, 'note');
  expect(items.find(({ row }) => row.id === ahead)).toMatchObject({ row: { at: server.deps.clock().toISOString() } });
  server.pass(-3 * 86_400_000);
  giulia = await server.as('giulia');
});

test('whoever has not seen the newest is told it', async () => {
  const id = await written(giulia);
  await change(giulia, id, 1, 'Dalla prima postazione.');
  const late = await change(giulia, id, 1, 'Dalla seconda.');
  expect(late.statusCode).toBe(412);
  expect(late.json().current).toMatchObject({ id, text: 'Dalla prima postazione.', version: 2 });
  expect((await remove(giulia, id, 1)).statusCode).toBe(412);
});

test('sent again it lands once, and an id that is taken is refused', async () => {
  const payload = { id: newId(server.deps), customerId: carlo.id, text: 'Una volta.', at: today };
  const again = { method: 'POST', url: '/v1/notes', headers: { 'idempotency-key': key() }, payload } as const;
  expect((await giulia(again)).statusCode).toBe(201);
  expect((await giulia(again)).statusCode).toBe(201);
  expect((await write(luca, { id: payload.id, text: 'Un’altra.' }).answer).statusCode).toBe(409);
  expect(await noteOf(payload.id)).toBe('Una volta.');
});

test('a note about somebody who has become one with another meanwhile is that one’s', async () => {
  const [gone, kept] = await Promise.all(
    ['AU-10391', 'AU-10001'].map(
      async (q) => (await giulia({ url: '/v1/customers', query: { q } })).json().customers[0] as Customer,
    ),
  );
  const [one, other] = [must(gone, 'gone'), must(kept, 'kept')];
  const payload = {
    id: newId(server.deps),
    keep: other.id,
    keepVersion: other.version,
    gone: one.id,
    goneVersion: one.version,
    take: [],
  };
  const sara = await server.as('sara');
  const merged = await sara({ method: 'POST', url: '/v1/merges', headers: { 'idempotency-key': key() }, payload });
  expect(merged.statusCode).toBe(201);
  const id = await written(giulia, { customerId: one.id });
  expect((await timeline(other.id, 'note')).items.map(({ row }) => row.id)).toContain(id);
});

test.each([
  ['empty', ' '],
  ['too long', 'x'.repeat(2_001)],
])('a note that is %s is refused', async (_why, text) => {
  expect((await write(giulia, { text }).answer).statusCode).toBe(422);
});

test('each is on record, and never what it says', async () => {
  const from = await server.write((tx) =>
    sql<{ id: string }>`select coalesce(max(id), 0)::text as id from audit_entries`.execute(tx),
  );
  const id = await written(giulia, { text: 'canarino' });
  await change(giulia, id, 1, 'canarino due');
  await remove(giulia, id, 2);
  await timeline(carlo.id);
  const { rows } = await server.write((tx) =>
    sql<{ action: string; subjects: string[]; row: string }>`
      select action, subjects, to_jsonb(audit_entries)::text as row from audit_entries where id > ${from.rows[0]?.id ?? '0'}::bigint
      order by id`.execute(tx),
  );
  expect(rows.map(({ action, subjects }) => [action, subjects])).toEqual(
    ['noteWritten', 'noteChanged', 'noteDeleted', 'timelineRead'].map((action) => [action, [carlo.id]]),
  );
  expect(rows.map(({ row }) => row).join()).not.toContain('canarino');
});

async function timeline(id: string, kinds?: string, before?: { at: string; id: string }): Promise<TimelinePage> {
  const query = { ...(kinds !== undefined && { kinds }), ...before };
  const answer = await giulia({ url: `/v1/customers/${id}/timeline`, query });
  expect(answer.statusCode).toBe(200);
  return timelinePageSchema.parse(answer.json());
}

test('the timeline has contacts on every channel, notes and cases, closed ones too, page by page, each once', async () => {
  const marta = must(
    (await giulia({ url: '/v1/customers', query: { q: 'AU-18220' } })).json().customers[0],
    'Marta',
  ) as Customer;
  await server.write(async (tx) => {
    await sql`delete from contacts where customer_id = ${marta.id}`.execute(tx);
    // Several in the same millisecond, and in parts of it.
    await sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
      select '01JZZZZZZZZZZZZZZZZZZZC' || lpad(n::text, 3, '0'), ${marta.id},
        '2026-01-01T10:00:00.123Z'::timestamptz + (n / 4) * interval '1 hour' + n * interval '37 microseconds',
        (array['call', 'chat', 'email', 'letter', 'message', 'web', 'person'])[1 + n % 7], 'incoming', 'Prova', ''
      from generate_series(1, 130) as n`.execute(tx);
    await sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
      values ('T-9001', ${marta.id}, 'T-9001', 'Chiusa', 'FAT-01', 'closed', '2026-01-02T10:00:00Z')`.execute(tx);
    await sql`insert into notes (id, customer_id, text, agent_name, at)
      values (${newId(server.deps)}, ${marta.id}, 'Prova', 'Prova', '2026-01-02T09:00:00.5Z')`.execute(tx);
  });
  const items: TimelinePage['items'] = [];
  let before: { at: string; id: string } | undefined;
  for (let more = true; more; ) {
    const page = await timeline(marta.id, undefined, before);
    items.push(...page.items);
    const last = must(page.items.at(-1), 'an item');
    before = { at: last.kind === 'case' ? last.row.openedAt : last.row.at, id: last.row.id };
    more = page.more;
  }
  expect(new Set(items.map(({ row }) => row.id)).size).toBe(items.length);
  const count = (kind: string) => items.filter((item) => item.kind === kind).length;
  expect([count('contact'), count('note'), count('case')]).toEqual([130, 1, 1]);
  const moments = items.map((item) => (item.kind === 'case' ? item.row.openedAt : item.row.at));
  expect(moments).toEqual(moments.toSorted().reverse());
  expect(new Set(items.flatMap((item) => (item.kind === 'contact' ? [item.row.channel] : []))).size).toBe(7);
  expect((await timeline(marta.id, 'case,note')).items.map(({ kind }) => kind)).toEqual(['case', 'note']);
});

test.each(['kinds=letters', 'at=2026-01-01T00:00:00.000Z', 'kinds='])(
  'a timeline asked with "%s" is refused',
  async (query) => {
    expect((await giulia({ url: `/v1/customers/${carlo.id}/timeline?${query}` })).statusCode).toBe(422);
  },
);
