// Up to which moment a run of the purge has counted: by a clock that is ahead the next one counts no further than a month from there.
export const purgedUpTo = {
  number: 310,
  name: 'purged-up-to',
  statements: [
    'alter table purge_runs add column counted_to timestamptz',
    'update purge_runs set counted_to = at where not dry',
  ],
} as const;
