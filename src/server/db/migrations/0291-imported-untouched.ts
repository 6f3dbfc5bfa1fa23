// Which version whoever an import has brought has when nobody has touched them since: the first, or the one that they came back with after they had been
// made one with somebody and two again.

export const importedUntouched = {
  number: 291,
  name: 'imported-untouched',
  statements: ['alter table import_rows add column untouched int not null default 1'],
} as const;
