// Files of cases on a real PostgreSQL, where two requests come at once.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { madeFile } from '../support/madeFiles.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

let postgres: Postgres;
let server: TestServer;
beforeAll(async () => {
  postgres = await startPostgres();
  server = await startTestServer({ postgres: postgres.url, customers: 5 });
});
afterAll(async () => {
  await server.stop();
  await postgres.stop();
});

const file = madeFile('pdf', 4_000);
const sha256 = createHash('sha256').update(file).digest('hex');

test('announced twice at once, because an answer did not come in time, it is on its way once', async () => {
  const giulia = await server.as('giulia');
  const [found] = await server.write((tx) => tx.selectFrom('cases').select('id').limit(1).execute());
  for (let round = 0; round < 10; round += 1) {
    const payload = { id: newId(server.deps), caseId: found?.id, name: 'fattura.pdf', bytes: file.length, sha256 };
    const announce = () => giulia({ method: 'POST', url: '/v1/attachments', payload });
    const answers = await Promise.all([announce(), announce(), announce()]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    for (const answer of answers) expect(answer.json()).toEqual({ state: 'arriving', reached: 0 });
    const put = () =>
      giulia({
        method: 'PUT',
        url: `/v1/attachments/${payload.id}/bytes?at=0`,
        headers: { 'content-type': 'application/octet-stream' },
        payload: file,
      });
    const puts = await Promise.all([put(), put(), announce(), announce()]);
    expect(puts.map(({ statusCode }) => statusCode).every((status) => status === 200 || status === 409)).toBe(true);
    expect((await announce()).json()).toEqual({ state: 'here' });
    expect((await giulia({ method: 'DELETE', url: `/v1/attachments/${payload.id}` })).statusCode).toBe(204);
  }
});

test('two files for the last place of a case: one is in it, the other is told that it is full', async () => {
  const giulia = await server.as('giulia');
  const rows = await server.write((tx) => tx.selectFrom('cases').select('id').limit(2).execute());
  await server.write((tx) =>
    tx
      .updateTable('company')
      .set({ policy: JSON.stringify({ attachments: { perCase: 1 } }) })
      .execute(),
  );
  const send = async () => {
    const payload = { id: newId(server.deps), caseId: rows[1]?.id, name: 'a.pdf', bytes: file.length, sha256 };
    const said = (await giulia({ method: 'POST', url: '/v1/attachments', payload })).json();
    if (said.state !== 'arriving') return said;
    const headers = { 'content-type': 'application/octet-stream' };
    const url = `/v1/attachments/${payload.id}/bytes?at=0`;
    return (await giulia({ method: 'PUT', url, headers, payload: file })).json();
  };
  const said = await Promise.all([send(), send(), send()]);
  expect(said.filter(({ state }) => state === 'here')).toHaveLength(1);
  expect(said.filter(({ why }) => why === 'caseFull')).toHaveLength(2);
});
