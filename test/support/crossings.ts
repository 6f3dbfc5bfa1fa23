// Tries to cross what an agent may see, in SQL: the same attempts on every database that the server runs on.
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#server/db/db';
import { asHouse, house, type Seen, seenBy, type Viewer } from '#server/db/seenBy';
import { changesAfter, type FeedPosition, feedEdge } from '#server/repositories/feed';
import { keepClients, placeQueues } from '#server/repositories/portfolios';
import { must } from '#shared/lib/must';

const agentOf = (...portfolios: string[]): Viewer => ({ kind: 'agent', portfolios });
const aurora = agentOf('aurora');

/** A ULID that is known by its last letters. */
export const idOf = (name: string) => `01JZZZZZZZZZZZZZZZZZZZ${name.padStart(4, '0')}`;
const auroras = idOf('CA');
const boreas = idOf('CB');
/** As the protocol wants them, one for each id. */
const codeOf = (id: string) => `PR-${[...id.slice(-2)].map((letter) => letter.charCodeAt(0)).join('')}`;
const numberOf = (id: string) => `T-${codeOf(id).slice(3)}`;

/** What the law on customers' data wants kept about one. */
export const aboutCustomers = [
  'legal_holds',
  'consents',
  'restrictions',
  'privacy_requests',
  'disclosures',
  'tellings',
] as const;
const tables = [
  'customers',
  'customer_phones',
  'customer_words',
  'cases',
  'contacts',
  'notes',
  'tombstones',
  'field_changes',
  ...aboutCustomers,
  'digests',
  'digest_steps',
  'generations',
  'segments',
  'imports',
  'import_parts',
  'import_refusals',
  'import_rows',
  'attachments',
  'attachment_parts',
  'case_log',
  'letters',
  'letter_versions',
  'duplicate_pairs',
  'merges',
] as const;
export type Table = (typeof tables)[number];

/** What agents have done, or have asked for, and their kept answers: known by whose it is. */
/** A client company's own ones are seen by whoever sees its customers, and everybody's by all. */
const ofClients = ['lists', 'list_editions'] as const;

function ofClient(table: (typeof ofClients)[number], client: string | null) {
  const columns = sql.raw(`code, client_id, version, body, ${table === 'lists' ? 'edited_at' : 'at'}`);
  return sql`insert into ${sql.table(table)} (${columns}) values ('hints', ${client}, 1, '{}', now())`;
}

const ofAgents = ['interactions', 'handovers', 'help_requests', 'listening', 'idempotency_keys'] as const;
type OfAgent = (typeof ofAgents)[number];

/** The knowledge base: seen by portfolio, what is nobody's by everybody. */
/** What visitors write: seen by the queue's, by who has it, by whoever sees its customer, and by its own visitor. */
const ofVisitors = ['chats', 'chat_messages', 'chat_files', 'chat_file_parts'];

const ofKnowledge = ['articles', 'article_editions', 'article_gaps'];

/** Kept for nobody but the server itself. */
const ofTheHouse = [
  'connectors',
  'crm_links',
  'crm_refusals',
  'crm_calls',
  'crm_agreements',
  'crm_sign_ins',
  'crm_remembered',
  'survey_invitations',
] as const;

/** One that anybody might wish to change. */
function ownColumn(table: (typeof ofTheHouse)[number]): string {
  if (table === 'connectors') return 'kind';
  if (table === 'crm_remembered') return 'hash';
  return table === 'survey_invitations' ? 'survey' : 'connector_id';
}

/** One of that name; of the connector `crm`, but for connectors themselves. */
function ofHouse(table: (typeof ofTheHouse)[number], name: string) {
  switch (table) {
    case 'connectors':
      return sql`insert into connectors (id, kind, name, portfolio_id, address, settings, secrets, active, writes_calls, reading)
        values (${name}, 'prova', 'Prova', 'aurora', '', '{}', '', true, true, '{}')`;
    case 'crm_links':
      return sql`insert into crm_links (connector_id, remote_id, customer_id, marks, round)
        values ('crm', ${name}, ${auroras}, '{}', 1)`;
    case 'crm_refusals':
      return sql`insert into crm_refusals (connector_id, remote_id, field, why, at) values ('crm', ${name}, 'email', 'wrong', now())`;
    case 'crm_calls':
      return sql`insert into crm_calls (connector_id, interaction_id) values ('crm', ${name === 'crm' ? idOf('IA') : idOf('IB')})`;
    case 'crm_agreements':
      return sql`insert into crm_agreements (connector_id, tokens, given_at, given_by) values (${name}, '', now(), 'carla')`;
    case 'crm_sign_ins':
      return sql`insert into crm_sign_ins (state, connector_id, session_id, verifier, expires_at)
        values (${name}, 'crm', 'prova', '', now())`;
    case 'survey_invitations':
      return sql`insert into survey_invitations (id, survey, customer_id, portfolio_id, language, due_at)
        values (${name}, 'prova', ${auroras}, 'aurora', 'it', now())`;
    case 'crm_remembered':
      return sql`insert into crm_remembered (hash, customer_id, marks) values (${name}, ${auroras}, '{}')`;
  }
}

/** That agent's, about that customer where such rows are about one; who listens to them is Carla. */
function doneBy(table: OfAgent, agent: string, customer: string | null, id: string) {
  switch (table) {
    case 'interactions':
      return sql`insert into interactions (id, agent_id, direction, channel, caller, customer_id, started_at, closed_at, reason_code,
          outcome_code, note, events, received_at, version)
        values (${id}, ${agent}, 'incoming', 'call', '{}', ${customer}, now(), now(), 'REC-04', 'INO-3', 'Prova', '[]', now(), 1)`;
    case 'handovers':
      return sql`insert into handovers (id, agent_id, request, version)
        values (${id}, ${agent}, jsonb_build_object('customerId', ${customer}::text), 1)`;
    case 'help_requests':
      return sql`insert into help_requests (interaction_id, agent_id, words, asked_at) values (${id}, ${agent}, 'Prova', now())`;
    case 'listening':
      return sql`insert into listening (id, lead_id, agent_id, legal_reference, asked_at)
        values (gen_random_uuid(), 'carla', ${agent}, 'Prova', now())`;
    case 'idempotency_keys':
      return sql`insert into idempotency_keys (agent_id, key, fingerprint, status, answer, at)
        values (${agent}, ${id}, '', 200, '{}', now())`;
  }
}

/** The column by which the rows of the attempts are known. */
const keyOf: Record<Table, string> = {
  customers: 'id',
  customer_phones: 'customer_id',
  customer_words: 'customer_id',
  cases: 'customer_id',
  contacts: 'customer_id',
  notes: 'customer_id',
  tombstones: 'id',
  field_changes: 'customer_id',
  legal_holds: 'customer_id',
  consents: 'customer_id',
  restrictions: 'customer_id',
  privacy_requests: 'customer_id',
  disclosures: 'customer_id',
  digests: 'portfolio_id',
  digest_steps: 'portfolio_id',
  tellings: 'customer_id',
  generations: 'id',
  segments: 'generation',
  imports: 'id',
  import_parts: 'import_id',
  import_refusals: 'import_id',
  import_rows: 'customer_id',
  attachments: 'id',
  attachment_parts: 'attachment_id',
  case_log: 'case_id',
  letters: 'id',
  letter_versions: 'letter_id',
  duplicate_pairs: 'one',
  merges: 'kept',
};

/** By what the rows of Aurora's attempts are known, and those of Borea's. */
function knownBy(table: Table): readonly [string, string] {
  // What names nobody is known by where it lies.
  if (keyOf[table] === 'portfolio_id') return ['aurora', 'borea'];
  return keyOf[table] === 'case_id' ? [idOf('KA'), idOf('KB')] : [auroras, boreas];
}

export const addCustomer = (tx: Seen, id: string, portfolio: string) =>
  sql`insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
    values (${id}, ${codeOf(id)}, 'person', 'Prova Bianchi', 'it', now(), ${portfolio})`.execute(tx);

/** Something of that customer's in a table; where it lies is the customer's portfolio, or given for what has none of its own. */
export function insertionOf(table: Table, customer: string, portfolio: string, id: string) {
  switch (table) {
    case 'customers':
      return sql`insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
        values (${id}, ${codeOf(id)}, 'person', 'Prova Bianchi', 'it', now(), ${portfolio})`;
    case 'customer_phones':
      return sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
        values (${customer}, ${Number(id.slice(-2).charCodeAt(0))}, '0', null, '0', 'other')`;
    case 'customer_words':
      return sql`insert into customer_words (customer_id, word, portfolio_id) values (${customer}, ${id}, ${portfolio})`;
    case 'cases':
      return sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
        values (${id}, ${customer}, ${numberOf(id)}, 'Prova', 'REC-04', 'open', now())`;
    case 'contacts':
      return sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
        values (${id}, ${customer}, now(), 'call', 'incoming', 'Prova', '')`;
    case 'notes':
      return sql`insert into notes (id, customer_id, text, agent_name, at) values (${id}, ${customer}, 'Prova', 'Prova', now())`;
    case 'field_changes':
      return sql`insert into field_changes (customer_id, field, was, becomes, at, by_name, cause)
        values (${customer}, 'email', 'null', 'null', now(), 'Prova', 'edit')`;
    case 'tombstones':
      return sql`insert into tombstones (entity, id, version, portfolio_id) values ('case', ${id}, 1, ${portfolio})`;
    case 'legal_holds':
      return sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on)
        values (${id}, ${customer}, 'Prova', 'Prova', 'Prova', now(), now())`;
    case 'consents':
      return sql`insert into consents (id, customer_id, purpose, word, channel, edition, at)
        values (${id}, ${customer}, 'marketing', 'given', 'call', '1', now())`;
    case 'restrictions':
      return sql`insert into restrictions (id, customer_id, since, why, by_agent, lifted_at)
        values (${id}, ${customer}, now(), 'Prova', 'Prova', now())`;
    case 'privacy_requests':
      return sql`insert into privacy_requests (id, customer_id, kind, received_at, channel, identified, words, taken_by, due_on)
        values (${id}, ${customer}, 'access', now(), 'call', 'none', 'Prova', 'Prova', now())`;
    case 'disclosures':
      return sql`insert into disclosures (id, customer_id, recipient, what, at)
        values (${id}, ${customer}, 'Prova', 'Prova', now())`;
    case 'digests':
    case 'digest_steps':
      return sql`insert into ${sql.table(table)} (portfolio_id, bucket, mark, rows, tx)
        values (${portfolio}, ${id.slice(-1).charCodeAt(0)}, 1, 1, '1')`;
    case 'tellings':
      return sql`insert into tellings (id, customer_id, recipient, what, at)
        values (${id}, ${customer}, 'Prova', 'erased', now())`;
    case 'generations':
      return sql`insert into generations (id, portfolio_id, tx, epoch, customers, made_at)
        values (${id}, ${portfolio}, '1', 'prova', 1, now())`;
    case 'segments':
      return sql`insert into segments (generation, number, portfolio_id, customers, customer_ids)
        values (${customer}, ${id.slice(-1).charCodeAt(0)}, ${portfolio}, 1, array[${customer}])`;
    // Of the import that has the customer's id.
    case 'imports':
      return sql`insert into imports (id, portfolio_id, name, by_name, at)
        values (${id}, ${portfolio}, 'prova.csv', 'Prova', now())`;
    case 'import_parts':
      return sql`insert into import_parts (import_id, portfolio_id, number, bytes)
        values (${customer}, ${portfolio}, ${id.slice(-1).charCodeAt(0)}, '')`;
    case 'import_refusals':
      return sql`insert into import_refusals (import_id, portfolio_id, line, why, was, cells)
        values (${customer}, ${portfolio}, 1, 'broken', '', '{}')`;
    case 'duplicate_pairs':
      return sql`insert into duplicate_pairs (one, other, reasons, score, found_at)
        values (${customer}, ${`Z${id}`}, '[]', 1, now())`;
    case 'merges':
      return sql`insert into merges (id, kept, gone, gone_code, gone_name, by_agent, by_name, at, undo_until)
        values (${id}, ${customer}, ${id}, 'PR-1000', 'Prova', 'Prova', 'Prova', now(), now())`;
    case 'import_rows':
      return sql`insert into import_rows (import_id, customer_id) values (${customer}, ${customer})`;
    // Of the case that has the customer's letter; the file has the customer's id.
    case 'attachments':
      return sql`insert into attachments (id, case_id, name, bytes, sha256, by_name, at, moved_at)
        values (${id}, ${idOf(`K${customer.slice(-1)}`)}, 'prova.pdf', 1, '', 'Prova', now(), now())`;
    // Known by its case, which has the customer's letter.
    case 'case_log':
      return sql`insert into case_log (id, case_id, at, by_name, act, text)
        values (${id}, ${idOf(`K${customer.slice(-1)}`)}, now(), 'Prova', 'note', 'Prova')`;
    case 'letters':
      return sql`insert into letters (id, case_id, kind, template, language, parts, begun_at, changed_at, by_name)
        values (${id}, ${idOf(`K${customer.slice(-1)}`)}, 'answer', '{}', 'it', '{}', now(), now(), 'Prova')`;
    case 'letter_versions':
      return sql`insert into letter_versions (letter_id, version, parts, by_name, at)
        values (${customer}, ${id.slice(-1).charCodeAt(0)}, '{}', 'Prova', now())`;
    case 'attachment_parts':
      return sql`insert into attachment_parts (attachment_id, at, length, sealed, bytes)
        values (${customer}, ${id.slice(-1).charCodeAt(0)}, 1, false, 'x')`;
  }
}

/** `open`: a new database of that kind, migrated. */
export function crossings(open: () => Promise<Db>): void {
  let db: Db;
  beforeAll(async () => {
    db = await open();
    await seenBy(db.query, house, async (tx) => {
      await keepClients(tx, 'Prova', [
        { id: 'aurora', name: 'Aurora' },
        { id: 'borea', name: 'Borea' },
      ]);
      for (const [id, role] of [
        ['anna', 'agent'],
        ['bruno', 'agent'],
        ['carla', 'lead'],
        ['dario', 'agent'],
      ] as const) {
        await sql`insert into agents (id, username, password_hash, name, given_name, role, language)
          values (${id}, ${id}, '', ${id}, ${id}, ${role}, 'it')`.execute(tx);
      }
      for (const [customer, portfolio] of [
        [auroras, 'aurora'],
        [boreas, 'borea'],
      ] as const) {
        await addCustomer(tx, customer, portfolio);
        const letter = customer.slice(-1);
        await insertionOf('customer_phones', customer, portfolio, idOf('PH')).execute(tx);
        await insertionOf('cases', customer, portfolio, idOf(`K${letter}`)).execute(tx);
        await insertionOf('contacts', customer, portfolio, idOf(`N${letter}`)).execute(tx);
        await insertionOf('notes', customer, portfolio, idOf(`M${letter}`)).execute(tx);
        await insertionOf('field_changes', customer, portfolio, '').execute(tx);
        for (const table of aboutCustomers) {
          await insertionOf(table, customer, portfolio, idOf(`L${letter}`)).execute(tx);
        }
        // Of a case: no other row has this id.
        await insertionOf('tombstones', customer, portfolio, customer).execute(tx);
        await insertionOf('generations', customer, portfolio, customer).execute(tx);
        await insertionOf('segments', customer, portfolio, idOf('SE')).execute(tx);
        await insertionOf('digests', customer, portfolio, idOf('DI')).execute(tx);
        await insertionOf('imports', customer, portfolio, customer).execute(tx);
        await insertionOf('import_parts', customer, portfolio, idOf('PA')).execute(tx);
        await insertionOf('import_refusals', customer, portfolio, idOf('RE')).execute(tx);
        await insertionOf('import_rows', customer, portfolio, idOf('RO')).execute(tx);
        await insertionOf('attachments', customer, portfolio, customer).execute(tx);
        await insertionOf('attachment_parts', customer, portfolio, idOf('AP')).execute(tx);
        await insertionOf('letters', customer, portfolio, customer).execute(tx);
        await insertionOf('letter_versions', customer, portfolio, idOf('LV')).execute(tx);
        await insertionOf('case_log', customer, portfolio, idOf(`G${letter}`)).execute(tx);
        await insertionOf('duplicate_pairs', customer, portfolio, idOf('DU')).execute(tx);
        await insertionOf('merges', customer, portfolio, idOf(`M${letter}`)).execute(tx);
      }
    });
  });
  afterAll(() => db.close());

  const refused = { code: '42501' };
  const eyes = (agentId?: string, portfolios = ['aurora']): Viewer => ({
    ...{ kind: 'agent', portfolios },
    ...(agentId !== undefined && { agentId }),
  });
  const as = <T>(viewer: Viewer, work: (tx: Seen) => Promise<T>) => seenBy(db.query, viewer, work);
  const count = async (table: string, viewer: Viewer) =>
    as(viewer, async (tx) => {
      const { rows } = await sql<{ portfolio: string; count: number }>`
        select portfolio_id as portfolio, count(*)::int as count from ${sql.table(table)} group by 1 order by 1`.execute(
        tx,
      );
      return Object.fromEntries(rows.map((row) => [row.portfolio, row.count]));
    });
  /** What the house sees, whole: nobody has changed it. */
  const everything = (table: Table) =>
    as(
      house,
      async (tx) =>
        (await sql`select to_jsonb(${sql.table(table)}) as row from ${sql.table(table)} order by 1`.execute(tx)).rows,
    );

  test('every table that names a customer is held by row-level security, for its owner too, and every one that is held is tried here', async () => {
    const { rows } = await sql<{ name: string; held: boolean; names: boolean }>`
      select relname as name, relrowsecurity and relforcerowsecurity as held, exists (
          select from pg_attribute where attrelid = pg_class.oid and attname in ('customer_id', 'version') and not attisdropped) as names
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(db.query);
    expect(rows.filter(({ held, names }) => names && !held)).toEqual([]);
    const tried = [
      ...tables,
      ...ofAgents,
      ...ofTheHouse,
      ...ofKnowledge,
      ...ofVisitors,
      ...ofClients,
      'callbacks',
      'lost_calls',
      'audit_entries',
      'agent_preferences',
      'reports',
      // Leads' alone: crossed where they are made (src/server/surveys/recontacts.int.test.ts).
      'recontacts',
      // Told as sums alone: crossed where figures are asked for.
      ...['contact_days', 'survey_answers', 'survey_days'],
    ].sort();
    expect(rows.filter(({ held }) => held).map(({ name }) => name)).toEqual(tried);
  });

  describe.each(tables)('%s', (table) => {
    const [own, others] = knownBy(table);
    const key = sql.ref(keyOf[table]);
    const target = sql.table(table);

    test('an agent sees those of their portfolios, whoever has none sees nothing, the house sees all', async () => {
      const all = await count(table, house);
      expect(Object.keys(all)).toEqual(['aurora', 'borea']);
      expect(await count(table, aurora)).toEqual({ aurora: all.aurora });
      expect(await count(table, agentOf('aurora', 'borea'))).toEqual(all);
      expect(await count(table, agentOf())).toEqual({});
      expect(await count(table, agentOf('nobody'))).toEqual({});
    });

    test('whoever forgets to say whose eyes they are sees nothing, before and after others have looked', async () => {
      const rows = async () => (await sql`select 1 from ${target}`.execute(db.query)).rows.length;
      expect(await rows()).toBe(0);
      expect(Object.keys(await count(table, house))).toHaveLength(2);
      expect(await rows()).toBe(0);
      const forgotten = insertionOf(table, auroras, 'aurora', idOf('FO')).execute(db.query);
      await expect(forgotten).rejects.toMatchObject(refused);
    });

    test('naming a row of another company finds, locks, changes and takes away nothing', async () => {
      const before = await everything(table);
      const attempts = [
        sql`select * from ${target} where ${key} = ${others}`,
        sql`select * from ${target} where ${key} = ${others} for update`,
        sql`select theirs.* from ${target} as theirs join customers on true where theirs.portfolio_id = 'borea'`,
        sql`update ${target} set portfolio_id = portfolio_id where ${key} = ${others} returning *`,
        sql`update ${target} set portfolio_id = 'aurora' where ${key} = ${others} returning *`,
        sql`update ${target} as theirs set portfolio_id = mine.portfolio_id from customers as mine
          where theirs.portfolio_id = 'borea' returning theirs.*`,
        sql`delete from ${target} where ${key} = ${others} returning *`,
        sql`delete from ${target} as theirs using customers where theirs.portfolio_id = 'borea' returning theirs.*`,
      ];
      for (const attempt of attempts) {
        expect(await as(aurora, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
      }
      expect(await everything(table)).toEqual(before);
    });

    test('nothing is put where its writer would not see it', async () => {
      const before = await everything(table);
      const attempts = [
        insertionOf(table, boreas, 'borea', idOf('XX')),
        sql`update ${target} set portfolio_id = 'borea' where ${key} = ${own}`,
      ];
      if (keyOf[table] === 'customer_id' && table !== 'customer_words') {
        attempts.push(sql`update ${target} set customer_id = ${boreas} where customer_id = ${auroras}`);
      }
      for (const attempt of attempts) {
        await expect(as(aurora, (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
      }
      expect(await everything(table)).toEqual(before);
    });

    test('what an agent writes about their own customer is written', async () => {
      await expect(
        as(aurora, async (tx) => {
          await insertionOf(table, auroras, 'aurora', idOf('MY')).execute(tx);
          throw new Error('taken back');
        }),
      ).rejects.toThrow('taken back');
    });
  });

  describe('chats', () => {
    /** Anna answers Aurora's queue, and Bruno Borea's; `chat-anna` is Anna's, `chat-with` has ended with Aurora's customer. */
    const chat = (
      id: string,
      queue: string,
      state: string,
      agent: string | null = null,
      customer: string | null = null,
    ) =>
      sql`insert into chats (id, site, queue_id, language, visitor, about, notice_edition, state, opened_at, waits_since, seen_at,
          visitor_wrote_at, agent_id, customer_id, ended_at)
        values (${id}, 'prova', ${queue}, 'it', '{}', '', '1', ${state}, now(), now(), now(), now(), ${agent}, ${customer},
          case when ${state} = 'ended' then now() end)`;
    beforeAll(() =>
      as(house, async (tx) => {
        for (const [client, agent] of [
          ['aurora', 'anna'],
          ['borea', 'bruno'],
        ] as const) {
          await sql`insert into queues (id, position, number, language, name, about, client_id)
            values (${`chat-${client}`}, 0, ${`chat-${client}`}, 'it', '{}', '{}', ${client})`.execute(tx);
          await sql`insert into agent_queues (agent_id, queue_id) values (${agent}, ${`chat-${client}`})`.execute(tx);
          await chat(`waits-${client}`, `chat-${client}`, 'waiting').execute(tx);
        }
        await chat('chat-anna', 'chat-aurora', 'open', 'anna').execute(tx);
        await chat('chat-with', 'chat-aurora', 'ended', 'dario', auroras).execute(tx);
        for (const id of ['waits-aurora', 'waits-borea', 'chat-anna', 'chat-with']) {
          await sql`insert into chat_messages (chat_id, seq, id, at, by, kind, text)
            values (${id}, 1, ${id}, now(), 'visitor', 'text', 'Prova')`.execute(tx);
          await sql`insert into chat_files (id, chat_id, by, name, bytes, at, moved_at)
            values (${id}, ${id}, 'visitor', 'prova.pdf', 5, now(), now())`.execute(tx);
          await sql`insert into chat_file_parts (file_id, at, length, sealed, bytes) values (${id}, 0, 5, false, 'prova')`.execute(
            tx,
          );
        }
      }),
    );
    const seenOf = (viewer: Viewer) =>
      as(viewer, async (tx) => {
        const { rows } = await sql<{ id: string }>`select id from chats order by id`.execute(tx);
        const messages = await sql<{ id: string }>`select chat_id as id from chat_messages order by 1`.execute(tx);
        const files = await sql<{ id: string }>`select chat_id as id from chat_files order by 1`.execute(tx);
        const parts = await sql<{ id: string }>`select file_id as id from chat_file_parts order by 1`.execute(tx);
        // What was written and sent is seen with its chat, neither more nor less.
        for (const found of [messages, files, parts]) expect(found.rows).toEqual(rows);
        return rows.map(({ id }) => id);
      });

    test('agents see those that wait in their queues, their own, and those with customers whom they see; visitors their one', async () => {
      expect(await seenOf(eyes('anna'))).toEqual(['chat-anna', 'chat-with', 'waits-aurora']);
      expect(await seenOf(eyes('bruno', ['borea']))).toEqual(['waits-borea']);
      // In the portfolio, and not in the queue; in the queue, and not in the portfolio.
      expect(await seenOf(eyes('bruno'))).toEqual(['chat-with']);
      expect(await seenOf(eyes('anna', ['borea']))).toEqual(['chat-anna']);
      expect(await seenOf(eyes())).toEqual(['chat-with']);
      expect(await seenOf({ kind: 'visitor', chatId: 'waits-borea' })).toEqual(['waits-borea']);
      expect(await seenOf({ kind: 'visitor', chatId: '' })).toEqual([]);
    });

    test('nobody changes, writes in, begins or takes away what they do not see', async () => {
      for (const viewer of [eyes('bruno', ['borea']), { kind: 'visitor', chatId: 'waits-borea' } as const]) {
        const changed = await as(viewer, (tx) =>
          sql`update chats set about = 'x' where id = 'chat-anna' returning id`.execute(tx),
        );
        expect(changed.rows).toEqual([]);
        await expect(
          as(viewer, (tx) =>
            sql`insert into chat_messages (chat_id, seq, id, at, by, kind, text)
              values ('chat-anna', 2, 'x', now(), 'agent', 'text', 'x')`.execute(tx),
          ),
        ).rejects.toMatchObject(refused);
        for (const sent of [
          sql`insert into chat_files (id, chat_id, by, name, bytes, at, moved_at)
            values ('x', 'chat-anna', 'visitor', 'x', 1, now(), now())`,
          sql`insert into chat_file_parts (file_id, at, length, sealed, bytes) values ('chat-anna', 5, 1, false, 'x')`,
        ])
          await expect(as(viewer, (tx) => sent.execute(tx))).rejects.toMatchObject(refused);
        await expect(as(viewer, (tx) => chat('new', 'chat-borea', 'waiting').execute(tx))).rejects.toMatchObject(
          refused,
        );
        for (const table of ofVisitors) {
          const gone = await as(viewer, (tx) => sql`delete from ${sql.table(table)} returning 1 as it`.execute(tx));
          expect(gone.rows).toEqual([]);
        }
      }
    });

    test('a visitor sees nothing else of anybody', async () => {
      for (const table of tables) {
        const { rows } = await as({ kind: 'visitor', chatId: 'chat-with' }, (tx) =>
          sql`select 1 as it from ${sql.table(table)} limit 1`.execute(tx),
        );
        expect({ table, rows }).toEqual({ table, rows: [] });
      }
    });

    test('a chat lies where its customer does, and goes along with them', async () => {
      const placeOf = async () =>
        (
          await as(house, (tx) =>
            sql<{ p: string }>`select portfolio_id as p from chats where id = 'chat-with'`.execute(tx),
          )
        ).rows[0]?.p;
      expect(await placeOf()).toBe('aurora');
      await as(house, (tx) => sql`update customers set portfolio_id = 'borea' where id = ${auroras}`.execute(tx));
      expect(await placeOf()).toBe('borea');
      await as(house, (tx) => sql`update customers set portfolio_id = 'aurora' where id = ${auroras}`.execute(tx));
    });
  });

  describe('whom to call back', () => {
    const ids = { welcome: 'in-welcome', complaints: 'in-complaints' } as const;

    beforeAll(() =>
      as(house, async (tx) => {
        for (const [queue, agent] of [
          ['welcome', 'anna'],
          ['complaints', 'bruno'],
        ] as const) {
          await sql`insert into queues (id, position, number, language, name, about)
            values (${`to-${queue}`}, 0, ${queue}, 'it', '{}', '{}')`.execute(tx);
          await sql`insert into agent_queues (agent_id, queue_id) values (${agent}, ${`to-${queue}`})`.execute(tx);
          await sql`insert into lost_calls (id, queue_id, number, at, waited_seconds)
            values (${ids[queue]}, ${`to-${queue}`}, '0', now(), 1)`.execute(tx);
          await sql`insert into callbacks (id, promised_by, queue_id, number, due_at, reason_code, about)
            values (${ids[queue]}, ${agent}, ${`to-${queue}`}, '0', now(), 'REC-04', '')`.execute(tx);
        }
      }),
    );

    // Of a lead it does not matter what they answer.
    beforeAll(() =>
      as(house, (tx) => sql`insert into agent_queues (agent_id, queue_id) values ('carla', 'to-welcome')`.execute(tx)),
    );

    const seen = (table: string, viewer: Viewer) =>
      as(viewer, async (tx) => {
        const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} order by id`.execute(tx);
        return rows.map(({ id }) => id);
      });
    const both = [ids.complaints, ids.welcome];
    /** What that agent may write on, left as it was. */
    const touched = (agent: string, id: string) =>
      as(eyes(agent), async (tx) => {
        const { rows } = await sql<{ id: string }>`
          update callbacks set about = about where id = ${id} returning id`.execute(tx);
        return rows.map((row) => row.id);
      });

    test.each(['lost_calls', 'callbacks'])(
      'of %s agents see those of their queues, leads and the house all',
      async (table) => {
        expect(await seen(table, eyes('anna'))).toEqual([ids.welcome]);
        expect(await seen(table, eyes('bruno'))).toEqual([ids.complaints]);
        expect(await seen(table, eyes('carla'))).toEqual(both);
        // Nobody has said what they answer.
        expect(await seen(table, eyes('dario'))).toEqual(both);
        expect(await seen(table, house)).toEqual(both);
        expect(await seen(table, eyes())).toEqual([]);
        expect((await sql`select 1 from ${sql.table(table)}`.execute(db.query)).rows).toEqual([]);
      },
    );

    test.each(['lost_calls', 'callbacks'])(
      'another queue’s of %s are not found, locked, taken or taken away',
      async (table) => {
        const target = sql.table(table);
        const attempts = [
          sql`select id from ${target} where id = ${ids.complaints} for update`,
          sql`update ${target} set taken_by = 'anna', taken_at = now() where id = ${ids.complaints} returning id`,
          sql`update ${target} as theirs set taken_by = 'anna' from ${target} as mine
          where theirs.queue_id = 'to-complaints' returning theirs.id`,
          sql`delete from ${target} where id = ${ids.complaints} returning id`,
        ];
        for (const attempt of attempts) {
          expect(await as(eyes('anna'), async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
        }
        // Nor by who does not look first: she takes her own.
        await as(eyes('anna'), (tx) => sql`update ${target} set taken_by = 'anna', taken_at = now()`.execute(tx));
        const taken = sql<{ id: string }>`select id from ${target} where taken_by = 'anna'`;
        expect((await as(house, (tx) => taken.execute(tx))).rows).toEqual([{ id: ids.welcome }]);
        await as(house, (tx) => sql`update ${target} set taken_by = null, taken_at = null`.execute(tx));
      },
    );

    test('nobody promises in another’s name, nor takes another’s promise back; whoever promised sees it in whatever queue', async () => {
      const promise = (
        id: string,
        by: string,
      ) => sql`insert into callbacks (id, promised_by, queue_id, number, due_at, reason_code, about)
        values (${id}, ${by}, 'to-complaints', '0', now(), 'REC-04', '')`;
      await expect(as(eyes('anna'), (tx) => promise('forged', 'bruno').execute(tx))).rejects.toMatchObject(refused);
      await as(eyes('anna'), (tx) => promise('of-anna', 'anna').execute(tx));
      expect(await seen('callbacks', eyes('anna'))).toEqual([ids.welcome, 'of-anna']);
      expect(await touched('anna', 'of-anna')).toEqual(['of-anna']);
      const withdraw = sql`delete from callbacks where id = 'of-anna' returning id`;
      // Bruno answers that queue: he sees it, and may call; it is not his to take back.
      expect(await seen('callbacks', eyes('bruno'))).toContain('of-anna');
      expect(await touched('bruno', 'of-anna')).toEqual(['of-anna']);
      expect(await as(eyes('bruno'), async (tx) => (await withdraw.execute(tx)).rows)).toEqual([]);
      expect(await as(eyes('anna'), async (tx) => (await withdraw.execute(tx)).rows)).toEqual([{ id: 'of-anna' }]);
    });

    test('a promise of no queue is its maker’s and the leads’, not everybody’s', async () => {
      const promise = sql`insert into callbacks (id, promised_by, queue_id, number, due_at, reason_code, about)
        values ('of-bruno', 'bruno', null, '0', now(), 'REC-04', '')`;
      await as(eyes('bruno'), (tx) => promise.execute(tx));
      expect(await seen('callbacks', eyes('anna'))).toEqual([ids.welcome]);
      expect(await seen('callbacks', eyes('bruno'))).toEqual([ids.complaints, 'of-bruno']);
      expect(await seen('callbacks', eyes('carla'))).toEqual([...both, 'of-bruno']);
      await as(house, (tx) => sql`delete from callbacks where id = 'of-bruno'`.execute(tx));
      expect(await seen('callbacks', house)).toEqual(both);
    });

    test('nobody puts one where they do not see it any more', async () => {
      const away = sql`update callbacks set queue_id = 'to-complaints', promised_by = 'bruno'`;
      for (const attempt of [sql`${away} where id = ${ids.welcome}`, away]) {
        await expect(as(eyes('anna'), (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
      }
    });

    test('who has taken one sees it as long as they have it, whatever they answer by then', async () => {
      await as(house, (tx) => sql`update callbacks set taken_by = 'anna' where id = ${ids.complaints}`.execute(tx));
      expect(await seen('callbacks', eyes('anna'))).toEqual(both);
      expect(await touched('anna', ids.complaints)).toEqual([ids.complaints]);
      await as(house, (tx) => sql`update callbacks set taken_by = null`.execute(tx));
      expect(await seen('callbacks', eyes('anna'))).toEqual([ids.welcome]);
    });

    test('nobody but the house adds to the calls that were lost in others’ queues', async () => {
      const lost = sql`insert into lost_calls (id, queue_id, number, at, waited_seconds)
        values ('forged', 'to-complaints', '0', now(), 1)`;
      await expect(as(eyes('anna'), (tx) => lost.execute(tx))).rejects.toMatchObject(refused);
    });
  });

  describe('the knowledge base', () => {
    const written = (code: string, portfolio: string | null, state = 'inForce') =>
      sql`insert into articles (id, code, portfolio_id, state, edition, content, by_name, at)
        values (${code}, ${code}, ${portfolio}, ${state}, 1, '{}', 'Prova', now())`;
    beforeAll(() =>
      as(house, async (tx) => {
        await written('everybodys', null).execute(tx);
        await written('auroras', 'aurora').execute(tx);
        await written('boreas', 'borea').execute(tx);
        await written('draft', 'aurora', 'draft').execute(tx);
        await written('retired', null, 'retired').execute(tx);
        await sql`insert into article_gaps (words, on_day) values ('prova', now())`.execute(tx);
      }),
    );
    const codes = (viewer: Viewer, table = 'articles') =>
      as(viewer, async (tx) => {
        const { rows } = await sql<{ code: string }>`select code from ${sql.table(table)} order by 1`.execute(tx);
        return rows.map(({ code }) => code);
      });
    const gaps = (viewer: Viewer) =>
      as(viewer, async (tx) => (await sql`select 1 from article_gaps`.execute(tx)).rows.length);
    const all = ['auroras', 'boreas', 'draft', 'everybodys', 'retired'];
    const [annas, carlas] = [eyes('anna'), eyes('carla')];

    test('agents see what is in force and theirs or everybody’s, those who write see drafts too, whoever says nothing sees nothing', async () => {
      expect(await codes(annas)).toEqual(['auroras', 'everybodys']);
      expect(await codes(eyes('anna', []))).toEqual(['everybodys']);
      expect(await codes(eyes('bruno', ['borea']))).toEqual(['boreas', 'everybodys']);
      expect(await codes(carlas)).toEqual(['auroras', 'draft', 'everybodys', 'retired']);
      expect(await codes(house)).toEqual(all);
      expect((await sql`select 1 from articles`.execute(db.query)).rows).toEqual([]);
      expect(await codes(eyes())).toEqual(['auroras']);
    });

    test('editions and what was missed are read by those who write', async () => {
      expect(await codes(annas, 'article_editions')).toEqual([]);
      expect(await codes(carlas, 'article_editions')).toEqual(['auroras', 'draft', 'everybodys', 'retired']);
      expect([await gaps(annas), await gaps(carlas), await gaps(house)]).toEqual([0, 1, 1]);
      expect((await sql`select 1 from article_gaps`.execute(db.query)).rows).toEqual([]);
    });

    test('agents write, change and take away nothing, and those who write nothing of others', async () => {
      for (const [viewer, attempt] of [
        [annas, written('forged', null)],
        [annas, written('forged', 'aurora')],
        [carlas, written('forged', 'borea')],
        [carlas, sql`update articles set portfolio_id = 'borea' where code = 'auroras'`],
      ] as const)
        await expect(as(viewer, (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
      for (const [viewer, attempt] of [
        [annas, sql`update articles set state = state returning 1`],
        [annas, sql`delete from articles returning 1`],
        [annas, sql`select 1 from articles where code = 'draft' for update`],
        [carlas, sql`update articles set state = state where code = 'boreas' returning 1`],
        [carlas, sql`delete from articles returning 1`],
        [carlas, sql`delete from article_gaps returning 1`],
        [carlas, sql`update article_gaps set words = '' returning 1`],
      ] as const)
        expect(await as(viewer, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
      expect(await codes(house)).toEqual(all);
    });

    test('each edition stays as it was written, where it was written, also for the house', async () => {
      await as(carlas, (tx) =>
        sql`update articles set edition = 2, portfolio_id = null where code = 'auroras'`.execute(tx),
      );
      const kept = sql<{ portfolio: string | null }>`
        select portfolio_id as portfolio from article_editions where article_id = 'auroras' order by edition`;
      expect((await as(house, (tx) => kept.execute(tx))).rows).toEqual([{ portfolio: 'aurora' }, { portfolio: null }]);
      for (const attempt of [
        sql`update article_editions set content = '{"a":1}' returning 1`,
        sql`delete from article_editions returning 1`,
      ])
        expect(await as(house, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
      const forged = sql`insert into article_editions (article_id, edition, portfolio_id, code, state, content, by_name, at)
        values ('auroras', 9, 'aurora', 'auroras', 'inForce', '{}', 'Prova', now())`;
      await expect(as(carlas, (tx) => forged.execute(tx))).rejects.toMatchObject(refused);
    });
  });

  describe('what agents do', () => {
    beforeAll(() =>
      as(house, async (tx) => {
        await sql`insert into reason_groups (code, position, labels) values ('REC', 0, '{}')`.execute(tx);
        await sql`insert into reasons (code, group_code, position, labels, priority, desk)
          values ('REC-04', 'REC', 0, '{}', 'P1', '')`.execute(tx);
        await sql`insert into outcome_groups (code, position, labels) values ('INO', 0, '{}')`.execute(tx);
        await sql`insert into outcomes (code, group_code, position, labels) values ('INO-3', 'INO', 0, '{}')`.execute(
          tx,
        );
        for (const table of ofAgents) {
          await doneBy(table, 'anna', auroras, idOf('IA')).execute(tx);
          await doneBy(table, 'bruno', boreas, idOf('IB')).execute(tx);
        }
      }),
    );
    // Bruno answers for Borea, in another queue.
    const brunos = eyes('bruno', ['borea']);
    const [annas, carlas, darios] = [
      eyes('anna'),
      eyes('carla', ['aurora', 'borea']),
      eyes('dario', ['aurora', 'borea']),
    ];

    const whose = (table: OfAgent, viewer: Viewer) =>
      as(viewer, async (tx) => {
        const { rows } = await sql<{ by: string }>`select agent_id as by from ${sql.table(table)} order by 1`.execute(
          tx,
        );
        return rows.map(({ by }) => by);
      });
    const kept = (table: OfAgent) =>
      as(
        house,
        async (tx) =>
          (await sql`select to_jsonb(them) as row from ${sql.table(table)} as them order by 1`.execute(tx)).rows,
      );

    describe.each(ofAgents)('%s', (table) => {
      const target = sql.table(table);
      const [both, goesToLeads] = [['anna', 'bruno'], table === 'help_requests' || table === 'listening'];

      test('are seen by whose they are and by the house; what goes to leads, by leads', async () => {
        expect(await whose(table, annas)).toEqual(['anna']);
        expect(await whose(table, brunos)).toEqual(['bruno']);
        expect(await whose(table, carlas)).toEqual(goesToLeads ? both : []);
        expect(await whose(table, darios)).toEqual([]);
        expect(await whose(table, eyes())).toEqual([]);
        expect(await whose(table, house)).toEqual(both);
        expect((await sql`select 1 from ${target}`.execute(db.query)).rows).toEqual([]);
      });

      test('another’s are not found, locked, changed, taken over or taken away', async () => {
        const before = await kept(table);
        const attempts = [
          sql`select * from ${target} where agent_id = 'bruno' for update`,
          sql`update ${target} set agent_id = agent_id where agent_id = 'bruno' returning *`,
          sql`update ${target} set agent_id = 'anna' where agent_id = 'bruno' returning *`,
          sql`update ${target} as theirs set agent_id = mine.agent_id from ${target} as mine where theirs.agent_id = 'bruno' returning 1`,
          sql`delete from ${target} where agent_id = 'bruno' returning *`,
        ];
        for (const viewer of goesToLeads ? [annas, darios] : [annas, carlas, darios]) {
          for (const attempt of attempts) {
            expect(await as(viewer, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
          }
        }
        // Nor by who does not look first: that is done to her own alone.
        await as(annas, (tx) => sql`update ${target} set agent_id = 'anna'`.execute(tx));
        expect(await kept(table)).toEqual(before);
      });

      test('nobody does anything in another’s name, nor gives their own away', async () => {
        const before = await kept(table);
        const attempts = [
          doneBy(table, 'bruno', null, idOf('IX')),
          sql`update ${target} set agent_id = 'bruno' where agent_id = 'anna'`,
          // Without looking first, which asks for less.
          sql`update ${target} set agent_id = 'bruno'`,
        ];
        for (const attempt of attempts) {
          await expect(as(annas, (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
        }
        expect(await kept(table)).toEqual(before);
      });
    });

    test.each(['interactions', 'handovers'] as const)(
      'of %s none names a customer whom its writer does not see',
      async (table) => {
        const own = sql`update ${sql.table(table)} set ${
          table === 'interactions'
            ? sql`customer_id = ${boreas}`
            : sql`request = jsonb_build_object('customerId', ${boreas}::text)`
        } where agent_id = 'anna'`;
        for (const attempt of [doneBy(table, 'anna', boreas, idOf('IX')), own]) {
          await expect(as(annas, (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
        }
        await expect(
          as(annas, async (tx) => {
            for (const [id, customer] of [
              ['IY', auroras],
              ['IZ', null],
            ] as const) {
              await doneBy(table, 'anna', customer, idOf(id)).execute(tx);
            }
            throw new Error('taken back');
          }),
        ).rejects.toThrow('taken back');
      },
    );

    test.each(['interactions', 'handovers', 'help_requests'] as const)(
      'an id of %s that another has taken is no way to their row',
      async (table) => {
        const key = table === 'help_requests' ? 'interaction_id' : 'id';
        const attempt = sql`${doneBy(table, 'anna', null, idOf('IB'))} on conflict (${sql.ref(key)}) do update set agent_id = 'anna'`;
        await expect(as(annas, (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
      },
    );

    test('a conversation with a customer who is out of one’s sight by now is so, too', async () => {
      expect(await whose('interactions', eyes('anna', []))).toEqual([]);
      expect(await whose('interactions', eyes('anna', ['borea']))).toEqual([]);
    });

    test('nobody but a lead listens; and the record of it, like the calls for help, is taken away by none of them', async () => {
      const listens = (lead: string) => sql`insert into listening (id, lead_id, agent_id, legal_reference, asked_at)
        values (gen_random_uuid(), ${lead}, 'dario', 'Prova', now())`;
      await expect(as(annas, (tx) => listens('anna').execute(tx))).rejects.toMatchObject(refused);
      await expect(as(annas, (tx) => listens('carla').execute(tx))).rejects.toMatchObject(refused);
      await expect(as(carlas, (tx) => listens('bruno').execute(tx))).rejects.toMatchObject(refused);
      for (const table of ['listening', 'help_requests'] as const) {
        for (const viewer of [annas, carlas]) {
          const { rows } = await as(viewer, (tx) => sql`delete from ${sql.table(table)} returning 1`.execute(tx));
          expect(rows).toEqual([]);
        }
        // The house forgets them in their time.
        const forgetting = as(house, async (tx) => {
          const { rows } = await sql`delete from ${sql.table(table)} returning 1`.execute(tx);
          throw new Error(`taken back: ${rows.length}`);
        });
        await expect(forgetting).rejects.toThrow('taken back: 2');
      }
    });

    test('who was a lead still knows to whom they listen, and ends it', async () => {
      const role = (to: string) =>
        as(house, (tx) => sql`update agents set role = ${to} where id = 'carla'`.execute(tx));
      await as(house, (tx) =>
        sql`insert into listening (id, lead_id, agent_id, legal_reference, asked_at, over_at)
          values (gen_random_uuid(), 'dario', 'bruno', 'Prova', now(), now())`.execute(tx),
      );
      await role('agent');
      // Both are Carla's, and Dario's is another's.
      expect(await whose('listening', carlas)).toEqual(['anna', 'bruno']);
      expect(await whose('help_requests', carlas)).toEqual([]);
      const ended = await as(carlas, async (tx) => {
        const { rows } = await sql<{ of: string }>`
          update listening set over_at = now() where over_at is null returning agent_id as of`.execute(tx);
        await sql`update listening set over_at = null where lead_id = 'carla'`.execute(tx);
        return rows.map(({ of }) => of).sort();
      });
      expect(ended).toEqual(['anna', 'bruno']);
      await role('lead');
      await as(house, (tx) => sql`delete from listening where lead_id = 'dario'`.execute(tx));
    });

    describe.each(ofClients)('%s', (table) => {
      const target = sql.table(table);
      const seen = async (viewer: Viewer) => {
        const { rows } = await as(viewer, (tx) =>
          sql<{ client: string }>`
          select client_id as client from ${target} order by 1 nulls first`.execute(tx),
        );
        return rows.map(({ client }) => client);
      };
      beforeAll(() =>
        as(house, async (tx) => {
          for (const client of [null, 'aurora', 'borea']) await ofClient(table, client).execute(tx);
        }),
      );

      test('everybody sees everybody’s, and a client company’s own whoever sees its customers', async () => {
        expect(await seen(annas)).toEqual([null, 'aurora']);
        expect(await seen(agentOf())).toEqual([null]);
        expect(await seen(house)).toEqual([null, 'aurora', 'borea']);
        expect((await sql`select 1 from ${target}`.execute(db.query)).rows).toHaveLength(1);
      });

      test('another company’s is not locked, changed, taken away or added', async () => {
        const theirs = sql`client_id = 'borea'`;
        const attempts = [
          sql`select 1 from ${target} where ${theirs} for update`,
          sql`update ${target} set version = 2 where ${theirs} returning 1`,
          sql`delete from ${target} where ${theirs} returning 1`,
        ];
        for (const attempt of attempts) {
          expect(await as(annas, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
        }
        await as(house, (tx) => sql`delete from lists where client_id = 'borea'`.execute(tx));
        await expect(as(annas, (tx) => ofClient('lists', 'borea').execute(tx))).rejects.toMatchObject(refused);
        expect(await seen(house)).toContain(table === 'lists' ? 'aurora' : 'borea');
      });
    });

    describe('what agents have chosen for themselves', () => {
      const [annas, brunos] = ['anna', 'bruno'].map(
        (agentId): Viewer => ({ kind: 'agent', portfolios: ['aurora', 'borea'], agentId }),
      ) as [Viewer, Viewer];
      const whose = (viewer: Viewer) =>
        as(viewer, async (tx) => {
          const { rows } = await sql<{ by: string }>`select agent_id as by from agent_preferences order by 1`.execute(
            tx,
          );
          return rows.map(({ by }) => by);
        });
      const chosenBy = (agent: string) => sql`insert into agent_preferences values (${agent}, '{}')`;
      beforeAll(() => as(house, async (tx) => void (await chosenBy('bruno').execute(tx))));

      test('is seen, locked, changed and taken away by whose it is alone', async () => {
        expect(await whose(brunos)).toEqual(['bruno']);
        expect(await whose(annas)).toEqual([]);
        const attempts = [
          sql`select 1 from agent_preferences where agent_id = 'bruno' for update`,
          sql`update agent_preferences set choices = '{}' where agent_id = 'bruno' returning 1`,
          sql`delete from agent_preferences where agent_id = 'bruno' returning 1`,
        ];
        for (const attempt of attempts)
          expect(await as(annas, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
        await expect(as(annas, (tx) => chosenBy('carla').execute(tx))).rejects.toMatchObject(refused);
        expect(await whose(house)).toEqual(['bruno']);
      });
    });

    describe('reports', () => {
      const reportOf = (id: string, ...portfolios: string[]) => sql`
        insert into reports (id, portfolios, span, asked, figures, words, state, authors, made_at, made_by_name, changed_at, by_name)
        values (${id}, ${portfolios}, 'day', '{}', '{}', '{}', 'draft', '{}', now(), 'Anna', now(), 'Anna')`;
      const seen = (viewer: Viewer) =>
        as(viewer, async (tx) => (await sql<{ id: string }>`select id from reports order by 1`.execute(tx)).rows);
      const [own, both] = [{ id: 'a' }, { id: 'b' }];
      beforeAll(() =>
        as(house, async (tx) => {
          await reportOf('a', 'aurora').execute(tx);
          await reportOf('b', 'aurora', 'borea').execute(tx);
        }),
      );

      test('are seen, locked, changed, taken away and made by whoever sees all that is counted in them', async () => {
        expect(await seen(aurora)).toEqual([own]);
        expect(await seen(agentOf('aurora', 'borea'))).toEqual([own, both]);
        expect(await seen(house)).toEqual([own, both]);
        expect(await seen(agentOf())).toEqual([]);
        expect((await sql`select 1 from reports`.execute(db.query)).rows).toEqual([]);
        const attempts = [
          sql`select 1 from reports where id = 'b' for update`,
          sql`update reports set by_name = 'other' where id = 'b' returning 1`,
          sql`delete from reports where id = 'b' returning 1`,
        ];
        for (const attempt of attempts)
          expect(await as(aurora, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
        await expect(as(aurora, (tx) => reportOf('c', 'borea').execute(tx))).rejects.toMatchObject(refused);
      });
    });

    describe('what is the house’s own', () => {
      beforeAll(() =>
        as(house, async (tx) => {
          for (const table of ofTheHouse) await ofHouse(table, 'crm').execute(tx);
        }),
      );

      test.each(ofTheHouse)('%s: no agent finds, locks, changes, takes away or adds anything', async (table) => {
        const target = sql.table(table);
        const kept = async () =>
          as(house, async (tx) => (await sql`select to_jsonb(them) as row from ${target} as them`.execute(tx)).rows);
        const before = await kept();
        expect(before).toHaveLength(1);
        const attempts = [
          sql`select 1 from ${target}`,
          sql`select 1 from ${target} for update`,
          sql`update ${target} as them set ${sql.ref(ownColumn(table))} = 'other' returning 1`,
          sql`delete from ${target} returning 1`,
        ];
        for (const attempt of attempts) {
          for (const viewer of [annas, carlas]) {
            expect(await as(viewer, async (tx) => (await attempt.execute(tx)).rows)).toEqual([]);
          }
          expect((await attempt.execute(db.query)).rows).toEqual([]);
        }
        await expect(as(annas, (tx) => ofHouse(table, 'other').execute(tx))).rejects.toMatchObject(refused);
        expect(await kept()).toEqual(before);
      });

      test('what anybody does is put on record, and none but the house reads the record', async () => {
        const entries = sql`select 1 from audit_entries`;
        const entry = sql`insert into audit_entries (at, action) values (now(), 'signedIn')`;
        expect(
          await as(annas, async (tx) => {
            await entry.execute(tx);
            return (await entries.execute(tx)).rows;
          }),
        ).toEqual([]);
        // Whoever signs in has no eyes yet.
        await entry.execute(db.query);
        expect((await entries.execute(db.query)).rows).toEqual([]);
        expect((await as(house, (tx) => entries.execute(tx))).rows).toHaveLength(2);
      });
    });
  });

  test('who goes over to another company takes along whatever is theirs', async () => {
    const notTheirs = ['tombstones', 'digests', 'digest_steps', 'generations', 'segments'];
    const ofFiles = ['imports', 'import_parts', 'import_refusals'];
    const theirs = tables.filter((table) => ![...notTheirs, ...ofFiles].includes(table));
    const found: Record<string, string[]> = {};
    const moved = as(house, async (tx) => {
      await sql`update customers set portfolio_id = 'borea' where id = ${auroras}`.execute(tx);
      for (const table of theirs) {
        const { rows } = await sql<{ portfolio: string }>`
          select distinct portfolio_id as portfolio from ${sql.table(table)} where ${sql.ref(keyOf[table])} = ${knownBy(table)[0]}`.execute(
          tx,
        );
        found[table] = rows.map(({ portfolio }) => portfolio);
      }
      throw new Error('taken back');
    });
    await expect(moved).rejects.toThrow('taken back');
    // But that they may be one with somebody whom they have left.
    const kept = (table: string) => (table === 'duplicate_pairs' ? [] : ['borea']);
    expect(found).toEqual(Object.fromEntries(theirs.map((table) => [table, kept(table)])));
  });

  test('an id of another company that is taken is no way to its row', async () => {
    const taken = (how: string) => sql`insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
      values (${boreas}, 'PR-9999', 'person', 'Prova', 'it', now(), 'aurora') on conflict (id) do ${sql.raw(how)} returning *`;
    await expect(
      as(aurora, (tx) => taken("update set name = 'Prova', portfolio_id = 'aurora'").execute(tx)),
    ).rejects.toMatchObject(refused);
    expect(await as(aurora, async (tx) => (await taken('nothing').execute(tx)).rows)).toEqual([]);
  });

  test('the house’s eyes are given back after their piece of work', async () => {
    const seen = async (tx: Seen) => (await sql`select id from customers order by id`.execute(tx)).rows.length;
    const counted = await as(aurora, async (tx) => [await seen(tx), await asHouse(tx, seen), await seen(tx)]);
    expect(counted).toEqual([1, 2, 1]);
    const afterFailing = as(aurora, async (tx) => {
      await asHouse(tx, () => Promise.reject(new Error('of the house'))).catch(() => undefined);
      return seen(tx);
    });
    expect(await afterFailing).toBe(1);
  });

  describe('caches that follow the feed', () => {
    const portfolios = ['aurora', 'borea', 'complaints'] as const;
    const [first, second, third] = [idOf('P1'), idOf('P2'), idOf('P3')];
    /** One for each. */
    const contact = (person: string) => idOf(`Q${person.slice(-1)}`);
    const note = (person: string) => idOf(`A${person.slice(-1)}`);

    beforeAll(() =>
      as(house, async (tx) => {
        await sql`insert into queues (id, position, number, language, name, about)
          values ('complaints', 0, '800', 'it', '{}', '{}')`.execute(tx);
        await placeQueues(tx, [{ id: 'complaints', client: 'aurora', closed: true }]);
      }),
    );

    type Step =
      | { readonly kind: 'put'; readonly person: string; readonly portfolio: (typeof portfolios)[number] }
      | { readonly kind: 'contact'; readonly person: string; readonly inQueue: boolean }
      | { readonly kind: 'rename' | 'goes' | 'moveTwice' | 'note' | 'noteGoes'; readonly person: string }
      | { readonly kind: 'closed'; readonly is: boolean }
      | { readonly kind: 'look'; readonly reader: number; readonly limit: number };

    const person = fc.constantFrom(first, second, third);
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), person, portfolio: fc.constantFrom('aurora', 'borea') }),
      fc.record({ kind: fc.constant('contact' as const), person, inQueue: fc.boolean() }),
      fc.record({
        kind: fc.constantFrom(
          'rename' as const,
          'goes' as const,
          'moveTwice' as const,
          'note' as const,
          'noteGoes' as const,
        ),
        person,
      }),
      fc.record({ kind: fc.constant('closed' as const), is: fc.boolean() }),
      fc.record({ kind: fc.constant('look' as const), reader: fc.nat(2), limit: fc.integer({ min: 1, max: 3 }) }),
    );

    async function run(taken: Exclude<Step, { kind: 'look' }>): Promise<void> {
      await as(house, async (tx) => {
        if (taken.kind === 'closed') return placeQueues(tx, [{ id: 'complaints', client: 'aurora', closed: taken.is }]);
        const { person: id } = taken;
        const isThere = (await sql`select 1 from customers where id = ${id}`.execute(tx)).rows.length > 0;
        if (taken.kind === 'put' && !isThere) await addCustomer(tx, id, taken.portfolio);
        if (!isThere) return;
        const move = (to: string) => sql`update customers set portfolio_id = ${to} where id = ${id}`.execute(tx);
        if (taken.kind === 'put') await move(taken.portfolio);
        if (taken.kind === 'moveTwice') {
          await move('borea');
          await move('aurora');
        }
        if (taken.kind === 'rename') await sql`update customers set name = 'Altra' where id = ${id}`.execute(tx);
        if (taken.kind === 'goes') await sql`delete from customers where id = ${id}`.execute(tx);
        if (taken.kind === 'note')
          await sql`insert into notes (id, customer_id, text, agent_name, at) values (${note(id)}, ${id}, 'Prova', 'Prova', now())
            on conflict (id) do update set text = 'Altra'`.execute(tx);
        if (taken.kind === 'noteGoes') await sql`delete from notes where id = ${note(id)}`.execute(tx);
        if (taken.kind === 'contact') {
          const queue = taken.inQueue ? 'complaints' : null;
          await sql`insert into contacts (id, customer_id, queue_id, at, channel, direction, agent_name, note)
            values (${contact(id)}, ${id}, ${queue}, now(), 'call', 'incoming', 'Prova', '')
            on conflict (id) do update set queue_id = excluded.queue_id`.execute(tx);
        }
      });
    }

    /** An app's rule (data/sync/apply.ts): what is older than what is known changes nothing. */
    function createReader(viewer: Viewer) {
      const known = new Map<string, { readonly version: number; readonly there: boolean }>();
      let from: FeedPosition = { tx: '0', id: '' };
      return {
        viewer,
        there: () => [...known].filter(([, { there }]) => there).map(([id, { version }]) => `${id} ${version}`),
        async look(limit: number): Promise<boolean> {
          const { changes, last, edge } = await seenBy(
            db.query,
            viewer,
            async (tx) => {
              const { tx: edge } = await feedEdge(tx);
              return { ...(await changesAfter(tx, from, edge, limit)), edge };
            },
            { readOnly: true, oneMoment: true },
          );
          for (const change of changes) {
            const isGone = change.kind === 'tombstone';
            const id = isGone ? `${change.entity} ${change.id}` : `${change.kind} ${change.row.id}`;
            const { version } = isGone ? change : change.row;
            if (version >= (known.get(id)?.version ?? 0)) known.set(id, { version, there: !isGone });
          }
          from = last ?? { tx: edge, id: '' };
          return last !== null;
        },
      };
    }

    test('end with what they may see, whatever moves, closes, goes and comes back, on pages of any size', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 25 }),
          fc.array(fc.subarray([...portfolios]), { minLength: 3, maxLength: 3 }),
          async (steps, scopes) => {
            const readers = scopes.map((scope) => createReader(agentOf(...scope)));
            for (const taken of steps) {
              if (taken.kind === 'look') await must(readers[taken.reader], 'a reader').look(taken.limit);
              else await run(taken);
            }
            for (const reader of readers) {
              while (await reader.look(2));
              const { rows } = await as(reader.viewer, (tx) =>
                sql<{ line: string }>`
                  select concat('customer ', id, ' ', version) as line from customers
                  union all select concat('case ', id, ' ', version) from cases
                  union all select concat('contact ', id, ' ', version) from contacts
                  union all select concat('note ', id, ' ', version) from notes`.execute(tx),
              );
              expect(reader.there().sort()).toEqual(rows.map(({ line }) => line).sort());
            }
          },
        ),
        { numRuns: 30 },
      );
    });

    test('and what they may see is what lies in their portfolios: a closed queue’s own for its client company alone', async () => {
      const seenIn = async (viewer: Viewer) =>
        as(viewer, async (tx) => (await sql<{ id: string }>`select id from contacts order by id`.execute(tx)).rows);
      await run({ kind: 'closed', is: true });
      for (const [who, portfolio] of [
        [first, 'aurora'],
        [second, 'borea'],
      ] as const) {
        await run({ kind: 'goes', person: who });
        await run({ kind: 'put', person: who, portfolio });
        await run({ kind: 'contact', person: who, inQueue: true });
      }
      expect(await seenIn(agentOf('complaints'))).toContainEqual({ id: contact(first) });
      expect(await seenIn(agentOf('complaints'))).not.toContainEqual({ id: contact(second) });
      expect(await seenIn(aurora)).not.toContainEqual({ id: contact(first) });
      expect(await seenIn(agentOf('borea'))).toContainEqual({ id: contact(second) });
      await run({ kind: 'closed', is: false });
      expect(await seenIn(agentOf('complaints'))).toEqual([]);
      expect(await seenIn(aurora)).toContainEqual({ id: contact(first) });
    });
  });
}
