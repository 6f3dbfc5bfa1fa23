// Two customers that were made one, with what has to be known to make them two again.

export const merges = {
  number: 166,
  name: 'merges',
  statements: [
    // moved: by table, the keys of what went over. before: what both were. Both are null once it cannot be undone any more. kept: who it
    // was then, who may have gone into another since. One that is undone is no row any more.
    `create table merges (
      id text collate "C" primary key,
      portfolio_id text collate "C" not null default 'company' references portfolios on delete cascade,
      kept text collate "C" not null,
      gone text collate "C" not null unique,
      gone_code text not null,
      gone_name text not null,
      by_agent text not null,
      by_name text not null,
      at timestamptz not null,
      undo_until timestamptz not null,
      moved jsonb,
      before jsonb,
      check (kept <> gone)
    )`,
    'create index on merges (kept)',
    'create index on merges (gone_code)',
    'create index on merges (undo_until) where before is not null',
    `create function place_merge() returns trigger language plpgsql as $$
      begin
        new.portfolio_id := coalesce((select portfolio_id from customers where id = new.kept), new.portfolio_id);
        return new;
      end
    $$`,
    `create trigger placed before insert or update of kept on merges for each row execute function place_merge()`,
    `create function move_merges() returns trigger language plpgsql as $$
      begin
        update merges set portfolio_id = new.portfolio_id where kept = new.id;
        return null;
      end
    $$`,
    `create trigger moved_merges after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_merges()`,
    'alter table merges enable row level security',
    'alter table merges force row level security',
    // As in step 122.
    `create policy scope on merges using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,

    // The ids and codes under which the customer was known besides: in the feed, so that every PC finds them by those.
    `alter table customers add column merged_from jsonb not null default '[]'`,

    // Whom an id means now: the one into whom it went, and so on. Null: into nobody.
    `create function led_to(customer text) returns text language sql stable as $$
      with recursive led as (
        select kept, 1 as depth from merges where gone = customer
        union all
        select merges.kept, depth + 1 from led join merges on merges.gone = led.kept where depth < 50
      )
      select kept from led order by depth desc limit 1
    $$`,
    // Rows as they were, without what the database gives anew: places in the feed, and what is computed.
    `create function put_back(target text, kept_rows jsonb) returns void language plpgsql as $$
      declare
        columns text;
      begin
        select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
          where attrelid = target::regclass and attnum > 0 and not attisdropped and attgenerated = ''
            and attname not in ('tx', 'version') and kept_rows -> 0 ? attname::text;
        if columns is not null then
          execute format('insert into %I (%s) overriding system value select %s from jsonb_populate_recordset(null::%I, $1)',
            target, columns, columns, target) using kept_rows;
        end if;
      end
    $$`,
  ],
} as const;
