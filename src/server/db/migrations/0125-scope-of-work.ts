// Whom an agent is to call back is held by the database too: those of the queues that they answer, and what they have promised or taken.

export const scopeOfWork = {
  number: 125,
  name: 'scope-of-work',
  statements: [
    // '' is nobody: that is what a setting of an ended transaction leaves behind.
    `create function reader_agent() returns text language plpgsql stable as $$
      begin
        return nullif(current_setting('cornetta.agent', true), '');
      end
    $$`,
    // Null: all of them. For the house and for triggers, for leads, and for agents whose skills nobody has set.
    `create function reader_queues() returns text[] language plpgsql stable as $$
      declare
        me text := reader_agent();
        theirs text[];
      begin
        if reader_scope() is null or exists (select from agents where id = me and role = 'lead') then
          return null;
        end if;
        theirs := array(select queue_id from agent_queues where agent_id = me);
        return case when me is not null and cardinality(theirs) = 0 then null else theirs end;
      end
    $$`,
    ...['lost_calls', 'callbacks'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
    ]),
    'create policy scope on lost_calls using (coalesce(queue_id = any ((select reader_queues())::text[]), true))',
    // A callback may be of no queue: it is still not everybody's.
    ...['select', 'update'].map(
      (command) => `create policy seen_to_${command} on callbacks for ${command} using ((select reader_queues()) is null
      or coalesce(queue_id = any ((select reader_queues())::text[]), false)
      or promised_by = (select reader_agent()) or taken_by = (select reader_agent()))`,
    ),
    `create policy promised on callbacks for insert
      with check ((select reader_scope()) is null or promised_by = (select reader_agent()))`,
    `create policy withdrawn on callbacks for delete
      using ((select reader_scope()) is null or promised_by = (select reader_agent()))`,
  ],
} as const;
