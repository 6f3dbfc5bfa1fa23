// What each field of a customer was before, who changed it and when: kept by a trigger, whoever writes. Who it is, and why, is said in
// the setting `cornetta.author` of the transaction (repositories/history.ts); unsaid, it was the system.
export const fieldHistory = {
  number: 160,
  name: 'field-history',
  statements: [
    `create table field_changes (
      id bigint generated always as identity primary key,
      customer_id text collate "C" not null references customers on delete cascade,
      portfolio_id text collate "C" not null default 'company',
      field text not null,
      was jsonb not null,
      becomes jsonb not null,
      at timestamptz not null,
      agent_id text,
      by_name text not null,
      cause text not null
    )`,
    'create index on field_changes (customer_id, id)',
    `create trigger placed before insert or update of customer_id on field_changes
      for each row execute function place_phone()`,
    `create function move_history() returns trigger language plpgsql as $$
      begin
        update field_changes set customer_id = customer_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_history after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_history()`,

    `create function note_change(whose text, changed text, was jsonb, becomes jsonb, changed_at timestamptz, why text)
      returns void language plpgsql as $$
      declare
        author jsonb := coalesce(nullif(current_setting('cornetta.author', true), '')::jsonb, '{}');
      begin
        insert into field_changes (customer_id, field, was, becomes, at, agent_id, by_name, cause)
        values (whose, changed, was, becomes, changed_at, author ->> 'agentId', coalesce(author ->> 'name', ''),
          coalesce(why, author ->> 'cause', 'other'));
      end
    $$`,
    // As the protocol has them. Numbers lie in rows of their own: who writes those notes their change (repositories/customers.ts).
    `create function details_of(customer customers) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'name', customer.name,
        'kind', customer.kind,
        'language', customer.language,
        'birthDate', customer.birth_date::text,
        'taxCode', customer.tax_code,
        'iban', customer.iban,
        'contracts', customer.contracts,
        'email', customer.email,
        'preference', customer.preference,
        'address', case when customer.street is not null then
          jsonb_build_object('street', customer.street, 'postcode', customer.postcode, 'city', customer.city) end)
    $$`,
    `create function note_details() returns trigger language plpgsql as $$
      begin
        perform note_change(new.id, after.key, before.value, after.value, new.updated_at, null)
          from jsonb_each(details_of(old)) as before join jsonb_each(details_of(new)) as after using (key)
          where before.value <> after.value;
        return null;
      end
    $$`,
    'create trigger noted_details after update on customers for each row execute function note_details()',

    'alter table field_changes enable row level security',
    'alter table field_changes force row level security',
    // As in step 122.
    `create policy scope on field_changes
      using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
  ],
} as const;
