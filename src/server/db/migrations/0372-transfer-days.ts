// Calls that were passed on, among the sums of days: from which queue to which. Nobody stands in them who did so, nor to whom.
export const transferDays = {
  number: 372,
  name: 'transfer-days',
  statements: [
    // from_queue '': it came by no queue. to_queue '': to a colleague, or out of the house.
    `create table transfer_days (
      day date not null,
      from_queue text not null,
      to_queue text not null,
      n int not null,
      primary key (day, from_queue, to_queue)
    )`,
    // Days that are counted already are not counted again: what their calls still tell is kept now. By the clock of Rome, where a day begins
    // unless the company has said otherwise.
    `insert into transfer_days
      select (started_at at time zone 'Europe/Rome')::date, coalesce(queue_id, ''), coalesce(queues.id, ''), count(*)
      from interactions, jsonb_array_elements(events) as event left join queues on queues.number = event ->> 'detail'
      where direction = 'incoming' and channel = 'call' and event ->> 'kind' = 'transferred'
        and (started_at at time zone 'Europe/Rome')::date <= (select max(day) from days_counted)
      group by 1, 2, 3`,
  ],
} as const;
