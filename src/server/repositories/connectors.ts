// Connectors: what each is, which instance reads it, how far it has read. With the house's eyes.
import { sql } from 'kysely';
import { type Reading, readingSchema } from '#shared/connector/machine';
import { type Mapping, mappingSchema } from '#shared/connector/mapping';
import type { Way } from '#shared/connector/ways';
import { hasLapsed } from '../db/houseClock.ts';
import type { Seen } from '../db/seenBy.ts';
import { rememberLinks } from './crmRemembered.ts';

export interface Connector {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly portfolioId: string;
  readonly address: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly way: Way;
  /** Which CRM it is (shared/connector/place.ts). */
  readonly place: string;
  /** Sealed (connectors/sealing.ts). */
  readonly secrets: string;
  readonly active: boolean;
  readonly writesCalls: boolean;
}

export interface ConnectorRow extends Connector {
  readonly reading: Reading;
  readonly lastRead: { readonly at: string | null; readonly missing: number } | null;
  readonly mayLoseMany: boolean;
  /** The company's own; null: the description's. */
  readonly mapping: Mapping | null;
  /** Of one that reads as a person. Null: nobody has agreed yet. */
  readonly agreement: Agreement | null;
}

const columns = (tx: Seen) =>
  tx.selectFrom('connectors').select([
    'id',
    'kind',
    'name',
    'portfolio_id as portfolioId',
    'address',
    'settings',
    'way',
    'place',
    'mapping',
    'secrets',
    'active',
    'writes_calls as writesCalls',
    'reading',
    'last_read as lastRead',
    'may_lose_many as mayLoseMany',
    sql<Agreement | null>`(
        select jsonb_build_object('at', to_jsonb(given_at), 'isOver', is_over,
          'by', (select name from agents where agents.id = given_by))
        from crm_agreements where connector_id = connectors.id)`.as('agreement'),
  ]);

interface Agreement {
  readonly at: string;
  readonly by: string | null;
  readonly isOver: boolean;
}

const rowOf = <T extends { reading: unknown; mapping: unknown; agreement: Agreement | null }>(row: T) => ({
  ...row,
  reading: readingSchema.parse(row.reading),
  mapping: mappingSchema.nullable().parse(row.mapping),
  agreement: row.agreement && { ...row.agreement, at: new Date(row.agreement.at).toISOString() },
});

export async function listConnectors(tx: Seen): Promise<ConnectorRow[]> {
  const rows = await columns(tx).orderBy('id').execute();
  return rows.map(rowOf);
}

export async function findConnector(tx: Seen, id: string): Promise<ConnectorRow | null> {
  const row = await columns(tx).where('id', '=', id).executeTakeFirst();
  return row ? rowOf(row) : null;
}

/** As findConnector; nobody else changes it, or reads on with it, before the end of this transaction. */
export async function lockConnector(tx: Seen, id: string): Promise<ConnectorRow | null> {
  const row = await columns(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? rowOf(row) : null;
}

/** False: there is one of that id. */
export async function addConnector(tx: Seen, connector: Connector, reading: Reading): Promise<boolean> {
  const { portfolioId, writesCalls, settings, ...rest } = connector;
  const added = await tx
    .insertInto('connectors')
    .values({
      ...rest,
      settings: JSON.stringify(settings),
      portfolio_id: portfolioId,
      writes_calls: writesCalls,
      reading: JSON.stringify(reading),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

type Changeable = Pick<
  Connector,
  'name' | 'address' | 'settings' | 'way' | 'place' | 'secrets' | 'active' | 'writesCalls'
>;

/** Whoever reads it now loses their hold: what they have under way is not kept, and reading goes on as it is said now. */
export async function changeConnector(tx: Seen, id: string, now: Changeable, reading: Reading): Promise<void> {
  const { settings, writesCalls, ...rest } = now;
  await tx
    .updateTable('connectors')
    .set({
      ...rest,
      settings: JSON.stringify(settings),
      writes_calls: writesCalls,
      reading: JSON.stringify(reading),
      holder: null,
    })
    .where('id', '=', id)
    .execute();
}

/** Reads on from there, when it is looked at next. */
export async function tryAgain(tx: Seen, id: string, reading: Reading): Promise<void> {
  await tx
    .updateTable('connectors')
    .set({ reading: JSON.stringify(reading), holder: null })
    .where('id', '=', id)
    .execute();
}

/** It is read anew with it; as in `changeConnector`, whoever reads it now loses their hold. */
export async function mapConnector(tx: Seen, id: string, mapping: Mapping | null, reading: Reading): Promise<void> {
  await tx
    .updateTable('connectors')
    .set({ mapping: mapping && JSON.stringify(mapping), reading: JSON.stringify(reading), holder: null })
    .where('id', '=', id)
    .execute();
}

export async function loseMany(tx: Seen, id: string, reading: Reading): Promise<void> {
  await tx
    .updateTable('connectors')
    .set({ may_lose_many: true, reading: JSON.stringify(reading), holder: null })
    .where('id', '=', id)
    .execute();
}

/** Makes `holder` the one who reads it, or keeps it so, for `seconds` by the database's clock. False: another instance is, or it is switched off. */
export async function holdConnector(tx: Seen, id: string, holder: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    update connectors set holder = ${holder}, held_until = now() + ${seconds} * interval '1 second'
    where id = ${id} and active and (holder is null or holder = ${holder} or ${hasLapsed('held_until', seconds)})
    returning id`.execute(tx);
  return rows.length > 0;
}

/** As holdConnector, for who holds it already: false where it was taken away. Nobody else becomes it before the end of this transaction. */
export async function stillHolds(tx: Seen, id: string, holder: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    update connectors set held_until = now() + ${seconds} * interval '1 second'
    where id = ${id} and holder = ${holder} returning id`.execute(tx);
  return rows.length > 0;
}

export async function letConnectorsGo(tx: Seen, holder: string): Promise<void> {
  await tx.updateTable('connectors').set({ holder: null }).where('holder', '=', holder).execute();
}

export async function keepReading(tx: Seen, id: string, reading: Reading): Promise<void> {
  await tx
    .updateTable('connectors')
    .set({ reading: JSON.stringify(reading) })
    .where('id', '=', id)
    .execute();
}

/** All that there was has been read; `missing`: kept although the list was without them. Null: as it was. */
export async function keepLastRead(tx: Seen, id: string, at: Date, missing: number | null): Promise<void> {
  await sql`
    update connectors set last_read = jsonb_build_object('at', ${at.toISOString()}::text,
      'missing', coalesce(${missing}::int, (last_read ->> 'missing')::int, 0)) where id = ${id}`.execute(tx);
}

export async function manyWereLost(tx: Seen, id: string): Promise<void> {
  await tx.updateTable('connectors').set({ may_lose_many: false }).where('id', '=', id).execute();
}

/** Nobody reads it from here on; what an instance has under way is not kept. */
export async function stopConnector(tx: Seen, id: string): Promise<void> {
  await tx.updateTable('connectors').set({ active: false, holder: null }).where('id', '=', id).execute();
}

/** Who of there is who here is remembered. */
export async function removeConnector(tx: Seen, id: string): Promise<void> {
  await rememberLinks(tx, id);
  await tx.deleteFrom('connectors').where('id', '=', id).execute();
}
