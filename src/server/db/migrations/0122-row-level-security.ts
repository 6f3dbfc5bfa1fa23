// Who sees what is held here: a transaction that does not say whose eyes it has sees no row of a portfolio (db/seenBy.ts says it).

/** Every table whose rows lie in a portfolio. */
const scoped = ['customers', 'customer_phones', 'customer_words', 'cases', 'contacts', 'tombstones'];

export const rowLevelSecurity = {
  number: 122,
  name: 'row-level-security',
  statements: [
    // Null: everything. For the house, and for triggers, which keep the feed and the places of rows right whoever writes. '' as well is
    // nobody: that is what a setting of an ended transaction leaves behind. (In plpgsql: planned once, while SQL is for each query.)
    `create function reader_scope() returns text[] language plpgsql stable as $$
      declare
        scope text := current_setting('cornetta.scope', true);
      begin
        if scope = '*' or pg_trigger_depth() > 0 then
          return null;
        end if;
        return coalesce(string_to_array(nullif(scope, ''), ','), '{}');
      end
    $$`,
    ...scoped.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      // In a sub-select, so that it is asked once for a statement and not for every row.
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),
    'drop view changes',
    `create view changes with (security_invoker = true) as
      select tx, id, 'customer' as entity, version, false as gone from customers
      union all select tx, id, 'case', version, false from cases
      union all select tx, id, 'contact', version, false from contacts
      union all select tx, id, entity, version, true from tombstones`,
  ],
} as const;
