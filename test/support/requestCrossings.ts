// Tries to cross what an agent may see, by every route of the backend: the same attempts on every database that the server runs on.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { addLostCall } from '#server/repositories/lostCalls';
import { grantPortfolios, keepClients, placeQueues } from '#server/repositories/portfolios';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import { handoverSchema } from '#shared/protocol/interactions';
import { type Change, changesPageSchema, digestsSchema, type Row } from '#shared/protocol/sync';
import { interactionReport } from './interactionReport.ts';
import { bucketOf } from './modelDigests.ts';
import { blocksIn } from './segmentBlocks.ts';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';
import { feedNow, segmentOf, type WholeSet, wholeSet } from './wholeSet.ts';

/**
 * `postgres`: the PostgreSQL on which; left out: as `openTestDatabase`. There, Carlo Bassi calls Borea, for whom Luca alone answers (Complaints); everybody else is
 * the company's own customer, and Giulia's. Support has a portfolio of its own, and Giulia answers it.
 */
export function requestCrossings(postgres?: () => string): void {
  let server: TestServer;
  let giulia: Ask;
  let luca: Ask;
  let sara: Ask;
  let carlo: Customer;
  let marta: Customer;

  const shared = '+390000000103';
  const queuesAre = (queues: Record<string, string[]>) =>
    server.write(async (tx) => {
      await sql`delete from agent_queues where agent_id in (
        select id from agents where username = any (${Object.keys(queues)}))`.execute(tx);
      for (const [username, ids] of Object.entries(queues)) {
        for (const id of ids) {
          await sql`insert into agent_queues (agent_id, queue_id) select id, ${id} from agents where username = ${username}`.execute(
            tx,
          );
        }
      }
    });

  beforeAll(async () => {
    server = await startTestServer({ postgres: postgres?.() });
    [giulia, luca, sara] = [await server.as('giulia'), await server.as('luca'), await server.as('sara')];
    const found = (await giulia({ url: '/v1/customers', query: { phone: shared } })).json().customers;
    carlo = found.find(({ name }: Customer) => name === 'Carlo Bassi');
    marta = found.find(({ name }: Customer) => name === 'Marta Bassi');
    await server.write(async (tx) => {
      await keepClients(tx, 'Aurora Servizi S.p.A.', [{ id: 'borea', name: 'Borea' }]);
      await placeQueues(tx, [
        { id: 'complaints', client: 'borea', closed: false },
        { id: 'support', client: 'company', closed: true },
      ]);
      await tx
        .insertInto('notes')
        .values({
          id: newId(server.deps),
          customer_id: carlo.id,
          text: 'Prova',
          agent_name: 'Prova',
          at: server.deps.clock(),
        })
        .execute();
      await tx.updateTable('customers').set({ portfolio_id: 'borea' }).where('id', '=', carlo.id).execute();
    });
    await queuesAre({ giulia: ['welcome', 'support'], luca: ['complaints'], sara: [] });
  });
  afterAll(() => server.stop());

  const namesFound = async (ask: Ask, query: Record<string, string>): Promise<string[]> =>
    (await ask({ url: '/v1/customers', query })).json().customers.map(({ name }: Customer) => name);

  /** By generations made for the occasion: what changes from here on comes with its cursor. */
  async function load(ask: Ask): Promise<WholeSet> {
    await server.write((tx) => tx.deleteFrom('generations').execute());
    return wholeSet(ask);
  }
  const changes = (ask: Ask, cursor: string) => ask({ url: '/v1/sync/changes', query: { cursor } });
  const changed = async (ask: Ask, cursor: string): Promise<Change[]> =>
    changesPageSchema.parse((await changes(ask, cursor)).json()).changes;

  const isAbout = (customer: Customer, change: Change): boolean =>
    change.kind === 'tombstone'
      ? change.id === customer.id
      : change.kind === 'customer'
        ? change.row.id === customer.id
        : change.row.customerId === customer.id;

  const report = (differing: object) =>
    interactionReport(newId(server.deps), { customerId: carlo.id, note: 'Prova', ...differing });
  const send = (ask: Ask, payload: object) =>
    ask({ method: 'POST', url: '/v1/interactions', headers: { 'idempotency-key': newId(server.deps) }, payload });
  const edit = (ask: Ask, { id, version }: Customer) =>
    ask({
      method: 'PATCH',
      url: `/v1/customers/${id}`,
      headers: { 'if-match': `"${version}"`, 'idempotency-key': newId(server.deps) },
      payload: { preference: 'sera' },
    });

  test('by a number that several companies’ customers share, each is shown their own', async () => {
    expect(await namesFound(giulia, { phone: shared })).toEqual(['Marta Bassi', 'Bassi Ferramenta s.n.c.']);
    expect(await namesFound(luca, { phone: shared })).toEqual(['Carlo Bassi']);
    expect(await namesFound(giulia, { phone: '000 0103' })).not.toContain('Carlo Bassi');
  });

  test.each(['carlo bassi', 'AU-10003', '000 000 0103'])(
    'by "%s" nobody finds another company’s customer',
    async (q) => {
      expect(await namesFound(giulia, { q })).not.toContain('Carlo Bassi');
      expect(await namesFound(luca, { q })).toEqual(['Carlo Bassi']);
    },
  );

  test('who answers for nobody, and was granted nothing, sees nobody', async () => {
    expect((await load(sara)).rows).toEqual([]);
    expect(await namesFound(sara, { phone: shared })).toEqual([]);
  });

  test('what is granted is seen besides', async () => {
    await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: ['borea', 'company'] }]));
    expect(await namesFound(sara, { phone: shared })).toHaveLength(3);
    await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: [] }]));
    expect(await namesFound(sara, { phone: shared })).toEqual([]);
  });

  test('what is loaded is one’s own customers and what belongs to them, and no others are counted', async () => {
    const [hers, his] = [await load(giulia), await load(luca)];
    expect(hers.rows.filter((row) => isAbout(carlo, row))).toEqual([]);
    expect(his.rows.filter((row) => !isAbout(carlo, row))).toEqual([]);
    expect(new Set(his.rows.map(({ kind }) => kind))).toEqual(new Set(['customer', 'case', 'contact', 'note']));
    const placed = ({ rows }: WholeSet) => new Set(rows.map(({ row }) => row.portfolioId));
    expect([placed(hers), placed(his)]).toEqual([new Set(['company']), new Set(['borea'])]);
    for (const { rows, manifest } of [hers, his]) {
      const counted = manifest.segments.reduce((sum, { customers }) => sum + customers, 0);
      expect(counted).toBe(rows.filter(({ kind }) => kind === 'customer').length);
    }
    expect(his.manifest.portfolios).toEqual([{ id: 'borea', client: { id: 'borea', name: 'Borea' } }]);
  });

  test('what the rows come to is told of one’s own portfolios alone, and the rows of a bucket to those who see them', async () => {
    const cursor = await feedNow(luca);
    const digests = async (ask: Ask, at: string) => ask({ url: '/v1/sync/digests', query: { cursor: at } });
    const his = digestsSchema.parse((await digests(luca, cursor)).json()).portfolios;
    expect(his.map(({ id }) => id)).toEqual(['borea']);
    // Another’s place in the feed says nothing.
    expect((await digests(giulia, cursor)).statusCode).toBe(410);
    const { rows: all } = await load(luca);
    const rows: Row[] = [];
    for (const bucket of new Set(all.map(({ row }) => bucketOf(row.id)))) {
      const url = `/v1/sync/buckets/borea/${bucket}`;
      expect((await giulia({ url })).statusCode).toBe(404);
      rows.push(...blocksIn((await luca({ url })).rawPayload).flat());
    }
    const inOrder = (some: readonly Row[]) => some.toSorted((a, b) => a.row.id.localeCompare(b.row.id));
    expect(inOrder(rows)).toEqual(inOrder(all));
  });

  test('the feed tells of one’s own alone', async () => {
    const [hers, his] = [await load(giulia), await load(luca)];
    await server.write((tx) =>
      tx.updateTable('customers').set({ preference: 'mattina' }).where('id', 'in', [carlo.id, marta.id]).execute(),
    );
    expect((await changed(giulia, hers.cursor)).map((change) => isAbout(marta, change))).toEqual([true]);
    expect((await changed(luca, his.cursor)).map((change) => isAbout(carlo, change))).toEqual([true]);
  });

  test('another company’s customer is corrected by nobody: it is not there', async () => {
    expect((await edit(giulia, carlo)).statusCode).toBe(404);
    const payload = { details: { preference: 'sera' }, at: '2026-03-01T10:00:00.000Z' };
    const headers = { 'idempotency-key': newId(server.deps) };
    const kept = await giulia({ method: 'POST', url: `/v1/customers/${carlo.id}/history`, headers, payload });
    expect(kept.statusCode).toBe(404);
    const note = { id: newId(server.deps), customerId: carlo.id, text: 'Prova', at: '2026-03-02T08:50:00.000Z' };
    const write = (ask: Ask) =>
      ask({
        method: 'POST',
        url: '/v1/notes',
        headers: { 'idempotency-key': newId(server.deps) },
        payload: note,
      });
    expect((await write(giulia)).statusCode).toBe(404);
    expect((await write(luca)).statusCode).toBe(201);
    const change = { 'if-match': '"1"', 'idempotency-key': newId(server.deps) };
    const changing = {
      method: 'PATCH',
      url: `/v1/notes/${note.id}`,
      headers: change,
      payload: { text: 'x', at: note.at },
    } as const;
    expect((await giulia(changing)).statusCode).toBe(404);
    expect((await giulia({ url: `/v1/customers/${carlo.id}/timeline` })).statusCode).toBe(404);
    const [hers] = (await luca({ url: '/v1/customers', query: { phone: shared } })).json().customers;
    expect((await edit(luca, hers)).statusCode).toBe(200);
  });

  test('no interaction is reported with another company’s customer, new or corrected', async () => {
    const { cursor } = await load(luca);
    expect((await send(giulia, report({}))).json()).toMatchObject({ status: 422, errors: [{ field: 'customerId' }] });
    const own = report({ customerId: marta.id });
    expect((await send(giulia, own)).statusCode).toBe(201);
    expect((await send(giulia, { ...own, customerId: carlo.id })).statusCode).toBe(422);
    expect(await changed(luca, cursor)).toEqual([]);
  });

  test('no report takes the place of a contact that another has left', async () => {
    const his = await load(luca);
    const contact = his.rows.find((row) => row.kind === 'contact');
    const id = contact?.kind === 'contact' ? contact.row.id : '';
    for (const customerId of [marta.id, null, marta.id]) {
      expect((await send(giulia, report({ id, customerId }))).statusCode).toBe(403);
      expect((await changed(luca, his.cursor)).filter((change) => change.kind !== 'customer')).toEqual([]);
    }
    expect((await load(luca)).rows).toContainEqual(contact);
  });

  test('nobody corrects another’s conversation, takes the place of what they passed on, or ends their call for help', async () => {
    const kept = () =>
      server.write(async (tx) => ({
        talks: (await sql`select to_jsonb(them) as row from interactions as them order by id`.execute(tx)).rows,
        handovers: (await sql`select to_jsonb(them) as row from handovers as them order by id`.execute(tx)).rows,
        help: (await sql`select to_jsonb(them) as row from help_requests as them order by interaction_id`.execute(tx))
          .rows,
      }));
    const talk = report({ note: 'Prova' });
    const { id: interactionId, caller, queueId, reasonCode, note } = talk;
    const to = { kind: 'queue', queueId: 'welcome', name: 'Accoglienza', number: '8000' };
    const at = '2026-03-02T08:55:00.000Z';
    const handover = { id: interactionId, to, caller, queueId, customerId: null, reasonCode, note, at };
    const post = (ask: Ask, url: string, payload?: object) => ask({ method: 'POST', url, ...(payload && { payload }) });
    expect((await send(luca, talk)).statusCode).toBe(201);
    expect((await post(luca, '/v1/handovers', handover)).statusCode).toBe(201);
    expect((await post(luca, '/v1/help', { interactionId, words: 'Prova' })).statusCode).toBe(204);
    const before = await kept();
    for (const customerId of [null, marta.id]) {
      expect((await send(giulia, { ...talk, customerId })).statusCode).toBe(403);
      expect((await post(giulia, '/v1/handovers', { ...handover, customerId, note: 'Altra' })).statusCode).toBe(403);
    }
    expect((await post(giulia, '/v1/help', { interactionId, words: 'Altra' })).statusCode).toBe(403);
    for (const what of ['cancel', 'over']) {
      expect((await post(giulia, `/v1/help/${interactionId}/${what}`)).statusCode).toBe(404);
    }
    expect((await giulia({ url: '/v1/help' })).json().help).toEqual([]);
    expect(await kept()).toEqual(before);
    // A correction of his own, of which he sees the customer.
    expect((await send(luca, { ...talk, note: 'Altra' })).json()).toMatchObject({ version: 2 });
  });

  test('a handover names no customer to those who may not see them, nor for those who may not', async () => {
    const leave = async (ask: Ask) => {
      const { customerId, queueId, reasonCode, note, caller } = report({});
      const id = newId(server.deps);
      const to = { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' };
      const payload = { id, to, caller, queueId, customerId, reasonCode, note, at: '2026-03-02T08:55:00.000Z' };
      expect((await ask({ method: 'POST', url: '/v1/handovers', payload })).statusCode).toBe(201);
      return id;
    };
    const read = async (ask: Ask, id: string) =>
      handoverSchema.parse((await ask({ url: `/v1/handovers/${id}` })).json());
    const his = await leave(luca);
    expect(await read(luca, his)).toMatchObject({ customerId: carlo.id, note: 'Prova' });
    expect(await read(giulia, his)).toMatchObject({ customerId: null, note: 'Prova' });
    expect(await read(luca, await leave(giulia))).toMatchObject({ customerId: null, note: 'Prova' });
  });

  test('of a caller who gave up, the customers that one may see are named', async () => {
    const at = server.deps.clock();
    const call = { queueId: 'complaints', caller: { raw: shared, e164: shared }, at, waitedSeconds: 30 };
    await server.write((tx) => addLostCall(tx, newId(server.deps), call));
    const owners = async (ask: Ask) =>
      (await ask({ url: '/v1/lost-calls' }))
        .json()
        .lostCalls.map(({ customerIds }: { customerIds: string[] }) => customerIds);
    expect(await owners(luca)).toEqual([[carlo.id]]);
    // A lead sees the calls of every queue, whoever the callers are.
    expect(await owners(sara)).toEqual([[]]);
  });

  test('a callback names its customer to those alone who may see them, whoever calls', async () => {
    const callback = { at: '2026-03-03T09:00:00.000Z', number: shared, purpose: null };
    expect((await send(luca, report({ queueId: 'complaints', callback }))).statusCode).toBe(201);
    const customers = async (ask: Ask) =>
      (await ask({ url: '/v1/callbacks' }))
        .json()
        .callbacks.map(({ customerId }: { customerId: string | null }) => customerId);
    expect(await customers(luca)).toEqual([carlo.id]);
    expect(await customers(sara)).toEqual([null]);
    expect(await customers(giulia)).toEqual([]);
  });

  test('whose data may not be used is called by nobody, nor by those who do not see them', async () => {
    const at = server.deps.clock();
    const number = '+390000000196';
    const call = { queueId: 'complaints', caller: { raw: number, e164: number }, at, waitedSeconds: 30 };
    const restriction = { id: newId(server.deps), customer_id: carlo.id, since: at, why: 'Prova', by_agent: 'Prova' };
    await server.write(async (tx) => {
      const phone = { customer_id: carlo.id, position: 9, raw: number, e164: number, tail: '000000196' } as const;
      await tx
        .insertInto('customer_phones')
        .values({ ...phone, kind: 'other' })
        .execute();
      await tx.insertInto('restrictions').values(restriction).execute();
      await addLostCall(tx, newId(server.deps), call);
    });
    const told = async (ask: Ask) =>
      (await ask({ url: '/v1/lost-calls' }))
        .json()
        .lostCalls.find(({ barred }: { barred?: string }) => barred === 'restricted');
    for (const ask of [luca, sara]) expect(await told(ask)).toMatchObject({ number: null });
    await server.write(async (tx) => {
      await tx.deleteFrom('restrictions').where('id', '=', restriction.id).execute();
      await tx.deleteFrom('customer_phones').where('e164', '=', number).execute();
      await tx.deleteFrom('lost_calls').where('e164', '=', number).execute();
    });
  });

  test('who sees a closed queue’s case alone reads and removes no file of it that a restriction or a hold covers', async () => {
    const at = server.deps.clock();
    const [caseId, id] = [newId(server.deps), newId(server.deps)];
    const covers = { id: newId(server.deps), customer_id: marta.id };
    await server.write(async (tx) => {
      const opened = { reason_code: 'REC-04', status: 'open', opened_at: at, reminders: 0 } as const;
      const found = { id: caseId, customer_id: marta.id, number: 'T-9901', title: 'Prova', queue_id: 'support' };
      await tx
        .insertInto('cases')
        .values({ ...found, ...opened })
        .execute();
      const file = { case_id: caseId, name: 'prova.pdf', bytes: 5, sha256: '', by_name: 'Prova', at, moved_at: at };
      await tx
        .insertInto('attachments')
        .values({ id, ...file })
        .execute();
      const bytes = Buffer.from('prova');
      await tx
        .insertInto('attachment_parts')
        .values({ attachment_id: id, at: 0, length: 5, sealed: false, bytes })
        .execute();
      await tx
        .updateTable('attachments')
        .set({ state: 'here', kind: 'pdf', reached: 5 })
        .where('id', '=', id)
        .execute();
      await grantPortfolios(tx, [{ username: 'sara', portfolios: ['support'] }]);
    });
    const read = async () => (await sara({ url: `/v1/attachments/${id}/bytes` })).statusCode;
    const remove = async () => (await sara({ method: 'DELETE', url: `/v1/attachments/${id}` })).statusCode;
    expect(await namesFound(sara, { q: 'Marta Bassi' })).toEqual([]);
    expect(await read()).toBe(200);
    await server.write((tx) =>
      tx
        .insertInto('restrictions')
        .values({ ...covers, since: at, why: 'Prova', by_agent: 'Prova' })
        .execute(),
    );
    expect([await read(), await remove()]).toEqual([423, 423]);
    await server.write(async (tx) => {
      await tx.deleteFrom('restrictions').where('id', '=', covers.id).execute();
      const hold = { reason: 'Prova', reference: 'Prova', placed_by: 'Prova', placed_at: at, review_on: '2027-01-01' };
      await tx
        .insertInto('legal_holds')
        .values({ ...covers, ...hold })
        .execute();
    });
    expect(await remove()).toBe(409);
    await server.write(async (tx) => {
      await tx.deleteFrom('legal_holds').where('id', '=', covers.id).execute();
      await tx.deleteFrom('cases').where('id', '=', caseId).execute();
      await grantPortfolios(tx, [{ username: 'sara', portfolios: [] }]);
    });
  });

  test('another company’s case is found, worked on and registered by nobody else; what is done to one that goes to a closed queue is seen there alone', async () => {
    await queuesAre({ sara: ['welcome'] });
    const act = (ask: Ask, id: string, customer: Customer, doing: object) =>
      ask({
        method: 'POST',
        url: `/v1/cases/${id}/acts`,
        payload: {
          ...{ customerId: customer.id, at: server.deps.clock().toISOString() },
          act: { id: newId(server.deps), ...doing },
        },
      });
    const registering = (backOffice: string) => ({
      ...{
        kind: 'register',
        of: 'case',
        number: '-',
        title: 'Prova',
        reasonCode: 'REC-04',
        priority: 'P3',
        remedy: '',
      },
      ...{ channel: 'call', contactId: null, contract: null, words: '', variant: null, backOffice },
      receivedAt: server.deps.clock().toISOString(),
    });
    const [his, hidden] = [newId(server.deps), newId(server.deps)];
    expect((await act(giulia, his, carlo, registering('FL'))).statusCode).toBe(404);
    expect((await act(luca, his, carlo, registering('FL'))).statusCode).toBe(200);
    for (const doing of [
      { kind: 'note', text: 'Prova' },
      { kind: 'remind', words: '', contactId: null },
    ])
      expect((await act(giulia, his, carlo, doing)).statusCode).toBe(404);
    expect((await giulia({ url: `/v1/cases/${his}` })).statusCode).toBe(404);
    // A number that was given to him is no way to his case.
    expect((await act(giulia, his, marta, registering('FL'))).statusCode).toBe(409);

    const [hers, saras] = [await load(giulia), await load(sara)];
    const sent = await act(sara, hidden, marta, registering('TEC2'));
    expect(sent.json()).toMatchObject({ id: hidden, case: null, number: expect.stringMatching(/^26\d{7}$/) });
    expect(await changed(sara, saras.cursor)).toEqual([]);
    expect(await changed(giulia, hers.cursor)).toMatchObject([
      { kind: 'case', row: { id: hidden, portfolioId: 'support' } },
    ]);
    expect((await act(sara, hidden, marta, { kind: 'note', text: 'Prova' })).statusCode).toBe(404);
    expect((await act(giulia, hidden, marta, { kind: 'note', text: 'Prova' })).json().case.file.log).toHaveLength(2);
    // Taken back to the front line it is everybody's who sees the customer, with all of its log.
    expect((await act(giulia, hidden, marta, { kind: 'assign', owner: null, backOffice: 'FL' })).statusCode).toBe(200);
    expect((await sara({ url: `/v1/cases/${hidden}` })).json().log).toHaveLength(3);
    await server.write((tx) => tx.deleteFrom('cases').where('id', 'in', [his, hidden]).execute());
    await queuesAre({ sara: [] });
  });

  test('what a closed queue has worked on is seen by those who answer it, and its customer by everybody of the company', async () => {
    await queuesAre({ sara: ['welcome'] });
    const [hers, saras] = [await load(giulia), await load(sara)];
    expect((await send(giulia, report({ customerId: marta.id, queueId: 'support' }))).statusCode).toBe(201);
    expect((await changed(giulia, hers.cursor)).map(({ kind }) => kind)).toEqual(['contact']);
    expect(await changed(sara, saras.cursor)).toEqual([]);
    expect(await namesFound(sara, { phone: shared })).toContain('Marta Bassi');
    // Called on that queue’s behalf, by somebody who does not answer it: it is kept, and out of their sight.
    expect((await send(sara, report({ customerId: marta.id, queueId: 'support' }))).statusCode).toBe(201);
    expect(await changed(sara, saras.cursor)).toEqual([]);
    expect(await changed(giulia, hers.cursor)).toHaveLength(2);
  });

  test('who loses a right sees no more from their next question on, and is told what is left; who gains one loads that alone', async () => {
    const { cursor, manifest } = await load(luca);
    const page = async (from: string) => {
      const answer = await changes(luca, from);
      expect(answer.statusCode).toBe(200);
      return changesPageSchema.parse(answer.json());
    };
    const [his] = (await luca({ url: '/v1/customers', query: { phone: shared } })).json().customers;
    await queuesAre({ luca: ['welcome'] });
    const less = await page(cursor);
    expect(less).toMatchObject({ changes: [], portfolios: ['company'] });
    for (const segment of manifest.segments) expect((await segmentOf(luca, segment)).statusCode).toBe(410);
    expect(await namesFound(luca, { phone: shared })).not.toContain('Carlo Bassi');
    expect((await edit(luca, his)).statusCode).toBe(404);
    await server.write((tx) =>
      tx.updateTable('customers').set({ preference: 'pomeriggio' }).where('id', '=', carlo.id).execute(),
    );
    const without = await page(less.next);
    expect(without.changes).toEqual([]);
    await queuesAre({ luca: ['complaints', 'welcome'] });
    const more = await page(without.next);
    expect(more.portfolios).toEqual(['borea', 'company']);
    const gained = await wholeSet(luca, { cursor: more.next, portfolios: 'borea' });
    expect(gained.rows.filter((row) => !isAbout(carlo, row))).toEqual([]);
    const since = [...gained.rows, ...(await changed(luca, gained.cursor))];
    const versions = since.flatMap((row) => (row.kind === 'customer' ? [row.row.preference] : []));
    expect(versions.at(-1)).toBe('pomeriggio');
    await queuesAre({ luca: ['complaints'] });
  });

  test('nobody is made one with another company’s customer, taken for one, or made two again', async () => {
    await queuesAre({ sara: ['welcome'] });
    const key = () => ({ 'idempotency-key': newId(server.deps) });
    const [hers] = (await giulia({ url: '/v1/customers', query: { phone: shared } })).json().customers;
    const [his] = (await luca({ url: '/v1/customers', query: { phone: shared } })).json().customers;
    const merge = (keep: Customer, gone: Customer) =>
      sara({
        ...{ method: 'POST', url: '/v1/merges', headers: key() },
        payload: {
          ...{ id: newId(server.deps), keep: keep.id, keepVersion: keep.version, take: [] },
          ...{ gone: gone.id, goneVersion: gone.version },
        },
      });
    const told = (answer: Awaited<ReturnType<Ask>>) => ({
      status: answer.statusCode,
      secrets: [carlo.code, 'c.bassi@esempio.it', 'Carlo Bassi'].filter((secret) => answer.body.includes(secret)),
    });
    const nothing = { status: 404, secrets: [] };
    expect(told(await merge(hers, his))).toEqual(nothing);
    expect(told(await merge(his, hers))).toEqual(nothing);
    for (const url of ['/v1/duplicates/report', '/v1/duplicates/not-same']) {
      for (const payload of [
        { one: marta.id, other: carlo.id },
        { one: carlo.id, other: marta.id },
      ]) {
        expect(told(await sara({ method: 'POST', url, headers: key(), payload }))).toEqual(nothing);
      }
    }
    expect(told(await sara({ url: `/v1/customers/${carlo.id}/duplicates` }))).toEqual(nothing);

    // Somebody who sees them all merges two of the other company's.
    await server.write(async (tx) => {
      await grantPortfolios(tx, [{ username: 'sara', portfolios: ['borea', 'company'] }]);
      await sql`insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
        values (${newId(server.deps)}, 'BO-20002', 'person', 'Carlo Bassi junior', 'it', ${server.deps.clock()}, 'borea')`.execute(
        tx,
      );
    });
    const [junior] = (await sara({ url: '/v1/customers', query: { q: 'BO-20002' } })).json().customers;
    // Whoever sees both does not make one of two companies' customers either.
    expect((await merge(hers, junior)).json()).toMatchObject({ why: 'otherCompany' });
    const merged = await merge(his, junior);
    expect(merged.statusCode).toBe(201);
    await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: [] }]));
    const undo = (ask: Ask) => ask({ method: 'POST', url: `/v1/merges/${merged.json().id}/undo`, headers: key() });
    expect(told(await undo(sara))).toEqual(nothing);
    expect(told(await sara({ url: `/v1/customers/${junior.id}/duplicates` }))).toEqual(nothing);
    expect(told(await sara({ url: '/v1/duplicates' }))).toEqual({ status: 200, secrets: [] });
    await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: ['borea'] }]));
    expect((await undo(sara)).statusCode).toBe(200);
    await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: [] }]));
  });

  test('no route that reads tells of another company’s customer, whatever id it is asked for', async () => {
    const kept = await server.write(async (tx) => ({
      cases: await tx.selectFrom('cases').select('id').where('customer_id', '=', carlo.id).execute(),
      contacts: await tx.selectFrom('contacts').select('id').where('customer_id', '=', carlo.id).execute(),
    }));
    const attached = { id: newId(server.deps), case_id: must(kept.cases[0], 'case').id };
    const at = server.deps.clock();
    await server.write(async (tx) => {
      await tx
        .insertInto('attachments')
        .values({ ...attached, name: `${carlo.code}.pdf`, bytes: 9, sha256: '', by_name: 'Prova', at, moved_at: at })
        .execute();
      const bytes = Buffer.from(carlo.code);
      await tx
        .insertInto('attachment_parts')
        .values({ attachment_id: attached.id, at: 0, length: bytes.length, sealed: false, bytes })
        .execute();
      await tx
        .updateTable('attachments')
        .set({ state: 'here', kind: 'pdf', reached: 9 })
        .where('id', '=', attached.id)
        .execute();
    });
    expect((await luca({ url: `/v1/attachments/${attached.id}/bytes` })).body).toBe(carlo.code);
    const ids = [carlo.id, ...[...kept.cases, ...kept.contacts, attached].map(({ id }) => id)];
    const documented = Object.entries(server.app.swagger().paths ?? {}).filter(([, path]) => 'get' in (path ?? {}));
    // A stream of hints has no end, and nothing in it.
    const routes = documented.map(([route]) => route).filter((route) => route !== '/v1/sync/events');
    expect(routes).toContain('/v1/customers');
    for (const route of routes) {
      for (const id of route.includes('{') ? ids : ['']) {
        for (const query of [{}, { phone: shared }, { q: 'bassi' }]) {
          const { body } = await giulia({ url: route.replace(/\{[^}]+\}/g, id), query });
          const secrets = [...ids.filter((one) => one !== id), carlo.code, 'c.bassi@esempio.it'];
          expect({ route, told: secrets.filter((secret) => body.includes(secret)) }).toEqual({ route, told: [] });
        }
      }
    }
  });
}
