// Who may speak for a customer, since when what they are recognised by stands as it does, and that somebody may be calling in their name.

export const whoSpeaks = {
  number: 440,
  name: 'who-speaks',
  statements: [
    `alter table customers
      add column delegations jsonb not null default '[]',
      add column changed_at jsonb not null default '{}',
      add column suspicious_until timestamptz`,
    `alter table interactions add column speaker jsonb, add column suspected boolean not null default false`,
    // A proposal, where the one of step 163 still stands.
    `insert into need_kinds (code, position, labels, tone)
      select code, position, jsonb_build_object('it', it, 'en', en), tone from (values
          ('vip', 9, 'Cliente di riguardo', 'Key customer', 'vip'),
          ('vulnerable', 10, 'Cliente tutelato', 'Protected customer', 'vulnerable')
        ) as more (code, position, it, en, tone)
        where (select array_agg(code order by position) from need_kinds)
          = '{email,phone,letter,in-writing,slowly,plain-words,large-print,more-time,delegate}'
      on conflict (code) do nothing`,
    // As in step 163.
    `create or replace function details_of(customer customers) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'name', customer.name,
        'kind', customer.kind,
        'language', customer.language,
        'birthDate', customer.birth_date::text,
        'taxCode', customer.tax_code,
        'iban', customer.iban,
        'contracts', customer.contracts,
        'needs', customer.needs,
        'delegations', customer.delegations,
        'suspiciousUntil', customer.suspicious_until,
        'email', customer.email,
        'preference', customer.preference,
        'address', case when customer.street is not null then
          jsonb_build_object('street', customer.street, 'postcode', customer.postcode, 'city', customer.city) end)
    $$`,
    // Whoever writes. Numbers lie in rows of their own: who writes those says it himself (repositories/customers.ts).
    `create function keep_changed_at() returns trigger language plpgsql as $$
      declare
        since text := to_char(new.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      begin
        select new.changed_at || coalesce(jsonb_object_agg(after.key, since), '{}') into new.changed_at
          from jsonb_each(details_of(old)) as before join jsonb_each(details_of(new)) as after using (key)
          where before.value <> after.value and after.key in ('email', 'address', 'iban', 'taxCode', 'birthDate');
        return new;
      end
    $$`,
    `create trigger kept_changed_at before update on customers for each row execute function keep_changed_at()`,
  ],
} as const;
