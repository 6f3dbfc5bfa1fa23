// Who the server is in the database. Row-level security binds neither superusers nor roles that bypass it: there the server works as a
// role of its own. An ordinary owner needs none, for the tables force it on owners too.

const serverRole = 'cornetta_server';

/**
 * Takes the server's role for what follows on this connection; made where it is not there yet, and given what an earlier version made as
 * the superuser. Throws what the database says: a connection on which it failed must not be used.
 */
export async function takeServerRole(run: (statement: string) => Promise<unknown>): Promise<void> {
  await run(`do $$
    declare
      found record;
    begin
      if not exists (select from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)) then
        return;
      end if;
      -- One connection after the other: roles are the whole cluster's.
      perform pg_advisory_xact_lock(hashtextextended('${serverRole}', 3));
      if not exists (select from pg_roles where rolname = '${serverRole}') then
        begin
          create role ${serverRole} nologin;
        exception when duplicate_object or unique_violation then null;
        end;
      end if;
      if not has_schema_privilege('${serverRole}', 'public', 'create') then
        grant create, usage on schema public to ${serverRole};
      end if;
      for found in
        select format('alter %s %I.%I owner to ${serverRole}',
            case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, nspname, relname) as statement
          from pg_class join pg_namespace on pg_namespace.oid = relnamespace
          where nspname = 'public' and relkind in ('r', 'p', 'v', 'S') and relowner = current_user::regrole
            and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i', 'e'))
        union all
        select format('alter function %s owner to ${serverRole}', pg_proc.oid::regprocedure)
          from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
          where nspname = 'public' and proowner = current_user::regrole
            and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
      loop
        execute found.statement;
      end loop;
      perform set_config('role', '${serverRole}', false);
    end
  $$`);
}
