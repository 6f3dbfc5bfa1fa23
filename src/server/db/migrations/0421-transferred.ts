// Contacts that went on with somebody else, among the sums of days.
export const transferred = {
  number: 421,
  name: 'transferred',
  statements: ['alter table contact_days add column transferred int not null default 0'],
} as const;
