// Connectors that read as a person who has agreed to it: the tokens, and agreements that are on their way through a browser. The house's own.

const tables = ['crm_agreements', 'crm_sign_ins'];

export const agreements = {
  number: 281,
  name: 'agreements',
  statements: [
    "alter table connectors add column way text not null default 'key' check (way in ('key', 'agreement'))",
    // tokens: sealed. is_over: taken back. renewing_until: one instance is changing the refresh token, which may be good for once only.
    `create table crm_agreements (
      connector_id text collate "C" primary key references connectors on delete cascade,
      tokens text not null,
      given_at timestamptz not null,
      given_by text collate "C" not null,
      is_over boolean not null default false,
      renewing_until timestamptz
    )`,
    // state: as a hash. verifier: sealed.
    `create table crm_sign_ins (
      state text primary key,
      connector_id text collate "C" not null references connectors on delete cascade,
      session_id text collate "C" not null,
      verifier text not null,
      expires_at timestamptz not null
    )`,
    ...tables.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy house on ${table} using (reader_scope() is null)`,
    ]),
  ],
} as const;
