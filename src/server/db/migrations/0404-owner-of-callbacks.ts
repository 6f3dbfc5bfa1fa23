// Who is to make a promised call: they see it wherever it belongs, as whoever promised it does.
export const ownerOfCallbacks = {
  number: 404,
  name: 'owner-of-callbacks',
  statements: [
    'alter table callbacks add column owner_id text collate "C" references agents on delete set null',
    ...['select', 'update'].flatMap((command) => [
      `drop policy seen_to_${command} on callbacks`,
      `create policy seen_to_${command} on callbacks for ${command} using ((select reader_queues()) is null
        or coalesce(queue_id = any ((select reader_queues())::text[]), false)
        or promised_by = (select reader_agent()) or taken_by = (select reader_agent())
        or owner_id = (select reader_agent()))`,
    ]),
  ],
} as const;
