// The company and its lists: queues, extensions, contact reasons, outcomes, reasons for not being ready.

export const workstation = {
  number: 20,
  name: 'workstation',
  statements: [
    `create table company (
      only_row boolean primary key default true check (only_row),
      name text not null,
      country text not null,
      practice boolean not null,
      greeting jsonb not null,
      feature_codes jsonb not null
    )`,
    `create table queues (
      id text primary key,
      position int not null,
      number text not null unique,
      language text not null,
      name jsonb not null,
      about jsonb not null
    )`,
    `create table pbx_accounts (
      agent_id text primary key references agents on delete cascade,
      extension text not null unique,
      auth_user text not null,
      password text not null
    )`,
    'create table reason_groups (code text primary key, position int not null, labels jsonb not null)',
    `create table reasons (
      code text primary key,
      group_code text not null references reason_groups,
      position int not null,
      labels jsonb not null,
      priority text not null,
      desk text not null
    )`,
    'create table outcome_groups (code text primary key, position int not null, labels jsonb not null)',
    `create table outcomes (
      code text primary key,
      group_code text not null references outcome_groups,
      position int not null,
      labels jsonb not null
    )`,
    'create table not_ready_reasons (code text primary key, position int not null, labels jsonb not null)',
  ],
} as const;
