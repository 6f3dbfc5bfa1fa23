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
  ],
} as const;
