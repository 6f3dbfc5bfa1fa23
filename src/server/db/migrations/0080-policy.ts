// What the company decides about how its agents work with calls.

export const policy = {
  number: 80,
  name: 'policy',
  statements: [`alter table company add column policy jsonb not null default '{}'`],
} as const;
