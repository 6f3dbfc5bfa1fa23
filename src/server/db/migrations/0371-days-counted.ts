// What a day has brought, as sums that are kept: contacts by portfolio, queue and reason; and the team's work by queue, where there were people
// and contacts enough that nobody can be made out. No agent and no customer stands in them.

export const daysCounted = {
  number: 371,
  name: 'days-counted',
  statements: [
    // known: of somebody, and of a kind that can come again. repeated: the same customer was there with the same shortly before. resolved, kept:
    // solved, and nobody was back.
    `create table contact_days (
      day date not null,
      portfolio_id text collate "C" not null,
      queue_id text not null,
      reason_code text not null,
      contacts int not null,
      known int not null,
      repeated int not null,
      resolved int not null,
      kept int not null,
      primary key (day, portfolio_id, queue_id, reason_code)
    )`,
    'alter table contact_days enable row level security',
    'alter table contact_days force row level security',
    `create policy scope on contact_days using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    // Only what may be shown gets in: from no sum of them follows what is not there.
    `create table work_days (
      day date not null,
      queue_id text not null,
      handled int not null,
      talk bigint not null,
      hold bigint not null,
      wrap_up bigint not null,
      long_holds int not null,
      primary key (day, queue_id)
    )`,
    'create table days_counted (day date primary key, counted_at timestamptz not null)',
    'create index on interactions (started_at)',
  ],
} as const;
