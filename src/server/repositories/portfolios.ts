// Client companies, the portfolios that their customers lie in, and who is granted which.
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Text } from '#shared/model/lists/text';
import { portfolioSchema } from '#shared/model/portfolio';
import type { Query } from '../db/db.ts';

export interface Client {
  readonly id: string;
  readonly name: string;
  /** What is said first in their name; absent: the same as for the company itself. */
  readonly greeting?: Text | undefined;
}

/** The company itself (`company`) and those for which it answers, each with a portfolio of its own; nobody is removed. */
export async function keepClients(tx: Query, companyName: string, others: readonly Client[]): Promise<void> {
  const all: readonly Client[] = [{ id: 'company', name: companyName }, ...others];
  const clients = all.map(({ id, name, greeting }) => ({
    id,
    name,
    greeting: greeting ? JSON.stringify(greeting) : null,
  }));
  await tx
    .insertInto('clients')
    .values(clients)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({ name: row.ref('excluded.name'), greeting: row.ref('excluded.greeting') })),
    )
    .execute();
  await tx
    .insertInto('portfolios')
    .values(clients.map(({ id }) => ({ id, client_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whose customers call there; closed: what the queue works on lies in a portfolio of the queue's own name. */
export async function placeQueues(
  tx: Query,
  queues: readonly { readonly id: string; readonly client: string; readonly closed: boolean }[],
): Promise<void> {
  const closed = queues.filter((queue) => queue.closed);
  if (closed.length > 0) {
    await tx
      .insertInto('portfolios')
      .values(closed.map(({ id, client }) => ({ id, client_id: client })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({ client_id: row.ref('excluded.client_id') })),
      )
      .execute();
  }
  const placed = queues.map(({ id, client, closed: isClosed }) => ({ id, client, portfolio: isClosed ? id : null }));
  await sql`
    update queues set client_id = client, portfolio_id = portfolio
    from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as fresh (id text, client text, portfolio text)
    where queues.id = fresh.id
      and (queues.client_id, queues.portfolio_id) is distinct from (client, portfolio)`.execute(tx);
}

/** In place of what these agents were granted before; what goes with their queues needs no grant. */
export async function grantPortfolios(
  tx: Query,
  agents: readonly { readonly username: string; readonly portfolios: readonly string[] }[],
): Promise<void> {
  const names = agents.map(({ username }) => username);
  await tx
    .deleteFrom('agent_portfolios')
    .where('agent_id', 'in', tx.selectFrom('agents').select('id').where('username', 'in', names))
    .execute();
  const grants = agents.flatMap(({ username, portfolios }) => portfolios.map((portfolio) => ({ username, portfolio })));
  await sql`
    insert into agent_portfolios (agent_id, portfolio_id)
    select distinct agents.id, portfolio
      from jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) as granted (username text, portfolio text)
      join agents using (username)`.execute(tx);
}

/** In order of their ids. */
export async function describePortfolios(
  db: Query,
  ids: readonly string[],
): Promise<z.infer<typeof portfolioSchema>[]> {
  const { rows } = await sql`
    select portfolios.id, jsonb_build_object('id', clients.id, 'name', clients.name) as client
      from portfolios join clients on clients.id = client_id
    where portfolios.id = any (${ids}) order by portfolios.id`.execute(db);
  return portfolioSchema.array().parse(rows);
}
