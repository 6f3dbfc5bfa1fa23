// Conversations, what is passed on with them, requests for help, listening and kept answers are held by the database too: an agent's eyes
// see what is their own, and write nothing about a customer whom they do not see.

const held = ['interactions', 'handovers', 'help_requests', 'listening', 'idempotency_keys'];

const house = '(select reader_scope()) is null';
const me = '(select reader_agent())';
/** Of nobody, or of somebody whom the reader sees: customers are looked for with the reader's own eyes. */
const ofSeenCustomer = (id: string) => `(${id} is null or exists (select from customers where customers.id = ${id}))`;

export const scopeOfConversations = {
  number: 127,
  name: 'scope-of-conversations',
  statements: [
    // Also the house and triggers. (With a search path of its own: whoever makes a backup has none.)
    `create function reader_leads() returns boolean language plpgsql stable set search_path = public as $$
      begin
        return reader_scope() is null or exists (select from agents where id = reader_agent() and role = 'lead');
      end
    $$`,
    'alter function reader_queues() set search_path = public',
    ...held.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
    ]),
    `create policy own on interactions using (${house} or (agent_id = ${me} and ${ofSeenCustomer('customer_id')}))`,
    // It is given to whoever has the call's id (repositories/handovers.ts).
    `create policy own on handovers using (${house} or agent_id = ${me})
      with check (${house} or (agent_id = ${me} and ${ofSeenCustomer("request ->> 'customerId'")}))`,
    `create policy own on idempotency_keys using (${house} or agent_id = ${me})`,
    // A call for help goes to all leads.
    ...['select', 'update'].map(
      (command) => `create policy seen_to_${command} on help_requests for ${command}
        using ((select reader_leads()) or agent_id = ${me})`,
    ),
    `create policy asked on help_requests for insert with check (${house} or agent_id = ${me})`,
    `create policy forgotten on help_requests for delete using (${house})`,
    // Leads among themselves know that somebody listens to an agent already, and whoever is listened to knows by whom.
    ...['select', 'update'].map(
      (command) => `create policy seen_to_${command} on listening for ${command}
        using ((select reader_leads()) or agent_id = ${me} or lead_id = ${me})`,
    ),
    `create policy asked on listening for insert
      with check (${house} or (lead_id = ${me} and (select reader_leads())))`,
    `create policy forgotten on listening for delete using (${house})`,
  ],
} as const;
