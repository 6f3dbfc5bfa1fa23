// Accounts that an administrator makes and changes: a password that works once, and what the company's file has last said of each.
export const accounts = {
  number: 204,
  name: 'accounts',
  statements: [
    // Null: a password of their own. Else it opens nothing but the way to one, and that until then.
    'alter table agents add column one_time_until timestamptz',
    // Null: not from the file, or from before this step.
    'alter table agents add column from_file jsonb',
  ],
} as const;
