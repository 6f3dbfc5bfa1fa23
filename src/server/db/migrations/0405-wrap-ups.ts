// What else a contact was about, who takes care of what was promised in it, and what its wrap-up was closed without.
export const wrapUps = {
  number: 405,
  name: 'wrap-ups',
  statements: [
    `alter table interactions
      add column secondary text[] not null default '{}',
      add column promised_owner jsonb,
      add column missing text[] not null default '{}'`,
    `alter table contacts add column secondary text[] not null default '{}'`,
  ],
} as const;
