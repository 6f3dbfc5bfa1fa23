// Who of another CRM was who here, kept beyond the connector: who was erased does not come back with another connector of the same CRM, and whoever has
// stayed here is not there twice. By a hash, so that nothing tells who they are there.

export const rememberedLinks = {
  number: 282,
  name: 'remembered-links',
  statements: [
    // Which CRM it is, whatever the connector is called: ids mean somebody else in another one (shared/connector/place.ts).
    "alter table connectors add column place text not null default ''",
    "update connectors set place = kind || ' ' || lower(regexp_replace(address, '^https?://', '')) || coalesce(' ' || (settings ->> 'database'), '')",
    // customer_id: null where they were erased here.
    `create table crm_remembered (
      hash text primary key,
      customer_id text collate "C" references customers on delete cascade,
      marks jsonb not null
    )`,
    'create index on crm_remembered (customer_id)',
    `create function remembered_hash(place text, remote_id text) returns text language sql immutable
      return encode(sha256(convert_to(place || E'\\n' || remote_id, 'UTF8')), 'hex')`,
    // Whoever is erased, by whatever way.
    `create function remember_erased() returns trigger language plpgsql as $$
      begin
        insert into crm_remembered (hash, customer_id, marks)
          select remembered_hash(place, new.remote_id), null, '{}' from connectors where id = new.connector_id
        on conflict (hash) do update set customer_id = null, marks = '{}';
        return null;
      end
    $$`,
    `create trigger remembered after update of customer_id on crm_links for each row
      when (new.customer_id is null and old.customer_id is not null) execute function remember_erased()`,
    `insert into crm_remembered (hash, customer_id, marks)
      select remembered_hash(place, remote_id), null, '{}' from crm_links join connectors on connectors.id = connector_id
        where customer_id is null
      on conflict do nothing`,
    'alter table crm_remembered enable row level security',
    'alter table crm_remembered force row level security',
    'create policy house on crm_remembered using (reader_scope() is null)',
  ],
} as const;
