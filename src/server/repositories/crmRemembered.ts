// Links to people in another CRM that outlive them: of connectors that were removed, of people who have gone there, of whoever was erased here.
// With the house's eyes.
import { sql } from 'kysely';
import type { Seen } from '../db/seenBy.ts';

export interface Remembered {
  /** Null: erased here. */
  readonly customerId: string | null;
  readonly marks: Readonly<Record<string, string>>;
}

/** Says which CRM a connector of before reads, and remembers whom of it was erased here until then. Nothing where that was said already. */
export async function placeConnector(tx: Seen, connectorId: string, place: string): Promise<void> {
  await sql`
    with placed as (
      update connectors set place = ${place} where id = ${connectorId} and place = '' returning id
    )
    insert into crm_remembered (hash, customer_id, marks)
      select remembered_hash(${place}, remote_id), null, '{}'
      from crm_links join placed on placed.id = connector_id where customer_id is null
    on conflict (hash) do update set customer_id = null, marks = '{}', since = now()`.execute(tx);
}

/** What is left of a connector that is about to be removed; who was erased is remembered already, and from now on for so long. */
export async function rememberLinks(tx: Seen, connectorId: string): Promise<void> {
  await sql`
    insert into crm_remembered (hash, customer_id, marks)
      select remembered_hash(place, remote_id), customer_id, marks
      from crm_links join connectors on connectors.id = connector_id
      where connector_id = ${connectorId} and place <> ''
    ${stands}`.execute(tx);
}

/** For so long whoever is in no CRM that is read here is remembered. */
export const rememberedDays = 365;

/** Forgets whom nothing has been heard of since `before`, but for who was erased and is still in a CRM that is read. Resolves to how many. */
export async function forgetLinks(tx: Seen, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from crm_remembered where since < ${before} and hash not in (
      select remembered_hash(place, remote_id) from crm_links join connectors on connectors.id = connector_id
      where customer_id is null)`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Takes these links away and remembers them; resolves to whose they were. */
export async function partLinks(tx: Seen, connectorId: string, remoteIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with parted as (
      delete from crm_links where connector_id = ${connectorId} and remote_id = any (${remoteIds}) and customer_id is not null
      returning remote_id, customer_id, marks
    ), remembered as (
      insert into crm_remembered (hash, customer_id, marks)
        select remembered_hash(place, remote_id), customer_id, marks
        from parted, connectors where connectors.id = ${connectorId} and place <> ''
      ${stands}
    )
    select customer_id as id from parted`.execute(tx);
  return rows.map(({ id }) => id);
}

/** What is remembered of these, by their ids there: who was erased, and who is still here, in that portfolio. */
export async function recall(
  tx: Seen,
  { connectorId, portfolioId }: { readonly connectorId: string; readonly portfolioId: string },
  remoteIds: readonly string[],
): Promise<Map<string, Remembered>> {
  const { rows } = await sql<Remembered & { remoteId: string }>`
    select asked.remote_id as "remoteId", remembered.customer_id as "customerId", remembered.marks
    from unnest(${remoteIds}::text[]) as asked (remote_id)
      join connectors on connectors.id = ${connectorId}
      join crm_remembered as remembered on remembered.hash = remembered_hash(place, asked.remote_id)
      left join customers on customers.id = remembered.customer_id
    where remembered.customer_id is null or customers.portfolio_id = ${portfolioId}`.execute(tx);
  return new Map(rows.map(({ remoteId, ...link }) => [remoteId, link]));
}

/** Whoever was erased stays so. */
const stands = sql`on conflict (hash) do update set since = now(),
  customer_id = case when crm_remembered.customer_id is null then null else excluded.customer_id end,
  marks = case when crm_remembered.customer_id is null then '{}' else excluded.marks end`;
