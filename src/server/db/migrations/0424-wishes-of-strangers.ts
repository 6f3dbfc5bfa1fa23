// A visitor of a chat who is not known yet may want to be called back too: at the number that they give.

export const wishesOfStrangers = {
  number: 424,
  name: 'wishes-of-strangers',
  statements: ['alter table recontacts alter column customer_id drop not null'],
} as const;
