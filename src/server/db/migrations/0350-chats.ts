// Chats with visitors of a web page, and what is written in them. A visitor's eyes see the one chat of their token; agents see those that wait in
// their queues, their own, and those with customers whom they see.

const house = '(select reader_scope()) is null';
const me = '(select reader_agent())';

export const chats = {
  number: 350,
  name: 'chats',
  statements: [
    // '' is nobody's: that is what a setting of an ended transaction leaves behind.
    `create function reader_chat() returns text language plpgsql stable as $$
      begin
        return nullif(current_setting('cornetta.chat', true), '');
      end
    $$`,
    // interaction_id: in which its agent has it, or had it last; continues: the one before. token_hash: null once the visitor has read the end.
    `create table chats (
      id text collate "C" primary key,
      site text not null,
      queue_id text not null,
      portfolio_id text collate "C" not null default 'company',
      language text not null,
      visitor jsonb not null,
      about text not null,
      notice_edition text not null,
      token_hash text unique,
      state text not null check (state in ('waiting', 'open', 'offered', 'left', 'read', 'ended')),
      opened_at timestamptz not null,
      waits_since timestamptz not null,
      seen_at timestamptz not null,
      agent_id text collate "C" references agents on delete set null,
      agent_seen_at timestamptz,
      taken_at timestamptz,
      offered_to text collate "C" references agents on delete set null,
      offered_at timestamptz,
      interaction_id text collate "C",
      continues text collate "C",
      passed jsonb,
      visitor_wrote_at timestamptz not null,
      agent_wrote_at timestamptz,
      asked_at timestamptz,
      visitor_typing_until timestamptz,
      agent_typing_until timestamptz,
      last_seq int not null default 0,
      read_by_visitor int not null default 0,
      read_by_agent int not null default 0,
      call_wanted text,
      customer_id text collate "C" references customers on delete set null,
      ended_at timestamptz,
      ended text,
      check ((state = 'ended') = (ended_at is not null)),
      check ((state = 'offered') = (offered_at is not null))
    )`,
    `create index on chats (state) where state <> 'ended'`,
    'create index on chats (agent_id) where agent_id is not null',
    'create index on chats (customer_id) where customer_id is not null',
    'create index on chats (interaction_id) where interaction_id is not null',
    // seq: without gaps, given while the chat is locked. id: of who wrote it, so that what is sent again is the same one.
    `create table chat_messages (
      chat_id text collate "C" not null references chats on delete cascade,
      seq int not null,
      id text collate "C" not null,
      at timestamptz not null,
      by text not null check (by in ('visitor', 'agent', 'house')),
      agent_id text collate "C" references agents on delete set null,
      kind text not null check (kind in ('text', 'file', 'event')),
      text text not null,
      canned text,
      primary key (chat_id, seq),
      unique (chat_id, id)
    )`,
    // Its queue's, until it is known whose it is: then as what is done for that customer.
    `create function place_chat() returns trigger language plpgsql as $$
      declare
        theirs text;
        queues_own text;
        queues_client text;
      begin
        select portfolio_id into theirs from customers where id = new.customer_id for key share;
        select portfolio_id, client_id into queues_own, queues_client from queues where id = new.queue_id for key share;
        if theirs is not null and queues_client is distinct from (select client_id from portfolios where id = theirs) then
          queues_own := null;
        end if;
        new.portfolio_id := coalesce(queues_own, theirs, queues_client, new.portfolio_id);
        return new;
      end
    $$`,
    `create trigger placed before insert or update of customer_id, queue_id on chats
      for each row execute function place_chat()`,
    `create function move_chats() returns trigger language plpgsql as $$
      begin
        update chats set customer_id = customer_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_chats after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_chats()`,
    `create function replace_chats() returns trigger language plpgsql as $$
      begin
        update chats set queue_id = queue_id where queue_id = new.id;
        return null;
      end
    $$`,
    `create trigger replaced_chats after update on queues for each row
      when ((old.portfolio_id, old.client_id) is distinct from (new.portfolio_id, new.client_id))
      execute function replace_chats()`,
    ...['chats', 'chat_messages'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
    ]),
    ...['select', 'update'].map(
      (command) => `create policy seen_to_${command} on chats for ${command} using (${house}
        or id = (select reader_chat())
        or agent_id = ${me} or offered_to = ${me}
        or (state in ('waiting', 'left') and portfolio_id = any ((select reader_scope())::text[])
          and coalesce(queue_id = any ((select reader_queues())::text[]), true))
        or (state in ('read', 'ended') and exists (select from customers where customers.id = customer_id)))`,
    ),
    `create policy begun on chats for insert with check (${house})`,
    `create policy forgotten on chats for delete using (${house})`,
    `create policy seen on chat_messages for select using (${house} or exists (select from chats where chats.id = chat_id))`,
    `create policy written on chat_messages for insert with check (${house} or exists (select from chats where chats.id = chat_id))`,
    `create policy changed on chat_messages for update using (${house})`,
    `create policy forgotten on chat_messages for delete using (${house})`,
  ],
} as const;
