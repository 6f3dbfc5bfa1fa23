// Chats as sums that stay when the chats themselves are forgotten: how many, half hour by half hour, by what became of the wait and how long it
// was. They name nobody. And the team's work in chats, beside that in calls.

export const chatsKept = {
  number: 374,
  name: 'chats-kept',
  statements: [
    // What an agent writes to a message that was left answers nobody who waits.
    'update chats set answered_at = null where left_at < answered_at',
    `create table chat_waits_kept (
      queue_id text not null,
      start timestamptz not null,
      became text not null check (became in ('answered', 'abandoned', 'left', 'leftAtOnce')),
      fives int not null,
      n int not null,
      primary key (start, queue_id, became, fives)
    )`,
    // Chats that began before it are in the table above, all of them.
    `create table chats_rolled (
      only_row boolean primary key default true check (only_row),
      up_to timestamptz not null
    )`,
    `insert into chats_rolled (up_to) values ('-infinity')`,
    `create view chats_counted as
      select queue_id, start, became, fives, n from chat_waits_kept
      union all select queue_id, start, became, fives, count(*)::int from chats_begun
        where opened_at >= (select up_to from chats_rolled) group by 1, 2, 3, 4`,
    `alter table work_days add column channel text not null default 'call' check (channel in ('call', 'chat'))`,
    'alter table work_days drop constraint work_days_pkey, add primary key (day, channel, queue_id)',
  ],
} as const;
