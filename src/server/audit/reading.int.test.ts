// The audit log as whoever may read it asks for it: what was asked, in pages, as a table, and whether it is whole.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { newId } from '#server/deps';
import type { AuditEntry } from '#shared/protocol/audit';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { audit } from './audit.ts';
import { chainSome } from './chaining.ts';

let server: TestServer;
let officer: Ask;
let giulia: Ask;
let marta: { id: string; code: string; name: string };
const reason = 'Richiesta di accesso 14/2026';
beforeAll(async () => {
  server = await startTestServer();
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
  );
  [officer, giulia] = [await server.as('sara'), await server.as('giulia')];
  [marta] = (await giulia({ url: '/v1/customers', query: { q: 'marta bassi' } })).json().customers;
});
afterAll(() => server.stop());

const read = async (
  query: object,
): Promise<{ entries: AuditEntry[]; more: boolean; names: Record<string, unknown[]> }> =>
  (await officer({ method: 'POST', url: '/v1/audit', payload: { reason, ...query } })).json();
const aroundNow = () => {
  const now = server.deps.clock().getTime();
  return { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 3_600_000).toISOString() };
};

test('who and whose data it was about is told by name, and of whom is gone by the id alone', async () => {
  const gone = newId(server.deps);
  await server.write((tx) =>
    audit(tx, {
      ...{ by: null, at: server.deps.clock(), action: 'customerViewed' },
      subject: { kind: 'customer', ids: [marta.id, gone] },
    }),
  );
  const { entries, names } = await read({ subject: gone });
  expect(entries[0]?.subject).toEqual({ kind: 'customer', ids: [marta.id, gone] });
  expect(names.customers).toEqual([{ id: marta.id, code: marta.code, name: marta.name }]);
  const found = await read({ ...aroundNow(), action: 'customersFound' });
  expect(found.names.agents).toContainEqual({ id: found.entries[0]?.actor, name: 'Giulia Serra' });
  await server.ask({ method: 'POST', url: '/v1/sessions', payload: { username: 'luca', password: 'sbagliata' } });
  const refused = await read({ ...aroundNow(), action: 'signInRefused' });
  expect(refused.names.agents).toEqual([
    { id: refused.entries[0]?.subject?.ids[0], name: expect.stringMatching(/^Luca /) },
  ]);
  // The log itself is without.
  expect(JSON.stringify(found.entries)).not.toContain('Serra');
});

test('what is asked for by kind, by whom and by days is that and nothing else', async () => {
  const kinds = async (query: object) => new Set((await read(query)).entries.map(({ action }) => action));
  expect(await kinds({ ...aroundNow(), action: 'signedIn' })).toEqual(new Set(['signedIn']));
  const { entries } = await read({ ...aroundNow(), action: 'customersFound' });
  const actor = entries[0]?.actor;
  const byGiulia = (await read({ ...aroundNow(), actor })).entries;
  expect(new Set(byGiulia.map((entry) => entry.actor))).toEqual(new Set([actor]));
  expect(await kinds({ from: '2020-01-01T00:00:00.000Z', to: '2020-01-31T00:00:00.000Z' })).toEqual(new Set());
  expect(await kinds({ from: '2027-01-01T00:00:00.000Z', to: '2027-01-31T00:00:00.000Z' })).toEqual(new Set());
  expect(
    (await officer({ method: 'POST', url: '/v1/audit', payload: { reason, ...aroundNow(), action: 'guessed' } }))
      .statusCode,
  ).toBe(422);
});

test('what somebody had under another id, before they were made one, is theirs', async () => {
  const before = newId(server.deps);
  await server.write(async (tx) => {
    await audit(tx, {
      ...{ by: null, at: server.deps.clock(), action: 'customerViewed' },
      subject: { kind: 'customer', ids: [before] },
    });
    await sql`insert into merges (id, kept, gone, gone_code, gone_name, by_agent, by_name, at, undo_until)
      values (${newId(server.deps)}, ${marta.id}, ${before}, 'AU-OLD', 'Marta B.', 'x', 'Prova', now(), now())`.execute(
      tx,
    );
  });
  const { entries } = await read({ subject: marta.id });
  expect(entries.map(({ subject }) => subject?.ids)).toContainEqual([before]);
});

test('pages go on behind one another, without a gap and nothing twice, also while others write', async () => {
  const many = newId(server.deps);
  const write = (count: number) =>
    server.write((tx) =>
      audit(
        tx,
        ...Array.from({ length: count }, () => ({
          ...{ by: null, at: server.deps.clock(), action: 'customerViewed' as const },
          subject: { kind: 'customer' as const, ids: [many] },
        })),
      ),
    );
  await write(1_050);
  const seen: string[] = [];
  for (let before: string | undefined; ; ) {
    const { entries, more } = await read({ subject: many, ...(before !== undefined && { before }) });
    seen.push(...entries.map(({ id }) => id));
    before = entries.at(-1)?.id;
    await write(3);
    if (!more) break;
  }
  expect(seen).toHaveLength(1_050);
  expect(new Set(seen).size).toBe(1_050);
});

test('as a table it is what was asked, with names, the chain’s places, and nothing that a spreadsheet would reckon', async () => {
  while ((await seenBy(server.deps.db.query, house, chainSome)) > 0);
  await server.write((tx) =>
    audit(tx, { by: null, at: server.deps.clock(), action: 'auditRead', subject: null, reason: '=HYPERLINK("x")' }),
  );
  const query = { reason, ...aroundNow(), language: 'it' };
  const answer = await officer({ method: 'POST', url: '/v1/audit/export', payload: query });
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  const rows = answer.body.trimEnd().split('\r\n');
  expect(rows[0]).toContain('"Voce";"Quando (UTC)";"Chi"');
  expect(rows.length).toBeGreaterThan(1_050);
  expect(answer.body).toContain('"Giulia Serra"');
  expect(answer.body).toContain(`"'=HYPERLINK(""x"")"`);
  expect(rows.at(-1)).toMatch(/"1";"[0-9a-f]{64}"$/);
  const last = await server.write((tx) =>
    tx.selectFrom('audit_entries').select(['reason', 'detail']).where('action', '=', 'auditExported').execute(),
  );
  expect(last).toMatchObject([{ reason, detail: { from: query.from, to: query.to } }]);
  expect((await giulia({ method: 'POST', url: '/v1/audit/export', payload: query })).statusCode).toBe(403);
  const years = { reason, from: '2025-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
  expect((await officer({ method: 'POST', url: '/v1/audit/export', payload: years })).statusCode).toBe(422);
});
