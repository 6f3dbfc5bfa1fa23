// What agents have chosen for themselves, each choice with its moment: seen by whose it is, and gone with them.

const own = '(select reader_scope()) is null or agent_id = (select reader_agent())';

export const preferences = {
  number: 412,
  name: 'preferences',
  statements: [
    `create table agent_preferences (
      agent_id text collate "C" primary key references agents on delete cascade,
      choices jsonb not null
    )`,
    'alter table agent_preferences enable row level security',
    'alter table agent_preferences force row level security',
    `create policy own on agent_preferences using (${own}) with check (${own})`,
  ],
} as const;
