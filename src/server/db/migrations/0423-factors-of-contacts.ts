// By which kinds of answers somebody was identified in a contact: the next one asks for others. What was answered is kept nowhere.

export const factorsOfContacts = {
  number: 423,
  name: 'factors-of-contacts',
  statements: [`alter table contacts add column factors text[] not null default '{}'`],
} as const;
