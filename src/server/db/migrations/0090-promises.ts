// How surely the caller was identified, and what was promised to them by when.

export const promises = {
  number: 90,
  name: 'promises',
  statements: [
    `alter table interactions
      add column identification text not null default 'none'
        check (identification in ('none', 'basic', 'standard', 'strong')),
      add column promised text not null default '',
      add column promised_by date`,
  ],
} as const;
