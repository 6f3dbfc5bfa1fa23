// Who of another CRM was who here, kept beyond the connector: who was erased does not come back with another connector of the same CRM, and whoever has
// stayed here is not there twice. By a hash of the CRM's place and the id there: a pseudonym, since whoever knows the place can count through ids. It is
// forgotten in the end (repositories/crmRemembered.ts).

export const rememberedLinks = {
  number: 282,
  name: 'remembered-links',
  statements: [
    // Which CRM it is, whatever the connector is called: ids mean somebody else in another one (shared/connector/place.ts). Empty: not said yet.
    "alter table connectors add column place text not null default ''",
    // customer_id: null where they were erased here.
    `create table crm_remembered (
      hash text primary key,
      customer_id text collate "C" references customers on delete cascade,
      marks jsonb not null,
      since timestamptz not null default now()
    )`,
    'create index on crm_remembered (customer_id)',
    'create index on crm_remembered (since)',
    `create function remembered_hash(place text, remote_id text) returns text language sql immutable
      return encode(sha256(convert_to(place || E'\\n' || remote_id, 'UTF8')), 'hex')`,
    // Whoever is erased, by whatever way.
    `create function remember_erased() returns trigger language plpgsql as $$
      begin
        insert into crm_remembered (hash, customer_id, marks)
          select remembered_hash(place, new.remote_id), null, '{}' from connectors where id = new.connector_id and place <> ''
        on conflict (hash) do update set customer_id = null, marks = '{}', since = now();
        return null;
      end
    $$`,
    `create trigger remembered after update of customer_id on crm_links for each row
      when (new.customer_id is null and old.customer_id is not null) execute function remember_erased()`,
    'alter table crm_remembered enable row level security',
    'alter table crm_remembered force row level security',
    'create policy house on crm_remembered using (reader_scope() is null)',
  ],
} as const;
