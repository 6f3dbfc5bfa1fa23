// A row that comes back goes on counting where it was left, also when it comes back at the very moment in which it goes: an insertion
// waits for a deletion of the same id only after its triggers have looked for what was left, and `on conflict do update` calls them for a row
// that is never inserted. So what is left is looked for, and taken away, once the row is there.

const fed = { customers: 'customer', cases: 'case', contacts: 'contact' };

export const rebornRows = {
  number: 210,
  name: 'reborn-rows',
  statements: [
    `create or replace function stamp_change() returns trigger language plpgsql as $$
      declare
        buried_version int;
      begin
        new.tx := pg_current_xact_id();
        if tg_op = 'INSERT' then
          select max(version) into buried_version from tombstones where entity = tg_argv[0] and id = new.id;
          new.version := coalesce(buried_version, 0) + 1;
          return new;
        end if;
        -- Higher only where it came back (see below).
        new.version := greatest(old.version + 1, new.version);
        if old.portfolio_id is distinct from new.portfolio_id then
          delete from tombstones where entity = tg_argv[0] and id = new.id and portfolio_id = new.portfolio_id;
        end if;
        return new;
      end
    $$`,
    ...Object.entries(fed).flatMap(([table, entity]) => [
      `create function ${entity}_is_back() returns trigger language plpgsql as $$
        begin
          if not exists (select from tombstones join fresh using (id) where entity = '${entity}') then
            return null;
          end if;
          update ${table} set version = buried.version + 1
            from (select id, max(tombstones.version) as version from tombstones join fresh using (id)
              where entity = '${entity}' group by id) as buried
            where ${table}.id = buried.id and ${table}.version <= buried.version;
          delete from tombstones using ${table} join fresh using (id)
            where entity = '${entity}' and tombstones.id = ${table}.id and tombstones.portfolio_id = ${table}.portfolio_id;
          return null;
        end
      $$`,
      `create trigger back after insert on ${table} referencing new table as fresh
        for each statement execute function ${entity}_is_back()`,
    ]),
  ],
} as const;
