// Waits as sums that stay when the waits themselves are forgotten: how many, half hour by half hour and in classes of five seconds, so that what
// counts as "in time" may be changed afterwards. They name nobody.

export const waitsKept = {
  number: 370,
  name: 'waits-kept',
  statements: [
    // fives: as the function below has them.
    `create table queue_waits_kept (
      queue_id text not null,
      start timestamptz not null,
      ended text not null check (ended in ('answered', 'abandoned', 'passedOn')),
      fives smallint not null,
      n int not null,
      seconds double precision not null,
      longest double precision not null,
      primary key (start, queue_id, ended, fives)
    )`,
    // Waits that began before it are in the table above, all of them.
    `create table waits_rolled (
      only_row boolean primary key default true check (only_row),
      up_to timestamptz not null
    )`,
    `insert into waits_rolled (up_to) values ('-infinity')`,
    // Within T seconds is: at most T/5; h seconds or longer is: at least h/5. Both hold where T and h are multiples of five, up to 600.
    `create function fives(ended text, seconds double precision) returns smallint language sql immutable as $$
      select least(121, case ended when 'abandoned' then floor(seconds / 5) else ceil(seconds / 5) end)::smallint
    $$`,
    // How the wait ended nobody saw: it counts nowhere.
    `create view waits_over as
      select queue_id, date_bin('30 minutes', joined_at, '2000-01-01T00:00Z') as start, ended,
        fives(ended, extract(epoch from left_at - joined_at)::double precision) as fives, joined_at,
        extract(epoch from left_at - joined_at)::double precision as seconds
      from queue_waits where left_at is not null and ended <> 'unseen'`,
    `create view waits_counted as
      select queue_id, start, ended, fives, n, seconds, longest from queue_waits_kept
      union all select queue_id, start, ended, fives, count(*)::int, sum(seconds), max(seconds) from waits_over
        where joined_at >= (select up_to from waits_rolled) group by 1, 2, 3, 4`,
  ],
} as const;
