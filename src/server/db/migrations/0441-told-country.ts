// That a caller was told from which country they are spoken to (D.L. 83/2012 art. 24-bis): the country, ISO 3166 alpha-2.
export const toldCountry = {
  number: 441,
  name: 'told-country',
  statements: ['alter table interactions add column told_country text'],
} as const;
