// What figures ask of a chat: where it came in, since when it waits, when an agent first wrote to its visitor, when it became a message that was
// left. Chats that began before are read as far as their words tell.

export const chatsCounted = {
  number: 373,
  name: 'chats-counted',
  statements: [
    // came_to: null as long as it is in the queue into which it came. queued_at: null where it never waited, left outside the hours or while the queue was full.
    `alter table chats add column came_to text, add column queued_at timestamptz, add column answered_at timestamptz,
      add column left_at timestamptz`,
    'create index on chats (opened_at)',
    `update chats set
      answered_at = (select min(at) from chat_messages where chat_id = chats.id and by = 'agent'),
      left_at = case when state in ('left', 'read') then coalesce(
        (select max(at) from chat_messages where chat_id = chats.id and kind = 'event' and text = 'left'), opened_at) end,
      queued_at = case when state not in ('left', 'read') or exists (
        select from chat_messages where chat_id = chats.id and kind = 'event' and text = 'left') then opened_at end`,
    // became: of the visitor's wait for an agent's first word. fives: that wait in classes of five seconds, as for calls, however long.
    `create view chats_begun as
      with lives as (
        select coalesce(came_to, queue_id) as queue_id, opened_at, case
            when answered_at is not null then 'answered'
            when left_at is not null then case when queued_at is null then 'leftAtOnce' else 'left' end
            when ended_at is not null then 'abandoned' else 'waiting' end as became,
          coalesce(extract(epoch from coalesce(answered_at, left_at, ended_at) - opened_at), 0) as seconds
        from chats
      )
      select queue_id, opened_at, date_bin('30 minutes', opened_at, '2000-01-01T00:00Z') as start, became,
        (case became when 'abandoned' then floor(seconds / 5) else ceil(seconds / 5) end)::int as fives
      from lives`,
  ],
} as const;
