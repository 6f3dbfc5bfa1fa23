// Why something was put right, kept with what it was before; and who has been given a customer's data and has to be told that they were
// put right, restricted or erased (GDPR art. 19).

export const rectifiedAndTold = {
  number: 244,
  name: 'rectified-and-told',
  statements: [
    `update field_changes set cause = 'rectify' where cause = 'privacy'`,
    // The column comes with step 247.
    `create or replace function note_change(whose text, changed text, was jsonb, becomes jsonb, changed_at timestamptz, why text)
      returns void language plpgsql as $$
      declare
        author jsonb := coalesce(nullif(current_setting('cornetta.author', true), '')::jsonb, '{}');
      begin
        insert into field_changes (customer_id, field, was, becomes, at, agent_id, by_name, cause, why)
        values (whose, changed, was, becomes, changed_at, author ->> 'agentId', coalesce(author ->> 'name', ''),
          coalesce(note_change.why, author ->> 'cause', 'other'), author ->> 'why');
      end
    $$`,
    // Kept when the customer is gone: it shows who was to be told, and that they were.
    `create table tellings (
      id text collate "C" primary key,
      customer_id text collate "C" not null,
      portfolio_id text collate "C" not null default 'company' references portfolios,
      recipient text not null,
      what text not null check (what in ('rectified', 'restricted', 'lifted', 'erased')),
      fields text[] not null default '{}',
      why text not null default '',
      at timestamptz not null,
      told_at timestamptz,
      told_by text,
      check ((told_at is null) = (told_by is null))
    )`,
    'create index on tellings (customer_id)',
    'create index on tellings (at) where told_at is null',
    `create trigger placed before insert or update of customer_id on tellings
      for each row execute function place_by_customer()`,
    'alter table tellings enable row level security',
    'alter table tellings force row level security',
    `create policy scope on tellings using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    `create function move_tellings() returns trigger language plpgsql as $$
      begin
        update tellings set customer_id = customer_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger moved_tellings after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_tellings()`,
  ],
} as const;
