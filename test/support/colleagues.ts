// What goes on at the backend while an agent works: colleagues and other programs change, add, move and remove customers and what belongs to
// them, rights come and go, old deletions are forgotten. Whom the agent works with stays theirs, and keeps the preference that the agent gave.
import { sql } from 'kysely';
import type { Db } from '#server/db/db';
import { house, seenBy } from '#server/db/seenBy';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import { until } from './until.ts';

export interface Colleagues {
  /** One deed, in a transaction of its own; tried again where the database is away. */
  act(random: () => number): Promise<void>;
}

/** Customers in it are seen by the agent at times. */
const elsewhere = 'altrove';

/** `theirs`: codes of the customers whom the agent works with. */
export async function startColleagues(db: Db, agent: string, theirs: readonly string[]): Promise<Colleagues> {
  const work = (deed: Parameters<typeof seenBy<unknown>>[2]) => seenBy(db.query, house, deed);
  const see = (portfolios: readonly string[]) =>
    work((tx) => grantPortfolios(tx, [{ username: agent, portfolios: ['company', ...portfolios] }]));
  await see([]);
  await work((tx) => keepClients(tx, 'Prova', [{ id: elsewhere, name: 'Altrove' }]));
  let deeds = 0;

  async function deed(random: () => number): Promise<unknown> {
    const nth = Math.floor(random() * 1_000_000);
    // By a place in their order: the same customers for the same numbers.
    const some = (which: 'anybody' | 'others') => sql`(
      select id from customers where ${which === 'anybody'} or not code = any (${theirs})
      order by id offset ${nth} % greatest(1, (select count(*)::int from customers where ${which === 'anybody'}
        or not code = any (${theirs}))) limit 1)`;
    const id = (letter: string) => `01JZZZZZZZZZZZZZZZ${letter}${String(deeds).padStart(7, '0')}`;
    const kind = random();
    if (kind < 0.35)
      return work((tx) =>
        sql`update customers set email = ${`collega${deeds}@esempio.it`} where id = ${some('anybody')}`.execute(tx),
      );
    if (kind < 0.5)
      return work((tx) =>
        sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
          select ${id('N')}, id, now(), 'call', 'incoming', 'Collega', 'Di un collega' from ${some('anybody')} as whom
          on conflict do nothing`.execute(tx),
      );
    if (kind < 0.6)
      return work((tx) =>
        sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
          select ${id('K')}, id, ${`Z-${deeds}`}, 'Di un collega', 'REC-04', 'open', now() from ${some('anybody')} as whom
          on conflict do nothing`.execute(tx),
      );
    if (kind < 0.67)
      return work((tx) =>
        sql`delete from contacts where id = (select id from contacts where agent_name = 'Collega'
          order by id offset ${nth} % greatest(1, (select count(*)::int from contacts where agent_name = 'Collega')) limit 1)`.execute(
          tx,
        ),
      );
    if (kind < 0.82)
      return work((tx) =>
        sql`update customers set portfolio_id = case portfolio_id when 'company' then ${elsewhere} else 'company' end
          where id = ${some('others')}`.execute(tx),
      );
    if (kind < 0.87) return work((tx) => sql`delete from customers where id = ${some('others')}`.execute(tx));
    if (kind < 0.97) return see(random() < 0.5 ? [elsewhere] : []);
    // Whoever was away for longer than deletions are kept takes a new set.
    return work((tx) => sql`update forgotten set up_to = pg_current_xact_id()`.execute(tx));
  }

  return {
    async act(random) {
      deeds += 1;
      await until('a colleague is heard', async () => {
        await deed(random);
        return true;
      });
    },
  };
}
