// From which field of its CRM each of ours comes, where a company has it otherwise than the description. Null: as it is there.

export const mappings = {
  number: 283,
  name: 'mappings',
  statements: ['alter table connectors add column mapping jsonb'],
} as const;
