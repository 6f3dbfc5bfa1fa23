// Reports of a team's days: the figures as they were counted, the lead's words, who signed. Seen by whoever sees all that is counted in them.
export const reports = {
  number: 430,
  name: 'reports',
  statements: [
    // portfolios: those whose figures they are. authors: who has written, whoever did so last at the end.
    `create table reports (
      id text collate "C" primary key,
      portfolios text[] not null,
      span text not null check (span in ('day', 'week', 'month')),
      asked jsonb not null,
      figures jsonb not null,
      words jsonb not null,
      state text not null check (state in ('draft', 'asked', 'confirmed')),
      version int not null default 1,
      authors text[] not null,
      made_at timestamptz not null,
      made_by_name text not null,
      changed_at timestamptz not null,
      by_name text not null,
      returned jsonb,
      signed_at timestamptz,
      signed_by text,
      check ((state = 'confirmed') = (signed_at is not null and signed_by is not null))
    )`,
    'create index on reports (made_at)',
    // Whoever writes: what somebody has signed is what they have signed.
    `create function signed_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'a report that was signed stays as it was signed' using errcode = 'P4093';
      end
    $$`,
    `create trigger stays before update on reports for each row when (old.state = 'confirmed') execute function signed_stays()`,
    'alter table reports enable row level security',
    'alter table reports force row level security',
    `create policy scope on reports using (coalesce(portfolios <@ (select reader_scope())::text[], true))`,
  ],
} as const;
