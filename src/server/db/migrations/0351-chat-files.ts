// Files in chats, and their bytes in the pieces in which they came. Whoever sees the chat sees them: they go with it, wherever it goes, and they are
// said in it only when they are whole.

const house = '(select reader_scope()) is null';

export const chatFiles = {
  number: 351,
  name: 'chat files',
  statements: [
    // id: that of the message by which it is said. kind and sha256: known once it is whole. reached: bytes that are there.
    `create table chat_files (
      id text collate "C" primary key,
      chat_id text collate "C" not null references chats on delete cascade,
      by text not null check (by in ('visitor', 'agent')),
      agent_id text collate "C" references agents on delete set null,
      name text not null,
      bytes int not null check (bytes > 0),
      state text not null default 'arriving' check (state in ('arriving', 'here', 'refused')),
      kind text,
      sha256 text,
      refused_why text,
      reached int not null default 0 check (reached between 0 and bytes),
      at timestamptz not null,
      moved_at timestamptz not null,
      check ((state = 'here') = (kind is not null)),
      check ((state = 'here') = (sha256 is not null)),
      check ((state = 'refused') = (refused_why is not null)),
      check (state <> 'here' or reached = bytes)
    )`,
    'create index on chat_files (chat_id)',
    "create index on chat_files (moved_at) where state <> 'here'",
    // length: of what is in it, which is less than what is kept where it is sealed.
    `create table chat_file_parts (
      file_id text collate "C" not null references chat_files on delete cascade,
      at int not null,
      length int not null check (length > 0),
      sealed boolean not null,
      bytes bytea not null,
      primary key (file_id, at)
    )`,
    'alter table chat_file_parts alter column bytes set storage external',
    ...['chat_files', 'chat_file_parts'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
    ]),
    ...[
      ['chat_files', 'exists (select from chats where chats.id = chat_id)'],
      ['chat_file_parts', 'exists (select from chat_files where chat_files.id = file_id)'],
    ].flatMap(([table, isSeen]) => [
      `create policy seen on ${table} for select using (${house} or ${isSeen})`,
      `create policy sent on ${table} for insert with check (${house} or ${isSeen})`,
      `create policy changed on ${table} for update using (${house} or ${isSeen})`,
      `create policy forgotten on ${table} for delete using (${house})`,
    ]),
  ],
} as const;
