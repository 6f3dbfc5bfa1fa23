// Who may work here: agents, their sessions, the tokens that keep a session going, and what guards the door.

export const agents = {
  number: 10,
  name: 'agents',
  statements: [
    `create table agents (
      id text collate "C" primary key,
      username text not null unique check (username = lower(username)),
      password_hash text not null,
      name text not null,
      given_name text not null,
      role text not null check (role in ('agent', 'lead')),
      language text not null check (language in ('it', 'en')),
      active boolean not null default true
    )`,
    `create table sessions (
      id text collate "C" primary key,
      agent_id text not null references agents on delete cascade,
      started_at timestamptz not null,
      revoked_at timestamptz
    )`,
    `create table refresh_tokens (
      token_hash text primary key,
      session_id text not null references sessions on delete cascade,
      issued_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      follows text
    )`,
    'create index on refresh_tokens (session_id)',
    'create index on refresh_tokens (follows)',
    `create table failed_sign_ins (
      username text not null,
      at timestamptz not null
    )`,
    'create index on failed_sign_ins (username, at)',
    `create table secrets (
      name text primary key,
      value text not null
    )`,
  ],
} as const;
