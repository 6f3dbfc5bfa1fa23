// The audit log: who has read or written whose data, and when. Append-only, and each entry is chained to the one before it, some moments
// after it was written (server/audit/chaining.ts), so that what was changed or taken out shows.

export const audit = {
  number: 202,
  name: 'audit',
  statements: [
    // seq and hash: its place in the chain, and the hash of that before it with this entry; null until it is chained.
    `create table audit_entries (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      actor text,
      role text,
      action text not null,
      subject_kind text,
      subjects text[] not null default '{}',
      detail jsonb not null default '{}',
      reason text,
      seq bigint unique,
      hash bytea,
      check ((seq is null) = (hash is null))
    )`,
    'create index on audit_entries (id) where seq is null',
    'create index on audit_entries using gin (subjects)',
    'create index on audit_entries (actor, seq)',
    // Where the chain begins, after what has been kept long enough was cut off, and where it ends.
    `create table audit_chain (
      only_row boolean primary key default true check (only_row),
      base_seq bigint not null,
      base_hash bytea not null,
      head_seq bigint not null check (head_seq >= base_seq),
      head_hash bytea not null
    )`,
    `insert into audit_chain (base_seq, base_hash, head_seq, head_hash)
      values (0, sha256('cornetta'), 0, sha256('cornetta'))`,
    `create function keep_audit() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and old.seq is null
            and to_jsonb(new) - 'seq' - 'hash' = to_jsonb(old) - 'seq' - 'hash' then
          return new;
        end if;
        if tg_op = 'DELETE' and old.seq <= (select base_seq from audit_chain) then
          return old;
        end if;
        raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger kept before update or delete on audit_entries for each row execute function keep_audit()`,
    `create trigger kept_whole before truncate on audit_entries for each statement execute function keep_audit()`,
    // Whoever works writes entries; none but the house reads them, for who may (routes/audit.ts).
    'alter table audit_entries enable row level security',
    'alter table audit_entries force row level security',
    'create policy written on audit_entries for insert with check (true)',
    `create policy kept on audit_entries using (reader_scope() is null)`,
  ],
} as const;
