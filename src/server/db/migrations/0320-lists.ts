// Lists that a company edits: documents of their own with all their editions, and what contact reasons, outcomes and needs say besides their names.

export const lists = {
  number: 320,
  name: 'lists',
  statements: [
    `create table lists (
      code text not null,
      -- A client company's own; null: everybody's.
      client_id text collate "C" references clients,
      version int not null,
      body jsonb not null,
      -- SHA-256 of the proposal while it is nothing but that; null once somebody has decided otherwise.
      shipped text,
      -- SHA-256 of what the company's file said last.
      from_file text,
      edited_by text collate "C" references agents on delete set null,
      edited_at timestamptz not null
    )`,
    `create unique index on lists (code, coalesce(client_id, ''))`,
    `create table list_editions (
      code text not null,
      client_id text collate "C" references clients,
      version int not null,
      body jsonb not null,
      edited_by text collate "C" references agents on delete set null,
      at timestamptz not null
    )`,
    `create unique index on list_editions (code, coalesce(client_id, ''), version)`,
    // What somebody worked by is never another afterwards; who wrote it may be forgotten.
    `create function keep_list_edition() returns trigger language plpgsql as $$
      begin
        raise exception 'an edition of a list stays as it is' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger kept before update of code, client_id, version, body, at or delete on list_editions
      for each row execute function keep_list_edition()`,
    `create trigger kept_whole before truncate on list_editions for each statement execute function keep_list_edition()`,
    ...['lists', 'list_editions'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy scope on ${table}
        using (client_id is null or coalesce(client_id = any ((select reader_scope())::text[]), true))`,
    ]),

    // How a client company is greeted for; null: as the company itself.
    'alter table clients add column greeting jsonb',

    `alter table reasons
      add column level text not null default 'none',
      add column complaint boolean not null default false,
      add column target jsonb,
      add column words jsonb not null default '{"it": [], "en": []}',
      add column active boolean not null default true`,
    `alter table outcomes
      add column needs jsonb not null default '[]',
      add column active boolean not null default true`,
    `alter table need_kinds add column tone text not null default 'plain'`,
  ],
} as const;
