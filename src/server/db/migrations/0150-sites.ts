// Where telephones stand and how callers' numbers come there, and at which of these an agent's extension is.

export const sites = {
  number: 150,
  name: 'sites',
  statements: [
    `alter table company add column sites jsonb not null default '[]'`,
    'alter table pbx_accounts add column site text',
  ],
} as const;
