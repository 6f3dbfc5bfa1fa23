// The feed's rows as marks that do not depend on their order: what a table needs so that its rows are counted in the digests (migration 0126).

/**
 * Statements by which each row of `table`, which the feed gives as `entity`, is counted in its bucket, whoever writes it, and found by it.
 * Steps are only added, so that no two writers wait for each other.
 */
export function digested(table: string, entity: string): string[] {
  const counted = (rows: string) => `
    insert into digest_steps (portfolio_id, bucket, mark, rows)
    select portfolio_id, bucket, bit_xor(mark_of('${entity}', id, version)), sum(n) from (${rows}) as counted group by 1, 2`;
  const from = (transition: string, n: 1 | -1) =>
    `select portfolio_id, bucket, id, version, ${n} as n from ${transition}`;
  return [
    // A column, so that an index answers below row-level security: there, only conditions may that leak nothing (=).
    `alter table ${table} add column bucket smallint not null generated always as (bucket_of(id)) stored`,
    `create index on ${table} (portfolio_id, bucket)`,
    `create function step_${table}() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then ${counted(from('fresh', 1))};
        elsif tg_op = 'DELETE' then ${counted(from('gone', -1))};
        else ${counted(`${from('fresh', 1)} union all ${from('gone', -1)}`)};
        end if;
        return null;
      end
    $$`,
    ...Object.entries({
      insert: 'new table as fresh',
      update: 'new table as fresh old table as gone',
      delete: 'old table as gone',
    }).map(
      ([event, transition]) => `create trigger ${event}_digested after ${event} on ${table} referencing ${transition}
        for each statement execute function step_${table}()`,
    ),
    // What is there already.
    counted(from(table, 1)),
  ];
}
