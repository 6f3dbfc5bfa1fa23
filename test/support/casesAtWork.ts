// Cases at the backend: what may be done to them is decided as on the PC, once however often it arrives; numbers are given twice to nobody.
// The same on every database that the server runs on.
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { closeAnswered } from '#server/cases/keeper';
import { newId } from '#server/deps';
import { forgetNumbers } from '#server/repositories/cases';
import type { Act } from '#shared/model/caseActs';
import { isOpen, statusOf, steps } from '#shared/model/caseFile';
import { caseNumberSchema } from '#shared/model/caseNumber';
import type { Case, Customer } from '#shared/model/customer';
import { actedSchema, numbersGivenSchema, wholeCaseSchema } from '#shared/protocol/cases';
import { sessionSchema } from '#shared/protocol/sessions';
import { type Change, changesPageSchema } from '#shared/protocol/sync';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';
import { feedNow, wholeSet } from './wholeSet.ts';

/** `postgres`: the PostgreSQL on which; left out: as `openTestDatabase`. */
export function casesAtWork(postgres?: () => string): void {
  let server: TestServer;
  let giulia: Ask;
  let luca: Ask;
  let sara: Ask;
  let carlo: Customer;
  let ids: Record<'giulia' | 'luca' | 'sara', string>;

  beforeAll(async () => {
    server = await startTestServer({ postgres: postgres?.() });
    await signIn();
    const found = (await giulia({ url: '/v1/customers', query: { q: 'carlo bassi' } })).json().customers;
    carlo = found[0];
    const agents = await server.write((tx) => tx.selectFrom('agents').select(['id', 'username']).execute());
    ids = Object.fromEntries(agents.map(({ id, username }) => [username, id])) as typeof ids;
  });
  afterAll(() => server.stop());

  /** Once more after days have passed. */
  async function signIn(): Promise<void> {
    [giulia, luca, sara] = [await server.as('giulia'), await server.as('luca'), await server.as('sara')];
  }

  const day = 86_400_000;
  const now = () => server.deps.clock().toISOString();

  const numbers = async (ask: Ask, count: number, key = newId(server.deps)): Promise<string[]> => {
    const answer = await ask({
      method: 'POST',
      url: '/v1/cases/numbers',
      headers: { 'idempotency-key': key },
      payload: { count },
    });
    return numbersGivenSchema.parse(answer.json()).numbers;
  };

  type Doing = { [K in Act['kind']]: Omit<Extract<Act, { kind: K }>, 'id'> & { readonly id?: string } }[Act['kind']];
  const act = (ask: Ask, caseId: string, doing: Doing, differing: object = {}) =>
    ask({
      method: 'POST',
      url: `/v1/cases/${caseId}/acts`,
      payload: { customerId: carlo.id, act: { id: newId(server.deps), ...doing }, at: now(), ...differing },
    });
  const done = async (ask: Ask, caseId: string, doing: Doing): Promise<Case> => {
    const answer = await act(ask, caseId, doing);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const { case: after } = actedSchema.parse(answer.json());
    if (after === null) throw new Error('out of sight');
    return after;
  };

  const registering = (number: string, differing: Partial<Extract<Act, { kind: 'register' }>> = {}): Doing => ({
    ...{ kind: 'register', of: 'complaint', number, title: 'Bolletta doppia', reasonCode: 'REC-04', priority: 'P3' },
    ...{ channel: 'call', contactId: null, contract: null, words: 'Mi avete fatto pagare due volte.' },
    ...{ remedy: 'Il rimborso', receivedAt: now(), variant: null, backOffice: 'REC' },
    ...differing,
  });
  async function registered(ask: Ask, differing: Partial<Extract<Act, { kind: 'register' }>> = {}): Promise<Case> {
    const [number = ''] = await numbers(ask, 1);
    return done(ask, newId(server.deps), registering(number, differing));
  }
  /** As it is told in the feed to that agent. */
  const told = async (ask: Ask, caseId: string): Promise<Case | undefined> => {
    await server.write((tx) => tx.deleteFrom('generations').execute());
    const { rows } = await wholeSet(ask);
    return rows.flatMap((row) => (row.kind === 'case' && row.row.id === caseId ? [row.row] : []))[0];
  };
  const refusalOf = (answer: { json(): { refusal?: { why: string } } }) => answer.json().refusal?.why;

  describe('numbers', () => {
    test('twenty who ask at once get numbers that check, none of them twice', async () => {
      const given = (await Promise.all(Array.from({ length: 20 }, () => numbers(giulia, 50)))).flat();
      expect(given).toHaveLength(1_000);
      expect(new Set(given).size).toBe(1_000);
      for (const number of given) expect(caseNumberSchema.safeParse(number).success).toBe(true);
    });

    test('two instances on one database give none twice, and do an act that came to both once', async () => {
      const other = await buildServer(server.deps);
      const signedIn = await other.inject({
        method: 'POST',
        url: '/v1/sessions',
        payload: { username: 'giulia', password: 'cornetta' },
      });
      const { accessToken } = sessionSchema.parse(signedIn.json());
      const there: Ask = (request) =>
        other.inject({ ...request, headers: { authorization: `Bearer ${accessToken}`, ...request.headers } });
      const given = await Promise.all(Array.from({ length: 10 }, (_, n) => numbers(n % 2 ? giulia : there, 20)));
      expect(new Set(given.flat()).size).toBe(200);
      const id = newId(server.deps);
      const registration: Doing = { id: newId(server.deps), ...registering(given[0]?.[0] ?? '') };
      const chasing: Doing = { id: newId(server.deps), kind: 'remind', words: '', contactId: null };
      const both = (doing: Doing) =>
        Promise.all([giulia, there, giulia, there].map(async (ask) => (await act(ask, id, doing)).statusCode));
      expect(await both(registration)).toEqual([200, 200, 200, 200]);
      expect(await both(chasing)).toEqual([200, 200, 200, 200]);
      expect(await told(giulia, id)).toMatchObject({ reminders: 1, file: { log: [{}, {}] } });
      await other.close();
    });

    test('asked again under its key, a lost answer brings the same numbers', async () => {
      const key = newId(server.deps);
      expect(await numbers(giulia, 3, key)).toEqual(await numbers(giulia, 3, key));
    });

    test('one that is somebody else’s, or is used, gives way to another, and the customer is to be told', async () => {
      const [hers = ''] = await numbers(giulia, 1);
      const his = await done(luca, newId(server.deps), registering(hers));
      expect(his.number).not.toBe(hers);
      expect(his.file?.toTell).toContain('newNumber');
      const first = await done(giulia, newId(server.deps), registering(hers));
      expect([first.number, first.file?.toTell]).toEqual([hers, ['number']]);
      expect((await done(giulia, newId(server.deps), registering(hers))).number).not.toBe(hers);
    });

    test('what was never used in more than a year is forgotten, what names a case never', async () => {
      const [unused = '', used = ''] = await numbers(sara, 2);
      await done(sara, newId(server.deps), registering(used));
      await server.write((tx) => forgetNumbers(tx, new Date(server.deps.clock().getTime() + 1)));
      const left = await server.write((tx) => tx.selectFrom('case_numbers').select('number').execute());
      expect(left.map(({ number }) => number)).toContain(used);
      expect(left.map(({ number }) => number)).not.toContain(unused);
    });
  });

  describe('a complaint', () => {
    test('is registered with what is due of it, and told to everybody who sees the customer', async () => {
      const complaint = await registered(giulia, { receivedAt: '2026-03-02T08:30:00.000Z' });
      expect(complaint).toMatchObject({ customerId: carlo.id, status: 'open', openedAt: '2026-03-02T08:30:00.000Z' });
      const dues = complaint.file?.dues.map(({ what, end }) => [what, end.state === 'running' ? end.day : null]);
      expect(dues).toEqual([
        ['acknowledge', '2026-03-02'],
        ['assess', '2026-03-04'],
        ['answer', '2026-04-01'],
      ]);
      expect(await told(luca, complaint.id)).toEqual(complaint);
    });

    test('of an id that is taken is refused; of a customer whom nobody knows likewise', async () => {
      const complaint = await registered(giulia);
      const [number = ''] = await numbers(giulia, 1);
      expect((await act(giulia, complaint.id, registering(number))).statusCode).toBe(409);
      const nobodys = { customerId: '01JZZZZZZZZZZZZZZZZZZZZZZZ' };
      expect((await act(giulia, newId(server.deps), registering(number), nobodys)).statusCode).toBe(404);
      expect((await act(giulia, 'T-99', registering(number))).statusCode).toBe(422);
    });

    test('of a reason or an office that is on no list is refused by name', async () => {
      const wrong = async (differing: Partial<Extract<Act, { kind: 'register' }>>) =>
        (await act(giulia, newId(server.deps), registering('-', differing))).json().errors?.[0]?.field;
      expect(await wrong({ reasonCode: 'XXX-99' })).toBe('act.reasonCode');
      expect(await wrong({ backOffice: 'XX' })).toBe('act.backOffice');
    });

    /** By a PC whose clock goes by so much wrong; `differing` is told what that clock says. */
    const registeredAt = async (
      offMs: number,
      differing: (told: string) => Partial<Extract<Act, { kind: 'register' }>>,
    ) => {
      const [number = ''] = await numbers(giulia, 1);
      const told = new Date(server.deps.clock().getTime() + offMs).toISOString();
      const answer = await giulia({
        method: 'POST',
        url: `/v1/cases/${newId(server.deps)}/acts`,
        headers: { 'sent-at': told },
        payload: {
          customerId: carlo.id,
          at: told,
          act: { id: newId(server.deps), ...registering(number, differing(told)) },
        },
      });
      return actedSchema.parse(answer.json()).case;
    };

    // A desk of before has looked twice at its clock, to say when it was written down and when it came.
    test.each([
      [3, 0],
      [-3, 0],
      [-3, 4],
      [-3, -4],
    ])('is registered by the clock that was wrong: what it says is taken off (%i days, %i ms)', async (off, apart) => {
      const found = await registeredAt(off * day, (told) => ({
        receivedAt: new Date(Date.parse(told) + apart).toISOString(),
      }));
      expect(found?.openedAt).toBe(now());
    });

    test('that came by letter keeps the day on which it came, whatever the clock of the PC says; none came later than now', async () => {
      const register = (receivedAt: string, offMs: number) =>
        registeredAt(offMs, () => ({ channel: 'letter', receivedAt }));
      for (const offMs of [3 * day, -3 * day, 0]) {
        const letter = await register('2026-02-20T11:00:00.000Z', offMs);
        expect(letter?.openedAt).toBe('2026-02-20T11:00:00.000Z');
        const answer = letter?.file?.dues.find(({ what }) => what === 'answer');
        expect(answer?.end).toMatchObject({ day: '2026-03-22' });
      }
      const ahead = new Date(server.deps.clock().getTime() + 2 * day).toISOString();
      expect((await register(ahead, 3 * day))?.openedAt).toBe(now());
    });

    test('goes its whole way: taken by the complaints desk, worked, waited for, offered', async () => {
      const complaint = await registered(giulia);
      await done(giulia, complaint.id, { kind: 'acknowledge', told: 'call' });
      const owner = { id: ids.luca, name: 'chiunque' } as never;
      const assessing = { kind: 'assess', severity: 2, safety: false, complex: false, repeated: false, owner } as const;
      expect(refusalOf(await act(giulia, complaint.id, { ...assessing, priority: 'P2' }))).toBe('notYours');
      const assessed = await done(luca, complaint.id, { ...assessing, priority: 'P2' });
      // By the name that they have here.
      expect(assessed.file?.owner).toEqual({ id: ids.luca, name: expect.stringContaining('Luca') });
      await done(luca, complaint.id, { kind: 'work' });
      await done(luca, complaint.id, { kind: 'waitCustomer', missing: 'La bolletta', remindOn: '2026-03-20' });
      await done(giulia, complaint.id, { kind: 'resume', text: 'Ha mandato la bolletta' });
      const proposal = {
        text: 'Accredito della doppia fattura',
        costCents: 4_000,
        indemnityCents: 0,
        byDay: '2026-03-30',
      };
      const tooMuch = await act(luca, complaint.id, { kind: 'propose', proposal: { ...proposal, costCents: 8_000 } });
      expect(refusalOf(tooMuch)).toBe('needsConfirmation');
      const proposed = await done(luca, complaint.id, { kind: 'propose', proposal });
      expect([proposed.file?.stage.step, proposed.status]).toEqual(['proposed', 'inProgress']);
      const whole = wholeCaseSchema.parse((await giulia({ url: `/v1/cases/${complaint.id}` })).json());
      expect(whole.log.map((entry) => entry.act)).toEqual([
        ...['register', 'acknowledge', 'assess', 'work', 'waitCustomer', 'resume', 'propose'],
      ]);
      expect(whole.log.map((entry) => entry.by)).toContain('Luca Moro');
    });

    test('above the mandate is offered once the lead has confirmed it, and not by whoever asked', async () => {
      const found = await registered(luca, { of: 'case', backOffice: 'REC' });
      await done(luca, found.id, { kind: 'work' });
      const asked = await done(luca, found.id, { kind: 'askConfirmation', thing: { of: 'proposal', cents: 8_000 } });
      const confirmationId = asked.file?.confirmations[0]?.id ?? '';
      expect((await act(luca, found.id, { kind: 'confirm', confirmationId })).statusCode).toBe(409);
      await done(sara, found.id, { kind: 'confirm', confirmationId });
      const proposal = { text: 'Accredito', costCents: 8_000, indemnityCents: 0, byDay: '2026-03-30' };
      expect((await done(luca, found.id, { kind: 'propose', proposal })).file?.proposal?.costCents).toBe(8_000);
    });

    test('that is about an agent is theirs to note and to chase alone, and nobody’s PC says about whom it is', async () => {
      const complaint = await registered(giulia);
      const after = await done(luca, complaint.id, { kind: 'setSubject', subject: ids.giulia as never });
      expect(JSON.stringify(after)).not.toContain('subject');
      expect(JSON.stringify(await told(sara, complaint.id))).not.toContain('subject');
      expect(refusalOf(await act(giulia, complaint.id, { kind: 'acknowledge', told: 'call' }))).toBe('aboutYou');
      await done(giulia, complaint.id, { kind: 'note', text: 'Ho richiamato il cliente' });
    });

    test('chased three times moves up, with the conversations in which it was', async () => {
      const complaint = await registered(giulia);
      const calls = Array.from({ length: 3 }, () => newId(server.deps));
      for (const contactId of calls)
        await done(giulia, complaint.id, { kind: 'remind', words: 'Ancora niente', contactId: contactId as never });
      expect(await told(luca, complaint.id)).toMatchObject({ reminders: 3, file: { priority: 'P2' } });
      const logged = await server.write((tx) =>
        tx
          .selectFrom('case_log')
          .select('contact_id')
          .where('case_id', '=', complaint.id)
          .where('act', '=', 'remind')
          .execute(),
      );
      expect(logged.map(({ contact_id }) => contact_id).sort()).toEqual(calls.sort());
    });

    test('an answered one is closed by the house when its time is over, and not a day before', async () => {
      const complaint = await registered(giulia);
      const stage = {
        ...{ step: 'answered', at: now(), letterId: newId(server.deps), verdict: 'upheld', rootCause: 'billing' },
        ...{ authorId: ids.luca, confirmedBy: ids.sara },
      };
      const due = { what: 'closing', begun: now(), term: null, metAt: null };
      const end = { state: 'running', day: '2026-03-17', at: null, warn: ['2026-03-10', '2026-03-14'] };
      await server.write((tx) =>
        sql`update cases set file = jsonb_set(jsonb_set(file, '{stage}', ${JSON.stringify(stage)}::jsonb), '{dues}',
        ${JSON.stringify([{ ...due, end }])}::jsonb) where id = ${complaint.id}`.execute(tx),
      );
      expect(await closeAnswered(server.deps)).toBe(0);
      server.pass(15 * day);
      expect(await closeAnswered(server.deps)).toBe(0);
      server.pass(day);
      expect(await Promise.all([closeAnswered(server.deps), closeAnswered(server.deps)])).toContain(1);
      await signIn();
      const closed = await told(giulia, complaint.id);
      expect(closed).toMatchObject({ status: 'closed', file: { stage: { step: 'closed', outcome: 'upheld' } } });
      expect(closed?.file?.log.filter((entry) => entry.act === 'close')).toHaveLength(1);
      expect((await done(giulia, complaint.id, { kind: 'reopen', words: 'Non è arrivato', newFacts: '' })).status).toBe(
        'open',
      );
    });
  });

  describe('an act', () => {
    test('that comes twice, also at once, is done once', async () => {
      const complaint = await registered(giulia);
      const chasing: Doing = { id: newId(server.deps), kind: 'remind', words: '', contactId: null };
      const answers = await Promise.all(Array.from({ length: 5 }, () => act(giulia, complaint.id, chasing)));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
      await act(giulia, complaint.id, chasing);
      expect((await told(giulia, complaint.id))?.reminders).toBe(1);
      expect((await act(giulia, (await registered(giulia)).id, chasing)).json().type).toContain('key-reused');
    });

    test('registering that comes twice at once is one case', async () => {
      const [number = ''] = await numbers(giulia, 1);
      const registration: Doing = { id: newId(server.deps), ...registering(number) };
      const id = newId(server.deps);
      const answers = await Promise.all(Array.from({ length: 4 }, () => act(giulia, id, registration)));
      for (const answer of answers) expect(actedSchema.parse(answer.json()).number).toBe(number);
      expect((await told(giulia, id))?.file?.log).toHaveLength(1);
    });

    test('changes a case that was there before anybody wrote cases here, from then on with its log', async () => {
      const before = await server.write((tx) =>
        tx.selectFrom('cases').select(['id', 'number']).where('number', '=', 'T-21').executeTakeFirstOrThrow(),
      );
      expect((await told(giulia, before.id))?.file).toBeNull();
      const taken = await done(giulia, before.id, { kind: 'work' });
      expect(taken).toMatchObject({ number: 'T-21', title: 'Internet assente', reminders: 2, status: 'inProgress' });
      expect(taken.file).toMatchObject({ owner: { id: ids.giulia }, log: [{ act: 'work' }] });
    });

    test('on two cases of a customer makes one of them, with the reminders of both', async () => {
      const [one, other] = [await registered(giulia), await registered(giulia)];
      await done(giulia, one.id, { kind: 'remind', words: '', contactId: null });
      const elsewhere = await server.write((tx) =>
        tx.selectFrom('cases').select('id').where('customer_id', '<>', carlo.id).executeTakeFirstOrThrow(),
      );
      expect(refusalOf(await act(luca, one.id, { kind: 'merge', into: elsewhere.id }))).toBe('lacking');
      expect(refusalOf(await act(luca, one.id, { kind: 'merge', into: one.id }))).toBe('lacking');
      expect((await done(luca, one.id, { kind: 'merge', into: other.id })).status).toBe('closed');
      const kept = await told(luca, other.id);
      expect(kept?.reminders).toBe(1);
      expect(kept?.file?.log.at(-1)).toMatchObject({ act: 'absorb', text: one.number });
    });

    test('for an office is done by whoever the company has named to it, and by nobody else', async () => {
      const { id } = await registered(giulia, { of: 'case', backOffice: 'FL' });
      const given = await done(giulia, id, { kind: 'addTask', backOffice: 'BO-AMM', what: 'Storno', day: null });
      const taskId = given.file?.tasks[0]?.id ?? '';
      expect(refusalOf(await act(sara, id, { kind: 'doTask', taskId, result: '' }))).toBe('notYours');
      const after = await done(luca, id, { kind: 'doTask', taskId, result: 'Stornata' });
      expect(after.file?.tasks).toMatchObject([{ end: { state: 'done', result: 'Stornata' } }]);
    });

    test('is told in the feed as one change of its case', async () => {
      const complaint = await registered(giulia);
      const cursor = await feedNow(luca);
      await done(giulia, complaint.id, { kind: 'note', text: 'Ha richiamato' });
      const page = changesPageSchema.parse((await luca({ url: '/v1/sync/changes', query: { cursor } })).json());
      const about = page.changes.filter((change: Change) => change.kind === 'case' && change.row.id === complaint.id);
      expect(about).toHaveLength(1);
      expect(about[0]).toMatchObject({ row: { version: complaint.version + 1 } });
    });

    test('is on record by its kind, with none of its words', async () => {
      const complaint = await registered(giulia);
      await done(giulia, complaint.id, { kind: 'amend', words: 'Parole del cliente' });
      const { rows } = await server.write((tx) =>
        sql<{ action: string; detail: object }>`select action, detail from audit_entries
        where detail->>'case' = ${complaint.id} order by id`.execute(tx),
      );
      expect(rows).toEqual([
        { action: 'caseRegistered', detail: { case: complaint.id, kind: 'complaint' } },
        { action: 'caseStepped', detail: { case: complaint.id, act: 'amend', fields: ['words'] } },
      ]);
    });

    test('of a customer whose data may not be used: they may complain and chase, nobody reads it', async () => {
      const complaint = await registered(giulia);
      await server.write((tx) =>
        sql`insert into restrictions (id, customer_id, since, why, by_agent) values ('r1', ${carlo.id}, now(), 'Prova', 'Prova')`.execute(
          tx,
        ),
      );
      expect((await act(giulia, complaint.id, { kind: 'work' })).statusCode).toBe(423);
      const chased = await done(giulia, complaint.id, { kind: 'remind', words: 'Ancora niente', contactId: null });
      expect(chased).toMatchObject({ title: '', file: null, reminders: 1 });
      expect((await giulia({ url: `/v1/cases/${complaint.id}` })).statusCode).toBe(423);
      await server.write((tx) => sql`update restrictions set lifted_at = now(), lifted_by = 'Prova'`.execute(tx));
      expect((await told(giulia, complaint.id))?.file?.words).toBe('Mi avete fatto pagare due volte.');
    });

    test('on a case that is gone is taken, and kept nowhere', async () => {
      const complaint = await registered(giulia);
      await server.write((tx) => tx.deleteFrom('cases').where('id', '=', complaint.id).execute());
      expect((await act(giulia, complaint.id, { kind: 'work' })).json()).toMatchObject({ case: null });
      expect((await act(giulia, 'nowhere', { kind: 'work' })).statusCode).toBe(404);
    });

    test('whatever is done by whomever in whatever order: the four words follow the step, and a refusal changes nothing', async () => {
      const doings: Doing[] = [
        { kind: 'work' },
        { kind: 'acknowledge', told: 'call' },
        { kind: 'remind', words: '', contactId: null },
        { kind: 'waitThird', missing: 'Il tecnico', remindOn: '2027-01-01' },
        { kind: 'resume', text: 'È venuto' },
        { kind: 'withdraw', words: 'Non serve più' },
        { kind: 'reopen', words: 'Serve ancora', newFacts: 'È successo di nuovo, ieri sera' },
        { kind: 'close', outcome: 'solved', rootCause: null, executed: true },
        { kind: 'cancel', why: 'Aperta per sbaglio' },
        { kind: 'assign', owner: null, backOffice: 'BO-AMM' },
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('case' as const, 'complaint' as const),
          fc.array(fc.tuple(fc.constantFrom(...doings), fc.constantFrom(giulia, luca, sara)), { maxLength: 12 }),
          async (of, story) => {
            let before = await registered(giulia, { of, backOffice: of === 'case' ? 'FL' : 'REC' });
            for (const [doing, ask] of story) {
              const answer = await act(ask, before.id, doing);
              if (answer.statusCode !== 200) {
                expect(refusalOf(answer)).toBeDefined();
                expect(await row(before.id)).toMatchObject({ version: before.version });
                continue;
              }
              const after = actedSchema.parse(answer.json()).case;
              const step = after?.file?.stage.step ?? 'registered';
              expect(steps).toContain(step);
              expect(await row(before.id)).toMatchObject({ step, status: statusOf(step), closed: !isOpen(step) });
              expect(after?.file?.log).toHaveLength((before.file?.log.length ?? 0) + 1);
              before = after ?? before;
            }
          },
        ),
        { numRuns: 25 },
      );
    });

    const row = async (id: string) => {
      const { rows } = await server.write((tx) =>
        sql<object>`select version, step, status, closed_at is not null as closed from cases where id = ${id}`.execute(
          tx,
        ),
      );
      return rows[0];
    };
  });

  test('the log is only added to, whoever writes', async () => {
    const complaint = await registered(giulia);
    await expect(
      server.write((tx) =>
        tx.updateTable('case_log').set({ text: 'altro' }).where('case_id', '=', complaint.id).execute(),
      ),
    ).rejects.toMatchObject({ code: 'P4091' });
  });
}
