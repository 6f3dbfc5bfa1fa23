// What was checked with a customer in a conversation, as articles of the knowledge base ask.
export const checks = {
  number: 410,
  name: 'checks',
  statements: [`alter table interactions add column checks jsonb not null default '[]'`],
} as const;
