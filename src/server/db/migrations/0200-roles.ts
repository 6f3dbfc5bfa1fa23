// What somebody may be in the company: agents and leads, who judges quality, who administers, who answers for privacy.

export const roles = {
  number: 200,
  name: 'roles',
  statements: [
    `alter table agents drop constraint agents_role_check,
      add constraint agents_role_check check (role in ('agent', 'lead', 'quality', 'admin', 'privacy'))`,
  ],
} as const;
