// Retention: what has been kept long enough goes, by the rules alone, and nothing that a hold or an open case covers.
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#server/db/db';
import { house, type Seen, seenBy } from '#server/db/seenBy';
import { projectAssets } from '#test/support/beginnings';
import { openTestDatabase } from '#test/support/testDatabase';
import { keepProposals } from './proposals.ts';
import { isDue, purge } from './purge.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDatabase();
  await keepProposals(db, projectAssets);
  await seenBy(db.query, house, async (tx) => {
    await sql`insert into clients (id, name) values ('aurora', 'Aurora')`.execute(tx);
    await sql`insert into portfolios (id, client_id) values ('aurora', 'aurora')`.execute(tx);
    await sql`insert into agents (id, username, password_hash, name, given_name, role, language)
      values ('ada', 'ada', '', 'Ada Prova', 'Ada', 'agent', 'it')`.execute(tx);
    await sql`insert into reason_groups (code, position, labels) values ('REC', 0, '{}'), ('FAT', 1, '{}')`.execute(tx);
    await sql`insert into reasons (code, group_code, position, labels, priority, desk)
      values ('REC-04', 'REC', 0, '{}', 'P1', ''), ('FAT-01', 'FAT', 0, '{}', 'P1', '')`.execute(tx);
    await sql`insert into outcome_groups (code, position, labels) values ('INO', 0, '{}')`.execute(tx);
    await sql`insert into outcomes (code, group_code, position, labels) values ('INO-3', 'INO', 0, '{}')`.execute(tx);
  });
});
afterAll(() => db.close());

const now = new Date('2026-03-02T09:00:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000);
const as = <T>(work: (tx: Seen) => Promise<T>) => seenBy(db.query, house, work);

const people = ['01JZZZZZZZZZZZZZZZZZZZZZP1', '01JZZZZZZZZZZZZZZZZZZZZZP2', '01JZZZZZZZZZZZZZZZZZZZZZP3'] as const;

interface Row {
  readonly table: 'contacts' | 'notes' | 'cases' | 'interactions' | 'lost_calls' | 'callbacks';
  readonly person: number;
  readonly days: number;
  readonly reason: 'REC-04' | 'FAT-01';
  readonly open: boolean;
}
interface RuleMade {
  readonly what: 'contacts' | 'notes' | 'cases' | 'interactions' | 'lostCalls' | 'callbacks' | 'inactiveCustomers';
  readonly portfolio: 'aurora' | null;
  readonly group: 'REC' | null;
  readonly days: number;
  readonly inForce: boolean;
}
interface World {
  readonly rows: readonly Row[];
  readonly holds: readonly number[];
  readonly rules: readonly RuleMade[];
}

const idOf = (place: number) => `01JZZZZZZZZZZZZZZZZZZZZR${String(place).padStart(2, '0')}`;
const numberOf = (person: number) => `00000010${person}`;

async function make(tx: Seen, { rows, holds, rules }: World): Promise<void> {
  for (const table of [
    'interactions',
    'lost_calls',
    'callbacks',
    'legal_holds',
    'customers',
    'retention_rules',
    'erased',
  ]) {
    await sql`delete from ${sql.table(table)}`.execute(tx);
  }
  for (const [person, id] of people.entries()) {
    await sql`insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
      values (${id}, ${`PR-100${person}`}, 'person', 'Prova', 'it', ${daysAgo(5_000)}, ${person === 0 ? 'aurora' : 'company'})`.execute(
      tx,
    );
    await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind)
      values (${id}, 0, ${numberOf(person)}, null, ${numberOf(person)}, 'other')`.execute(tx);
  }
  for (const [place, row] of rows.entries()) {
    const [id, customer, at] = [idOf(place), people[row.person], daysAgo(row.days)];
    const number = numberOf(row.person);
    if (row.table === 'contacts')
      await sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, reason_code, note)
        values (${id}, ${customer}, ${at}, 'call', 'incoming', '', ${row.reason}, 'x')`.execute(tx);
    else if (row.table === 'notes')
      await sql`insert into notes (id, customer_id, text, agent_name, at) values (${id}, ${customer}, 'x', '', ${at})`.execute(
        tx,
      );
    else if (row.table === 'cases')
      await sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at, closed_at)
        values (${id}, ${customer}, ${`T-${place}`}, 'x', ${row.reason}, ${row.open ? 'open' : 'closed'}, ${at}, ${at})`.execute(
        tx,
      );
    else if (row.table === 'interactions')
      await sql`insert into interactions (id, agent_id, direction, channel, caller, customer_id, started_at, closed_at,
          reason_code, outcome_code, note, events, received_at, version)
        values (${id}, 'ada', 'incoming', 'call', ${JSON.stringify({ kind: 'number', number })}::jsonb,
          ${row.open ? customer : null}, ${at}, ${at}, ${row.reason}, 'INO-3', 'x', '[]', ${at}, 1)`.execute(tx);
    else if (row.table === 'lost_calls')
      await sql`insert into lost_calls (id, queue_id, number, at, waited_seconds) values (${id}, 'q', ${number}, ${at}, 1)`.execute(
        tx,
      );
    else
      await sql`insert into callbacks (id, promised_by, number, due_at, customer_id, reason_code, about)
        values (${id}, 'ada', ${number}, ${at}, ${row.open ? customer : null}, ${row.reason}, 'x')`.execute(tx);
  }
  for (const [place, person] of holds.entries()) {
    await sql`insert into legal_holds (id, customer_id, reason, reference, placed_by, placed_at, review_on)
      values (${String(place)}, ${people[person]}, 'x', 'x', 'x', now(), now())`.execute(tx);
  }
  for (const [place, rule] of rules.entries()) {
    await sql`insert into retention_rules (code, position, what, portfolio_id, reason_group, kept_for, basis, why, in_force)
      values (${`r-${place}`}, ${place}, ${rule.what}, ${rule.portfolio}, ${rule.group}, ${`P${rule.days}D`}, 'contract', '{}',
        ${rule.inForce}) on conflict do nothing`.execute(tx);
  }
}

/** What is left: ids of rows that still say something of somebody. */
const left = async (tx: Seen): Promise<Set<string>> => {
  const { rows } = await sql<{ id: string }>`
    select id from contacts union all select id from notes union all select id from cases union all select id from lost_calls union all select id from callbacks
    union all select id from interactions where note <> '' union all select id from customers`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};

/** The same rules, once more and in another way: row by row, without SQL. */
function expected({ rows, holds, rules }: World): Set<string> {
  const kinds: Record<Row['table'], RuleMade['what']> = {
    contacts: 'contacts',
    notes: 'notes',
    cases: 'cases',
    interactions: 'interactions',
    lost_calls: 'lostCalls',
    callbacks: 'callbacks',
  };
  const distinct = rules.filter(
    (rule, place) =>
      rules.findIndex((o) => o.what === rule.what && o.portfolio === rule.portfolio && o.group === rule.group) ===
      place,
  );
  let kept = [...rows];
  const covered = (person: number) =>
    holds.includes(person) || kept.some((row) => row.table === 'cases' && row.person === person && row.open);
  const goes = (row: Row): boolean => {
    if (row.table === 'cases' && row.open) return false;
    const what = kinds[row.table];
    // Lost calls know no customer, and neither do calls from a number that nobody was chosen for: the company's own rules.
    const known = row.table === 'contacts' || row.table === 'cases' || (row.table !== 'lost_calls' && row.open);
    const portfolio = known && row.person === 0 ? 'aurora' : 'company';
    const group = row.table === 'lost_calls' || row.table === 'callbacks' ? null : row.reason.slice(0, 3);
    const fitting = distinct
      .filter((rule) => rule.what === what)
      .filter((rule) => rule.portfolio === null || rule.portfolio === portfolio)
      .filter((rule) => rule.group === null || rule.group === group)
      .sort(
        (one, other) =>
          Number(other.group !== null) - Number(one.group !== null) ||
          Number(other.portfolio !== null) - Number(one.portfolio !== null),
      );
    const [rule] = fitting;
    return rule?.inForce === true && row.days > rule.days && !covered(row.person);
  };
  const ids = new Map(rows.map((row, place) => [row, idOf(place)]));
  kept = kept.filter((row) => !goes(row));
  return new Set([...kept.map((row) => ids.get(row) ?? ''), ...people]);
}

const world: fc.Arbitrary<World> = fc.record({
  rows: fc.array(
    fc.record({
      table: fc.constantFrom('contacts', 'cases', 'interactions', 'lost_calls', 'callbacks'),
      person: fc.nat(2),
      days: fc.integer({ min: 1, max: 60 }),
      reason: fc.constantFrom('REC-04', 'FAT-01'),
      open: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  holds: fc.array(fc.nat(2), { maxLength: 1 }),
  rules: fc.array(
    fc.record({
      what: fc.constantFrom('contacts', 'cases', 'interactions', 'lostCalls', 'callbacks'),
      portfolio: fc.constantFrom('aurora', null),
      group: fc.constantFrom('REC', null),
      days: fc.integer({ min: 1, max: 50 }),
      inForce: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
});

test('whatever the rules: what has run out goes, what a hold or an open case covers stays, a dry run says the same, twice is once', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      await as((tx) => make(tx, given));
      const before = await as(left);
      const dry = await purge(db, now, true);
      expect(await as(left)).toEqual(before);
      const report = await purge(db, now, false);
      const after = await as(left);
      expect([...after].sort()).toEqual([...expected(given)].sort());
      const counted = report
        .filter(({ inForce }) => inForce)
        .reduce((sum, rule) => sum + rule.deleted + rule.emptied, 0);
      expect(counted).toBe(before.size - after.size);
      // Nothing in the order of the rules makes the second count differ from the first.
      expect(report.filter(({ inForce }) => inForce)).toEqual(dry.filter(({ inForce }) => inForce));
      await purge(db, now, false);
      expect(await as(left)).toEqual(after);
    }),
    { numRuns: 60 },
  );
});

test('customers without contracts, cases and contacts for so long are erased, but for those under a hold', async () => {
  const rule = { what: 'inactiveCustomers', portfolio: null, group: null, days: 100, inForce: true } as const;
  const recent = { table: 'contacts', person: 1, days: 50, reason: 'FAT-01', open: false } as const;
  await as((tx) => make(tx, { rows: [recent], holds: [0], rules: [rule] }));
  const [report] = await purge(db, now, false);
  expect(report).toMatchObject({ due: 2, deleted: 1, heldBack: { holds: 1, openCases: 0 } });
  expect(await as(left)).toEqual(new Set([idOf(0), people[0], people[1]]));
});

test('nobody is erased as inactive for whom anything speaks: of late, or still going on', async () => {
  const [late, old] = [daysAgo(50), daysAgo(150)];
  const id = (place: number) => `01JZZZZZZZZZZZZZZZZZZZZZS${place}`;
  const contact = (customer: string, at: Date) =>
    sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
      values (${`contact of ${customer}`}, ${customer}, ${at}, 'call', 'incoming', '', 'x')`;
  const note = (customer: string, at: Date) =>
    sql`insert into notes (id, customer_id, text, agent_name, at) values (${`note of ${customer}`}, ${customer}, 'x', '', ${at})`;
  const conversation = (
    customer: string,
    at: Date,
  ) => sql`insert into interactions (id, agent_id, direction, channel, caller,
      customer_id, started_at, closed_at, reason_code, outcome_code, note, events, received_at, version)
    values (${`conversation of ${customer}`}, 'ada', 'incoming', 'call', '{}', ${customer}, ${at}, ${at}, 'FAT-01', 'INO-3', '',
      '[]', ${at}, 1)`;
  const request = (
    customer: string,
    done: Date | null,
  ) => sql`insert into privacy_requests (id, customer_id, kind, received_at,
      channel, identified, words, taken_by, due_on, state, done_at)
    values (${`request of ${customer}`}, ${customer}, 'access', ${old}, 'letter', 'none', '', 'x', ${old},
      ${done === null ? 'open' : 'done'}, ${done})`;
  const speaks: readonly ((customer: string) => RawBuilder<unknown>)[] = [
    (customer) => sql`update customers set contracts = '[{"code":"C-1","name":"C-1"}]' where id = ${customer}`,
    (customer) => sql`update customers set updated_at = ${late} where id = ${customer}`,
    (customer) => sql`update customers set portfolio_id = 'company' where id = ${customer}`,
    (customer) => sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at, closed_at)
      values (${`case of ${customer}`}, ${customer}, 'T-1', 'x', 'FAT-01', 'closed', ${old}, ${old})`,
    (customer) => contact(customer, late),
    (customer) => note(customer, late),
    (customer) => conversation(customer, late),
    (customer) => request(customer, null),
  ];
  const rule = { what: 'inactiveCustomers', portfolio: 'aurora', group: null, days: 100, inForce: true } as const;
  await as(async (tx) => {
    await make(tx, { rows: [], holds: [], rules: [rule] });
    // Last, somebody of whom all of it is of long ago.
    for (const [place, speak] of [...speaks, null].entries()) {
      await sql`insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
        values (${id(place)}, ${`PR-200${place}`}, 'person', 'Prova', 'it', ${old}, 'aurora')`.execute(tx);
      const said = speak === null ? [contact, note, conversation, request] : [];
      for (const each of [...said.map((say) => say(id(place), old)), ...(speak === null ? [] : [speak(id(place))])]) {
        await each.execute(tx);
      }
    }
  });
  // The first of the three that are always there is of that company too.
  expect(await purge(db, now, false)).toMatchObject([{ due: 2, deleted: 2 }]);
  const { rows } = await as((tx) =>
    sql<{ id: string }>`select id from customers where code like 'PR-2%' order by id`.execute(tx),
  );
  expect(rows.map((row) => row.id)).toEqual(speaks.map((_, place) => id(place)));
});

test('more rows than fit into one transaction go as well', async () => {
  const rule = { what: 'lostCalls', portfolio: null, group: null, days: 10, inForce: true } as const;
  await as(async (tx) => {
    await make(tx, { rows: [], holds: [], rules: [rule] });
    await sql`insert into lost_calls (id, queue_id, number, at, waited_seconds)
      select 'l' || n, 'q', '1', ${daysAgo(20)}::timestamptz + make_interval(secs => n / 100), 1
      from generate_series(1, 2500) as n`.execute(tx);
  });
  const [report] = await purge(db, now, false);
  expect(report).toMatchObject({ due: 2_500, deleted: 2_500 });
  expect(await as((tx) => tx.selectFrom('lost_calls').select('id').execute())).toEqual([]);
});

test('once a night; where no night has been for a day and a half, at once', () => {
  const at = (time: string) => new Date(`2026-03-${time}:00.000Z`);
  const rome = (last: string | null, time: string) => isDue(last === null ? null : at(last), at(time), 'Europe/Rome');
  expect(rome(null, '02T12:00')).toBe(true);
  expect(rome('02T01:00', '02T13:00')).toBe(false);
  expect(rome('02T01:00', '02T23:59')).toBe(false);
  expect(rome('02T01:00', '03T00:00')).toBe(true);
  expect(rome('03T00:00', '03T03:00')).toBe(false);
  expect(rome('02T01:00', '03T13:00')).toBe(true);
});
