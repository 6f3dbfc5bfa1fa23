// Letters at the backend: none leaves without its parts or unseen by who has to see it, on whatever way; what was confirmed is what is sent; and
// sending one does what it does to its case. The same on every database that the server runs on.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { findLetter } from '#server/repositories/letters';
import type { Act } from '#shared/model/caseActs';
import type { Case, Customer } from '#shared/model/customer';
import { actedSchema, numbersGivenSchema } from '#shared/protocol/cases';
import { type CaseLetters, caseLettersSchema, type Letter, letterSchema } from '#shared/protocol/letters';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';

/** Texts of the parts of an answer that somebody has to write, long enough and with a day. */
export const answered = {
  facts: 'Dai nostri sistemi risultano due addebiti di 34,90 euro, il 3 e il 5 febbraio 2026, per la stessa fattura.',
  assessment: 'Il secondo addebito è un nostro errore: la stessa fattura è stata inviata due volte alla banca.',
  basis: 'Condizioni generali, art. 7',
  actions: 'Accreditiamo 34,90 euro sul conto entro il 20 marzo 2026.',
};

/** `postgres`: the PostgreSQL on which; left out: as `openTestDatabase`. */
export function lettersAtWork(postgres?: () => string): void {
  let server: TestServer;
  let giulia: Ask;
  let luca: Ask;
  let sara: Ask;
  let carlo: Customer;
  let lucaId: string;

  beforeAll(async () => {
    server = await startTestServer({ postgres: postgres?.() });
    await signIn();
    carlo = (await giulia({ url: '/v1/customers', query: { q: 'carlo bassi' } })).json().customers[0];
    const agents = await server.write((tx) => tx.selectFrom('agents').select(['id', 'username']).execute());
    lucaId = agents.find(({ username }) => username === 'luca')?.id ?? '';
  });
  afterAll(() => server.stop());

  async function signIn(): Promise<void> {
    [giulia, luca, sara] = [await server.as('giulia'), await server.as('luca'), await server.as('sara')];
  }

  const now = () => server.deps.clock().toISOString();
  const fresh = () => newId(server.deps);

  type Doing = { [K in Act['kind']]: Omit<Extract<Act, { kind: K }>, 'id'> }[Act['kind']];
  const act = (ask: Ask, caseId: string, doing: Doing) =>
    ask({
      method: 'POST',
      url: `/v1/cases/${caseId}/acts`,
      payload: { customerId: carlo.id, act: { id: fresh(), ...doing }, at: now() },
    });
  async function done(ask: Ask, caseId: string, doing: Doing): Promise<Case> {
    const answer = await act(ask, caseId, doing);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const { case: after } = actedSchema.parse(answer.json());
    if (after === null) throw new Error('out of sight');
    return after;
  }
  async function registered(of: 'case' | 'complaint' = 'complaint'): Promise<Case> {
    const given = await giulia({
      method: 'POST',
      url: '/v1/cases/numbers',
      headers: { 'idempotency-key': fresh() },
      payload: { count: 1 },
    });
    const [number = ''] = numbersGivenSchema.parse(given.json()).numbers;
    return done(giulia, fresh(), {
      ...{ kind: 'register', of, number, title: 'Bolletta doppia', reasonCode: 'REC-04', priority: 'P3' },
      ...{ channel: 'call', contactId: null, contract: null, words: 'Mi avete fatto pagare due volte.' },
      ...{ remedy: 'Il rimborso', receivedAt: now(), variant: null, backOffice: 'REC' },
    });
  }
  /** A complaint that Luca has, and works on. */
  async function worked(): Promise<Case> {
    const { id } = await registered();
    const owner = { id: lucaId, name: 'Luca' } as never;
    const assessing = { kind: 'assess', severity: 2, safety: false, complex: false, repeated: false } as const;
    await done(luca, id, { ...assessing, priority: 'P3', owner });
    return done(luca, id, { kind: 'work' });
  }
  const caseNow = async (id: string): Promise<Case> => (await luca({ url: `/v1/cases/${id}` })).json().case;

  const beginning = (ask: Ask, caseId: string, template: string, id: string = fresh()) =>
    ask({
      method: 'POST',
      url: `/v1/cases/${caseId}/letters`,
      payload: { id, template, language: 'it' },
    });
  async function begun(ask: Ask, caseId: string, template: string): Promise<Letter> {
    const answer = await beginning(ask, caseId, template);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return letterSchema.parse(answer.json());
  }
  const over = (version: number) => ({ 'if-match': `"${version}"` });
  const saving = (ask: Ask, letter: Letter, parts: Letter['parts'], version = letter.version) =>
    ask({ method: 'PUT', url: `/v1/letters/${letter.id}`, headers: over(version), payload: { parts } });
  async function saved(ask: Ask, letter: Letter, parts: Letter['parts']): Promise<Letter> {
    const answer = await saving(ask, letter, { ...letter.parts, ...parts });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return letterSchema.parse(answer.json());
  }
  const asking = (ask: Ask, { id, version }: Letter) =>
    ask({
      method: 'POST',
      url: `/v1/letters/${id}/ask`,
      headers: over(version),
      payload: { actId: fresh(), at: now() },
    });
  const upheld = { verdict: 'upheld', rootCause: 'billing' };
  const sending = (ask: Ask, { id, version, kind }: Letter, differing: object = {}) =>
    ask({
      method: 'POST',
      url: `/v1/letters/${id}/sent`,
      headers: over(version),
      payload: {
        ...{ actId: fresh(), at: now(), day: now().slice(0, 10), channel: 'email', how: 'PEC' },
        ...{ answer: kind === 'answer' ? upheld : null, ...differing },
      },
    });
  const discarding = (ask: Ask, { id, version }: Letter) =>
    ask({ method: 'DELETE', url: `/v1/letters/${id}`, headers: over(version) });
  const printing = (ask: Ask, { id }: Letter) => ask({ url: `/v1/letters/${id}/pdf` });
  const letterNow = async (ask: Ask, id: string): Promise<Letter> =>
    letterSchema.parse((await ask({ url: `/v1/letters/${id}` })).json());
  const lettersOf = async (ask: Ask, caseId: string): Promise<CaseLetters> =>
    caseLettersSchema.parse((await ask({ url: `/v1/cases/${caseId}/letters` })).json());
  const refusalOf = (answer: { json(): { refusal?: { why: string; what?: string[] } } }) => answer.json().refusal;
  const confirmationIn = (found: Case): string => found.file?.confirmations.at(-1)?.id ?? '';

  /** Confirmed by the lead. */
  async function confirmed(caseId: string, letter: Letter): Promise<Letter> {
    expect((await asking(luca, letter)).statusCode).toBe(200);
    await done(sara, caseId, { kind: 'confirm', confirmationId: confirmationIn(await caseNow(caseId)) });
    return letterNow(luca, letter.id);
  }

  describe('a letter that is begun', () => {
    test('has in its places what is known: the number in threes, days in words, where else to turn', async () => {
      const found = await registered();
      const letter = await begun(luca, found.id, 'ack');
      const number = `${found.number.slice(0, 3)} ${found.number.slice(3, 6)} ${found.number.slice(6)}`;
      expect(letter.parts.opening).toBe(
        `Gentile Carlo Bassi,\nabbiamo ricevuto il Suo reclamo il 2 marzo 2026 e lo abbiamo registrato con il numero ${number}.`,
      );
      expect(letter.parts.words).toBe('Ci ha detto: «Mi avete fatto pagare due volte».');
      expect(letter.parts.who).toContain('entro il 1º aprile 2026');
      expect(letter.parts.adr).toContain('Organismo ADR');
      expect(letter).toMatchObject({ state: 'draft', version: 1, lacks: [], isOwn: true });
      expect(letter.recipient[0]).toBe('Carlo Bassi');
    });

    test('comes from a template that fits its case: one that is no complaint is not answered as one', async () => {
      const found = await registered('case');
      const { templates } = await lettersOf(luca, found.id);
      expect(templates.map(({ kind }) => kind)).not.toContain('answer');
      expect((await beginning(luca, found.id, 'answer')).statusCode).toBe(422);
      expect((await beginning(luca, (await registered()).id, 'nothing')).statusCode).toBe(422);
    });

    test('sent again under its id is begun once, and under another case’s not at all', async () => {
      const [one, other] = [await registered(), await registered()];
      const id = fresh();
      const answers = await Promise.all([beginning(luca, one.id, 'ack', id), beginning(luca, one.id, 'ack', id)]);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
      expect((await lettersOf(luca, one.id)).letters).toHaveLength(1);
      expect((await beginning(luca, other.id, 'ack', id)).json().type).toContain('key-reused');
    });

    test('is not written by whom the complaint is about', async () => {
      const found = await registered();
      await done(sara, found.id, { kind: 'setSubject', subject: lucaId as never });
      expect(refusalOf(await beginning(luca, found.id, 'ack'))?.why).toBe('aboutYou');
    });
  });

  describe('two who write on one letter', () => {
    test('do not write over each other: the second gets what stands there, and what the first wrote is kept apart', async () => {
      const found = await worked();
      const letter = await begun(luca, found.id, 'answer');
      const his = await saved(luca, letter, { facts: 'Scritto da Luca.' });
      const hers = await saving(sara, letter, { ...letter.parts, facts: 'Scritto da Sara.' });
      expect(hers.statusCode).toBe(412);
      expect(hers.json().current.parts.facts).toBe('Scritto da Luca.');
      const both = await saved(sara, his, { facts: 'Scritto da Sara.' });
      expect(both).toMatchObject({ version: 3, by: expect.stringContaining('Sara'), isOwn: true });
      const versions = await server.write((tx) =>
        tx
          .selectFrom('letter_versions')
          .select(['version', 'parts'])
          .where('letter_id', '=', letter.id)
          .orderBy('version')
          .execute(),
      );
      expect(versions.map(({ version, parts }) => [version, parts.facts])).toEqual([
        [2, 'Scritto da Luca.'],
        [3, 'Scritto da Sara.'],
      ]);
    });

    test('are told in the order in which they wrote last', async () => {
      const found = await worked();
      const letter = await saved(luca, await begun(luca, found.id, 'answer'), { facts: 'Scritto da Luca.' });
      const hers = await saved(sara, letter, { facts: 'Scritto da Sara.' });
      await saved(luca, hers, { facts: 'Scritto di nuovo da Luca.' });
      const kept = await server.write((tx) => findLetter(tx, letter.id));
      expect(kept?.authors.at(-1)).toBe(lucaId);
    });

    test('a save that comes again because its answer was lost is no conflict with itself', async () => {
      const found = await worked();
      const letter = await begun(luca, found.id, 'answer');
      const parts = { ...letter.parts, facts: 'Una volta sola.' };
      expect((await saving(luca, letter, parts)).statusCode).toBe(200);
      const again = await saving(luca, letter, parts);
      expect([again.statusCode, again.json().version]).toEqual([200, 2]);
    });

    test('a part that the letter does not have is refused', async () => {
      const letter = await begun(luca, (await worked()).id, 'answer');
      expect((await saving(luca, letter, { ...letter.parts, other: 'x' })).statusCode).toBe(422);
      const unsaid = await luca({ method: 'PUT', url: `/v1/letters/${letter.id}`, payload: { parts: letter.parts } });
      expect(unsaid.statusCode).toBe(428);
    });
  });

  describe('what keeps a letter from leaving', () => {
    test('whatever parts it has: lacking one it is neither given to confirm, nor printed, nor sent, nor does it answer', async () => {
      const found = await worked();
      let letter = await begun(luca, found.id, 'answer');
      const all = { ...letter.parts, ...answered };
      const must = letter.template.parts.filter(({ must }) => must === true).map(({ code }) => code);
      await fc.assert(
        fc.asyncProperty(
          fc.subarray(must, { minLength: 1 }),
          fc.constantFrom('', '   ', 'troppo', '{body}', 'https://ec.europa.eu/consumers/odr'),
          async (without, instead) => {
            const broken = { ...all, ...Object.fromEntries(without.map((code) => [code, instead])) };
            letter = await saved(luca, letter, broken);
            const lacks = letter.lacks.map(({ part }) => part);
            // A part of the company's own text may say anything that is not empty, not to be filled in and not forbidden.
            const asks = letter.template.parts.flatMap((part) => ('ask' in part ? [part.code] : []));
            const expected = instead === 'troppo' ? without.filter((code) => asks.includes(code)) : without;
            expect(new Set(lacks)).toEqual(new Set(expected));
            if (expected.length === 0) return;
            const thing = { of: 'answer', letterId: letter.id } as never;
            const tries = [
              await asking(luca, letter),
              await printing(luca, letter),
              await sending(luca, letter),
              await act(luca, found.id, { kind: 'askConfirmation', thing }),
            ];
            for (const answer of tries) {
              expect(answer.statusCode).toBe(409);
              expect(refusalOf(answer)).toEqual({ why: 'lacking', what: lacks });
            }
            const direct = await act(luca, found.id, {
              kind: 'answer',
              letterId: letter.id,
              told: 'email',
              ...upheld,
            } as never);
            expect(direct.statusCode).toBe(409);
          },
        ),
        { numRuns: 25 },
      );
      expect((await caseNow(found.id)).file?.stage.step).toBe('worked');
    });

    test('an answer leaves only once somebody else has confirmed it: never whoever wrote it, not even a lead', async () => {
      const found = await worked();
      const letter = await saved(luca, await begun(luca, found.id, 'answer'), answered);
      expect(refusalOf(await sending(luca, letter))?.why).toBe('needsConfirmation');
      expect(refusalOf(await printing(luca, letter))?.why).toBe('needsConfirmation');
      // Sara, who may confirm, writes a word: she is an author now.
      const hers = await saved(sara, letter, { basis: 'Condizioni generali, art. 7 bis' });
      expect((await asking(luca, hers)).statusCode).toBe(200);
      const confirmationId = confirmationIn(await caseNow(found.id));
      expect(refusalOf(await act(sara, found.id, { kind: 'confirm', confirmationId }))?.why).toBe('ownWork');
      expect(refusalOf(await act(luca, found.id, { kind: 'confirm', confirmationId }))?.why).toBe('notYours');
    });

    test('while it is looked at, and once it is confirmed, nobody writes on it; sent back, it is written again', async () => {
      const found = await worked();
      const letter = await saved(luca, await begun(luca, found.id, 'answer'), answered);
      expect((await asking(luca, letter)).json().state).toBe('asked');
      expect((await asking(luca, letter)).statusCode).toBe(409);
      const other = { ...letter.parts, basis: 'Un’altra regola' };
      expect((await saving(luca, letter, other)).statusCode).toBe(409);
      const confirmationId = confirmationIn(await caseNow(found.id));
      await done(sara, found.id, { kind: 'sendBack', confirmationId, words: 'Manca la data' });
      expect(await letterNow(luca, letter.id)).toMatchObject({ state: 'draft', returned: 'Manca la data' });
      const again = await saved(luca, letter, { basis: 'Un’altra regola' });
      const ready = await confirmed(found.id, again);
      expect(ready.state).toBe('confirmed');
      expect((await saving(luca, ready, other)).statusCode).toBe(200);
      expect((await saving(luca, ready, { ...other, basis: 'Ancora un’altra' })).statusCode).toBe(409);
      // What was looked at the first time is still to be seen.
      const versions = await server.write((tx) =>
        tx.selectFrom('letter_versions').select('version').where('letter_id', '=', letter.id).execute(),
      );
      expect(versions).toHaveLength(2);
    });

    test('an answer is recorded by who has the complaint, for a day that has come, of the version that was read', async () => {
      const found = await worked();
      const letter = await confirmed(found.id, await saved(luca, await begun(luca, found.id, 'answer'), answered));
      expect(refusalOf(await sending(giulia, letter))?.why).toBe('notYours');
      expect((await letterNow(luca, letter.id)).state).toBe('confirmed');
      expect((await sending(luca, letter, { day: '2026-03-03' })).statusCode).toBe(422);
      // It had not been begun.
      expect((await sending(luca, letter, { day: '2026-03-01' })).statusCode).toBe(422);
      expect((await sending(luca, letter, { answer: null })).statusCode).toBe(422);
      expect((await sending(luca, { ...letter, version: 1 })).statusCode).toBe(412);
      expect((await caseNow(found.id)).attachments).toEqual([]);
    });
  });

  describe('a draft that nobody wants', () => {
    test('is discarded with its versions, over the version that was read, and on record', async () => {
      const found = await worked();
      const begunHere = await begun(luca, found.id, 'answer');
      const letter = await saved(sara, begunHere, answered);
      expect((await discarding(luca, begunHere)).statusCode).toBe(412);
      expect((await discarding(luca, letter)).statusCode).toBe(204);
      expect((await luca({ url: `/v1/letters/${letter.id}` })).statusCode).toBe(404);
      expect((await discarding(luca, letter)).statusCode).toBe(404);
      expect((await lettersOf(luca, found.id)).letters).toEqual([]);
      const left = await server.write((tx) =>
        tx.selectFrom('letter_versions').select('version').where('letter_id', '=', letter.id).execute(),
      );
      expect(left).toEqual([]);
      const entries = await server.write((tx) =>
        tx.selectFrom('audit_entries').select(['detail']).where('action', '=', 'letterDiscarded').execute(),
      );
      expect(entries.map(({ detail }) => detail)).toEqual([{ case: found.id, letter: letter.id, template: 'answer' }]);
    });

    test('is none while it is looked at or confirmed: taken back it is; one that was sent stays', async () => {
      const found = await worked();
      const letter = await confirmed(found.id, await saved(luca, await begun(luca, found.id, 'answer'), answered));
      expect((await discarding(luca, letter)).statusCode).toBe(409);
      const confirmationId = confirmationIn(await caseNow(found.id)) as never;
      await done(luca, found.id, { kind: 'takeBack', confirmationId, words: 'Non serve più' });
      expect(await letterNow(luca, letter.id)).toMatchObject({ state: 'draft', returned: 'Non serve più' });
      expect(refusalOf(await sending(luca, letter))?.why).toBe('needsConfirmation');
      expect((await discarding(luca, letter)).statusCode).toBe(204);

      const gone = await begun(luca, found.id, 'ack');
      expect((await sending(luca, gone)).statusCode).toBe(200);
      expect((await discarding(luca, gone)).statusCode).toBe(409);
    });
  });

  describe('a letter that was sent', () => {
    test('acknowledges late a complaint that is worked already: its deadline ends, and it stays where it stands', async () => {
      const found = await worked();
      expect((await sending(luca, await begun(luca, found.id, 'ack'))).statusCode).toBe(200);
      const { file } = await caseNow(found.id);
      expect(file?.stage.step).toBe('worked');
      expect(file?.dues.find(({ what }) => what === 'acknowledge')?.metAt).not.toBeNull();
      expect(file?.toTell).not.toContain('number');
      expect(file?.log.at(-1)).toMatchObject({ act: 'acknowledge', told: 'email' });
    });

    test('answers the complaint, meets what was due, and lies among its files as it was confirmed', async () => {
      const found = await worked();
      const letter = await confirmed(found.id, await saved(luca, await begun(luca, found.id, 'answer'), answered));
      const printed = await printing(luca, letter);
      expect(printed.headers['content-type']).toBe('application/pdf');
      const actId = fresh();
      const sent = await sending(luca, letter, { actId });
      expect(sent.statusCode).toBe(200);
      expect(sent.json()).toMatchObject({ state: 'sent', sent: { channel: 'email', how: 'PEC', day: '2026-03-02' } });
      const after = await caseNow(found.id);
      expect(after.file?.stage).toMatchObject({ step: 'answered', letterId: letter.id, authorId: lucaId });
      const met = after.file?.dues.filter(({ metAt }) => metAt !== null).map(({ what }) => what);
      expect(met).toEqual(expect.arrayContaining(['acknowledge', 'assess', 'answer', 'update']));
      expect(after.file?.toTell).toEqual([]);
      expect(after.attachments).toMatchObject([{ kind: 'pdf', by: expect.stringContaining('Luca') }]);
      const [kept] = after.attachments;
      const bytes = (await luca({ url: `/v1/attachments/${kept?.id}/bytes` })).rawPayload;
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept?.sha256);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      // Printed again it is what went, wherever the customer lives by now.
      await server.write((tx) => sql`update customers set name = 'Carlo Neri' where id = ${carlo.id}`.execute(tx));
      expect((await printing(luca, letter)).rawPayload.equals(bytes)).toBe(true);
      await server.write((tx) => sql`update customers set name = ${carlo.name} where id = ${carlo.id}`.execute(tx));
      // Sent again because its answer was lost: once.
      expect((await sending(luca, letter, { actId })).statusCode).toBe(200);
      expect((await caseNow(found.id)).attachments).toHaveLength(1);
      expect((await sending(luca, letter)).statusCode).toBe(409);
      expect((await saving(luca, letter, answered)).statusCode).toBe(409);
      // Whoever writes: not even past the routes.
      const past = server.write((tx) =>
        sql`update letters set parts = '{}', version = version + 1 where id = ${letter.id}`.execute(tx),
      );
      await expect(past).rejects.toThrow('stays as it was sent');
    });

    test('does not answer a complaint once more after it was opened again', async () => {
      const found = await worked();
      const letter = await confirmed(found.id, await saved(luca, await begun(luca, found.id, 'answer'), answered));
      expect((await sending(luca, letter)).statusCode).toBe(200);
      await done(giulia, found.id, { kind: 'reopen', words: 'Non è arrivato niente', newFacts: '' });
      await done(luca, found.id, { kind: 'work' });
      const again = await act(luca, found.id, {
        kind: 'answer',
        letterId: letter.id,
        told: 'email',
        ...upheld,
      } as never);
      expect(refusalOf(again)).toEqual({ why: 'lacking', what: ['letter'] });
    });

    test('acknowledges a complaint, on the day on which it went; an update is told, and begins the next one’s term', async () => {
      const found = await registered();
      const letter = await begun(luca, found.id, 'ack');
      expect((await sending(luca, letter, { channel: 'letter' })).statusCode).toBe(200);
      const acknowledged = await caseNow(found.id);
      expect(acknowledged.file?.stage.step).toBe('acknowledged');
      expect(acknowledged.file?.dues.find(({ what }) => what === 'acknowledge')?.metAt).not.toBeNull();
      expect(acknowledged.file?.toTell).not.toContain('number');
      await done(luca, found.id, { kind: 'work' });
      await done(giulia, found.id, { kind: 'remind', words: 'E allora?', contactId: null });
      const update = await saved(luca, await begun(luca, found.id, 'late'), {
        state: 'Stiamo aspettando la risposta della banca sul secondo addebito.',
        by: 'La risposta arriva entro il 20 marzo 2026.',
      });
      expect((await sending(luca, update)).statusCode).toBe(200);
      const told = await caseNow(found.id);
      expect(told.file?.toTell).not.toContain('reminded');
      expect(told.file?.log.at(-1)).toMatchObject({
        act: 'tell',
        told: 'email',
        text: 'Aggiornamento, risposta in ritardo',
      });
    });

    test('is in the package of its case, with its files and a list of them; the package is on record', async () => {
      const found = await worked();
      const letter = await confirmed(found.id, await saved(luca, await begun(luca, found.id, 'answer'), answered));
      await sending(luca, letter);
      const answer = await luca({ url: `/v1/cases/${found.id}/dossier`, query: { language: 'it' } });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/zip',
        'content-length': `${answer.rawPayload.length}`,
      });
      const files = unzipSync(new Uint8Array(answer.rawPayload));
      const names = Object.keys(files);
      expect(names).toEqual(['pratica.pdf', 'indice.csv', expect.stringMatching(/^lettere\/1-.*\.pdf$/)]);
      expect(strFromU8(files['indice.csv'] ?? new Uint8Array())).toContain(
        (await caseNow(found.id)).attachments[0]?.sha256,
      );
      const entries = await server.write((tx) =>
        tx.selectFrom('audit_entries').select(['detail']).where('action', '=', 'dossierMade').execute(),
      );
      expect(entries.at(-1)?.detail).toMatchObject({ case: found.id, files: 1 });
    });
  });

  test('nobody reads or writes letters of a customer whose data may not be used', async () => {
    const found = await worked();
    const letter = await begun(luca, found.id, 'answer');
    await server.write((tx) =>
      sql`insert into restrictions (id, customer_id, since, why, by_agent) values (${fresh()}, ${carlo.id}, now(), 'Prova', 'Prova')`.execute(
        tx,
      ),
    );
    for (const answer of [
      await luca({ url: `/v1/letters/${letter.id}` }),
      await luca({ url: `/v1/cases/${found.id}/letters` }),
      await saving(luca, letter, answered),
      await luca({ url: `/v1/cases/${found.id}/dossier` }),
    ])
      expect(answer.statusCode).toBe(423);
    await server.write((tx) => sql`update restrictions set lifted_at = now()`.execute(tx));
  });
}
