// What customers have said about the use of their data, and data that may be kept and not be used: the same attempts on every database that
// the server runs on.
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { purge } from '#server/privacy/purge';
import { updateCustomer } from '#server/repositories/customers';
import { asAuthor } from '#server/repositories/history';
import { addLostCall } from '#server/repositories/lostCalls';
import { must } from '#shared/lib/must';
import { type ConsentWord, lastWords, standingWord } from '#shared/model/consent';
import type { Customer } from '#shared/model/customer';
import { type Change, changesPageSchema } from '#shared/protocol/sync';
import { interactionReport } from './interactionReport.ts';
import { newsOf } from './newsOf.ts';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';
import { wholeSet } from './wholeSet.ts';

/** `postgres`: the PostgreSQL on which; left out: as `openTestDatabase`. */
export function consentsAndRestrictions(postgres?: () => string): void {
  let server: TestServer;
  let giulia: Ask;
  let officer: Ask;
  beforeAll(async () => {
    server = await startTestServer({ postgres: postgres?.(), customers: 60 });
    await server.write((tx) =>
      tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
    );
    [giulia, officer] = [await server.as('giulia'), await server.as('sara')];
  });
  afterAll(() => server.stop());

  const post = (ask: Ask, url: string, payload: object, headers: object = {}) =>
    ask({ method: 'POST', url, headers: { 'idempotency-key': newId(server.deps), ...headers }, payload });
  const take = (step: object) => post(officer, '/v1/privacy/steps', step);
  const found = async (ask: Ask, query: Record<string, string>): Promise<Customer[]> =>
    (await ask({ url: '/v1/customers', query })).json().customers;
  const one = async (q: string) => must((await found(giulia, { q }))[0], q);
  const changed = async (cursor: string): Promise<{ changes: Change[]; next: string }> =>
    changesPageSchema.parse((await giulia({ url: '/v1/sync/changes', query: { cursor } })).json());
  const now = () => server.deps.clock().toISOString();
  const ago = (minutes: number) => new Date(server.deps.clock().getTime() - minutes * 60_000).toISOString();

  const says = (customerId: string, word: Partial<ConsentWord>, headers: object = {}) =>
    post(
      giulia,
      '/v1/consents',
      {
        ...{ id: newId(server.deps), customerId, interactionId: null },
        ...{ purpose: 'marketing', word: 'given', at: now(), channel: 'call', edition: '2026-1', ...word },
      },
      headers,
    );
  const rowOf = async (id: string): Promise<Customer> => {
    const { rows, cursor } = await wholeSet(giulia);
    const all = [...rows, ...(await changed(cursor)).changes];
    const versions = all.flatMap((each) => (each.kind === 'customer' && each.row.id === id ? [each.row] : []));
    return must(versions.at(-1), 'row');
  };

  test('the texts are in the workstation, each purpose with the edition that counts and those to come', async () => {
    const texts = async () => (await giulia({ url: '/v1/workstation' })).json().consentTexts;
    const editions = async () =>
      (await texts()).map(({ purpose, edition }: { purpose: string; edition: string }) => `${purpose} ${edition}`);
    expect(await editions()).toEqual(['marketing 2026-1', 'survey 2026-1']);
    const words = { it: 'Offerte', en: 'Offers' };
    const text = { purpose: 'marketing', edition: '2026-2', name: words, text: words, fromDay: '2026-03-10' };
    expect((await take({ kind: 'addConsentText', text })).statusCode).toBe(200);
    expect((await take({ kind: 'addConsentText', text })).statusCode).toBe(409);
    expect(await editions()).toEqual(['marketing 2026-1', 'marketing 2026-2', 'survey 2026-1']);
    await take({ kind: 'addConsentText', text: { ...text, edition: '2026-3', fromDay: '2026-03-01' } });
    expect(await editions()).toEqual(['marketing 2026-3', 'marketing 2026-2', 'survey 2026-1']);
  });

  test('a word lands once, comes with the feed, and its history says who has written it down', async () => {
    const marta = await one('marta bassi');
    const { cursor } = await wholeSet(giulia);
    const key = newId(server.deps);
    const payload = { id: newId(server.deps), customerId: marta.id, interactionId: null, purpose: 'marketing' };
    const said = { ...payload, word: 'given', at: ago(5), channel: 'call', edition: '2026-1' };
    for (const _ of [1, 2]) {
      const answer = await post(giulia, '/v1/consents', said, { 'idempotency-key': key });
      expect(answer.statusCode).toBe(201);
      expect(answer.json().customer).toMatchObject({ id: marta.id, version: marta.version + 1 });
    }
    // Also where the answer of then has been forgotten meanwhile.
    const late = await post(giulia, '/v1/consents', said);
    expect([late.statusCode, late.json().customer.version]).toEqual([201, marta.version + 1]);
    const { changes } = await changed(cursor);
    const { id: _id, customerId: _customer, interactionId: _interaction, ...word } = said;
    expect(changes).toMatchObject([{ kind: 'customer', row: { id: marta.id, consents: [word] } }]);
    const history = (await giulia({ url: `/v1/customers/${marta.id}/consents` })).json();
    expect(history.words).toEqual([{ ...word, id: said.id, by: 'Giulia Serra' }]);
  });

  test('consent is given to a text that there is, and nobody speaks for a customer whom they do not see', async () => {
    const marta = await one('marta bassi');
    expect((await says(marta.id, { edition: null })).statusCode).toBe(422);
    expect((await says(marta.id, { edition: '1999-1' })).statusCode).toBe(422);
    expect((await says(marta.id, { purpose: 'astrology', word: 'objected', edition: null })).statusCode).toBe(422);
    expect((await says('01JZZZZZZZZZZZZZZZZZZZZZZZ', {})).statusCode).toBe(404);
    expect((await giulia({ url: '/v1/customers/01JZZZZZZZZZZZZZZZZZZZZZZZ/consents' })).statusCode).toBe(404);
  });

  test('a withdrawal that was on its way wins over consent that was given before it, and an objection over what was withdrawn', async () => {
    const carlo = await one('carlo bassi');
    const stands = async () => standingWord((await rowOf(carlo.id)).consents, 'marketing')?.word;
    await says(carlo.id, { word: 'withdrawn', at: ago(10), edition: null });
    await says(carlo.id, { word: 'given', at: ago(20) });
    expect(await stands()).toBe('withdrawn');
    await says(carlo.id, { word: 'objected', at: ago(8), edition: null });
    await says(carlo.id, { word: 'withdrawn', at: ago(5), edition: null });
    await says(carlo.id, { word: 'given', at: ago(9) });
    expect(await stands()).toBe('objected');
    await says(carlo.id, { word: 'given', at: ago(1) });
    expect(await stands()).toBe('given');
  });

  test('what a wrong clock says is put right by what it says now, and nothing was said later than now', async () => {
    const [customer] = await found(giulia, { q: 'AU-20001' });
    const { id } = must(customer, 'customer');
    const words = async () => (await rowOf(id)).consents;
    // The PC is a year behind: the customer has said it two minutes ago.
    const [yearBehind, hourAhead] = [-365 * 1_440, 60];
    await says(id, { word: 'given', at: ago(-yearBehind + 2) }, { 'sent-at': ago(-yearBehind) });
    expect(await words()).toMatchObject([{ at: ago(2) }]);
    await says(id, { word: 'withdrawn', at: ago(-hourAhead + 1), edition: null }, { 'sent-at': ago(-hourAhead) });
    expect((await words()).find(({ word }) => word === 'withdrawn')).toMatchObject({ at: ago(1) });
    await says(id, { purpose: 'survey', at: ago(-500), channel: 'letter' });
    expect((await words()).find(({ purpose }) => purpose === 'survey')).toMatchObject({ at: now() });
  });

  test('the database keeps of any words, in any order, what the rules say', async () => {
    const people = await found(giulia, { q: 'AU-2000' });
    let next = 0;
    const word = fc.record({
      purpose: fc.constantFrom('marketing', 'survey'),
      word: fc.constantFrom('given' as const, 'withdrawn' as const, 'objected' as const),
      minutes: fc.integer({ min: 0, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (some) => {
        const { id } = must(people[next++ % people.length], 'customer');
        const words = some.map(({ minutes, ...rest }): ConsentWord => {
          return { ...rest, at: ago(minutes), channel: 'call', edition: '2026-1' };
        });
        const kept = await server.write(async (tx) => {
          await tx.deleteFrom('consents').where('customer_id', '=', id).execute();
          for (const said of words)
            await tx
              .insertInto('consents')
              .values({
                ...said,
                ...{
                  id: newId(server.deps),
                  customer_id: id,
                  interaction_id: null,
                  agent_id: null,
                  received_at: now(),
                },
              })
              .execute();
          const row = await tx
            .selectFrom('customers')
            .select('consents')
            .where('id', '=', id)
            .executeTakeFirstOrThrow();
          const { rows } = await sql<{ yes: boolean }>`select has_consented(${id}, 'marketing') as yes`.execute(tx);
          return { consents: row.consents, yes: rows[0]?.yes };
        });
        expect(new Set(kept.consents.map(withoutChannel))).toEqual(new Set(lastWords(words).map(withoutChannel)));
        expect(kept.yes).toBe(standingWord(words, 'marketing')?.word === 'given');
      }),
      { numRuns: 25 },
    );
  });
  const withoutChannel = ({ purpose, word, at }: ConsentWord) => `${purpose} ${word} ${at}`;

  test('a call for offers is on the list without a number, and nobody takes it, until the customer has agreed', async () => {
    const [customer] = await found(giulia, { q: 'AU-20012' });
    const { id: customerId } = must(customer, 'customer');
    const callback = { at: now(), number: '+390000000777', purpose: 'marketing' };
    const report = interactionReport(newId(server.deps), { customerId, callback });
    expect((await post(giulia, '/v1/interactions', report)).statusCode).toBe(201);
    const listed = async () =>
      (await giulia({ url: '/v1/callbacks' })).json().callbacks.find(({ id }: { id: string }) => id === report.id);
    const take = () => giulia({ method: 'POST', url: `/v1/callbacks/${report.id}/take` });
    expect(await listed()).toMatchObject({ number: null, barred: 'noConsent', purpose: 'marketing' });
    expect((await take()).json()).toMatchObject({ status: 403, type: 'urn:cornetta:problem:no-consent' });
    await says(customerId, { purpose: 'survey' });
    expect((await take()).statusCode).toBe(403);
    // Whoever has the list open is told to look again.
    expect(await newsOf(server.deps.db, () => says(customerId, { at: ago(3) }))).toContain('callbacks');
    expect(await listed()).toMatchObject({ number: '+390000000777', barred: null });
    await says(customerId, { word: 'objected', at: ago(2), edition: null });
    expect((await take()).statusCode).toBe(403);
    await says(customerId, { at: ago(1) });
    expect((await take()).statusCode).toBe(204);
  });

  const shared = '+390000000103';

  test('whose data are restricted is told to caches without them, found by a call alone, and changed by nobody but who answers for privacy', async () => {
    const before = await one('carlo bassi');
    const { id } = before;
    const loaded = await wholeSet(giulia);
    const words = (rows: readonly Change[]) =>
      rows.flatMap((change) => {
        if (change.kind === 'contact') return change.row.customerId === id ? [change.row.note] : [];
        if (change.kind === 'case') return change.row.customerId === id ? [change.row.title] : [];
        return [];
      });
    expect(words(loaded.rows).some((text) => text !== '')).toBe(true);
    const restricted = await take({ kind: 'restrict', customerId: id, why: 'contesta i dati' });
    expect(restricted.statusCode).toBe(200);

    const redacted = {
      ...{ id, name: before.name, code: before.code, phones: before.phones, restrictedAt: now() },
      ...{ email: null, address: null, birthDate: null, taxCode: null, iban: null, preference: null, contracts: [] },
    };
    const { changes } = await changed(loaded.cursor);
    expect(changes.findLast((change) => change.kind === 'customer' && change.row.id === id)).toMatchObject({
      row: redacted,
    });
    expect(words(changes)).toHaveLength(words(loaded.rows).length);
    expect(new Set(words(changes))).toEqual(new Set(['']));
    // Who loads everything from now on gets no more, though the bytes had been kept.
    const anew = await wholeSet(giulia);
    expect(anew.rows.find((row) => row.row.id === id)).toMatchObject({ row: redacted });
    expect(new Set(words(anew.rows))).toEqual(new Set(['']));

    for (const q of ['carlo bassi', before.code]) expect(await found(giulia, { q })).toEqual([]);
    expect(await found(officer, { q: before.code })).toMatchObject([{ id }]);
    const ringing = await found(giulia, { phone: shared });
    expect(ringing.find((each) => each.id === id)).toMatchObject(redacted);

    const patch = (ask: Ask, version: number) =>
      ask({
        ...{ method: 'PATCH', url: `/v1/customers/${id}`, payload: { email: 'nuova@esempio.it' } },
        headers: { 'if-match': `"${version}"`, 'idempotency-key': newId(server.deps) },
      });
    const { version } = await rowOf(id);
    // Restricted comes before outdated: the agent is told what matters.
    expect((await patch(giulia, before.version)).json()).toMatchObject({ status: 423 });
    expect((await patch(giulia, version)).statusCode).toBe(423);
    const history = { url: `/v1/customers/${id}/history` };
    expect((await giulia(history)).statusCode).toBe(423);
    expect((await officer(history)).statusCode).toBe(200);
    expect((await patch(officer, version)).statusCode).toBe(200);
    expect(
      (await take({ kind: 'rectify', customerId: id, why: 'nome sbagliato', fields: { name: 'Carlo Bàssi' } }))
        .statusCode,
    ).toBe(200);

    const read = async (ask: Ask) => (await ask({ ...history, query: { field: 'name' } })).json();
    expect(await read(officer)).toMatchObject({ changes: [{ cause: 'rectify', why: 'nome sbagliato' }] });

    expect((await take({ kind: 'liftRestriction', customerId: id })).statusCode).toBe(200);
    const after = await rowOf(id);
    expect(after).toMatchObject({
      name: 'Carlo Bàssi',
      email: 'nuova@esempio.it',
      restrictedAt: null,
      iban: before.iban,
    });
    expect(words((await wholeSet(giulia)).rows)).toEqual(words(loaded.rows));
    expect((await patch(giulia, after.version)).statusCode).toBe(200);
    // Why it was put right may be the customer’s own affair.
    expect((await read(giulia)).changes[0]).not.toHaveProperty('why');
    const told = (await officer({ url: '/v1/privacy' })).json();
    expect(told.restrictions).toEqual([]);
  });

  test('whoever writes, a trigger holds back what is restricted, and lets what was said about it through', async () => {
    const [customer] = await found(giulia, { q: 'AU-20020' });
    const { id } = must(customer, 'customer');
    const edit = (cause: 'import' | 'privacy') =>
      server.write(async (tx) => {
        await asAuthor(tx, { agentId: null, name: 'Prova', cause });
        const before = must(customer, 'customer');
        await updateCustomer(tx, before, { phones: [] }, new Date(server.deps.clock().getTime() + 1));
      });
    await take({ kind: 'restrict', customerId: id, why: 'contesta i dati' });
    await expect(edit('import')).rejects.toMatchObject({ code: 'P4231' });
    expect((await says(id, { word: 'objected', edition: null })).statusCode).toBe(201);
    expect((await rowOf(id)).phones).toEqual(customer?.phones);
    await edit('privacy');
    expect((await rowOf(id)).phones).toEqual([]);
    await take({ kind: 'liftRestriction', customerId: id });
  });

  test('who was to be called back stays on the lists, with why they are not called', async () => {
    const [customer] = await found(giulia, { q: 'AU-20030' });
    const { id, phones } = must(customer, 'customer');
    const number = must(phones[0]?.e164, 'number');
    const at = server.deps.clock();
    const lost = newId(server.deps);
    const call = { queueId: 'welcome', caller: { raw: number, e164: number }, at, waitedSeconds: 30 };
    await server.write((tx) => addLostCall(tx, lost, call));
    const callback = { at: now(), number, purpose: null };
    const report = interactionReport(newId(server.deps), { customerId: id, callback });
    await post(giulia, '/v1/interactions', report);
    const lists = async () => {
      const { callbacks } = (await giulia({ url: '/v1/callbacks' })).json();
      const { lostCalls } = (await giulia({ url: '/v1/lost-calls' })).json();
      return [
        callbacks.find((each: { id: string }) => each.id === report.id),
        lostCalls.find((each: { id: string }) => each.id === lost),
      ];
    };
    const taken = (list: string, which: string) => giulia({ method: 'POST', url: `/v1/${list}/${which}/take` });
    const toldBy = (step: object) => newsOf(server.deps.db, () => take(step));
    const bothLists = ['callbacks', 'lostCalls'];
    expect([...(await toldBy({ kind: 'restrict', customerId: id, why: 'contesta i dati' }))]).toEqual(
      expect.arrayContaining(bothLists),
    );
    for (const line of await lists()) expect(line).toMatchObject({ number: null, barred: 'restricted' });
    expect((await taken('callbacks', report.id)).statusCode).toBe(423);
    expect((await taken('lost-calls', lost)).statusCode).toBe(423);
    // What is said in a call of theirs is reported all the same.
    const later = interactionReport(newId(server.deps), { customerId: id, note: 'passata al responsabile' });
    expect((await post(giulia, '/v1/interactions', later)).statusCode).toBe(201);
    expect([...(await toldBy({ kind: 'liftRestriction', customerId: id }))]).toEqual(expect.arrayContaining(bothLists));
    for (const line of await lists()) expect(line).toMatchObject({ number, barred: null });
    expect((await taken('callbacks', report.id)).statusCode).toBe(204);
  });

  test('what is restricted is kept, however long ago its time has run out', async () => {
    const [customer] = await found(giulia, { q: 'AU-20040' });
    const { id } = must(customer, 'customer');
    await server.write(async (tx) => {
      await sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
        values (${newId(server.deps)}, ${id}, '2001-01-01', 'call', 'incoming', 'Prova', 'vecchia')`.execute(tx);
      await sql`update retention_rules set in_force = true, kept_for = 'P24M' where what = 'contacts'`.execute(tx);
    });
    await take({ kind: 'restrict', customerId: id, why: 'gli servono per una causa' });
    const old = () =>
      server.write((tx) =>
        tx.selectFrom('contacts').select('id').where('customer_id', '=', id).where('note', '=', 'vecchia').execute(),
      );
    await purge(server.deps.db, server.deps.clock(), false);
    expect(await old()).toHaveLength(1);
    await take({ kind: 'liftRestriction', customerId: id });
    await purge(server.deps.db, server.deps.clock(), false);
    expect(await old()).toHaveLength(0);
  });
}
