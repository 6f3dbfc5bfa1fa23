// By which kinds of answers a caller was identified, and that it came to nothing. What was answered is kept nowhere.

export const identifiedBy = {
  number: 402,
  name: 'identified-by',
  statements: [
    `alter table interactions
      add column factors text[] not null default '{}',
      add column identification_failed boolean not null default false`,
  ],
} as const;
