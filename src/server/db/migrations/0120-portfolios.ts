// Whose customers they are: client companies, the portfolios of rows that are seen together, and who sees which.

/** What it depends on who sees what. */
const scopeFollows = {
  agents: 'insert',
  agent_portfolios: 'insert or update or delete',
  agent_queues: 'insert or update or delete',
  queues: 'insert or update or delete',
  clients: 'insert or update or delete',
};

export const portfolios = {
  number: 120,
  name: 'portfolios',
  statements: [
    `create table clients (
      id text collate "C" primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
      name text not null
    )`,
    `create table portfolios (
      id text collate "C" primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
      client_id text collate "C" not null references clients
    )`,
    // The company itself: its own customers, and everybody's where it answers for nobody else.
    `insert into clients (id, name) values ('company', coalesce((select name from company), ''))`,
    `insert into portfolios (id, client_id) values ('company', 'company')`,
    // portfolio_id: the queue's own one, where what it works on is closed to whoever does not answer it.
    `alter table queues
      add column client_id text collate "C" not null default 'company' references clients,
      add column portfolio_id text collate "C" unique references portfolios`,
    `create table agent_portfolios (
      agent_id text collate "C" not null references agents on delete cascade,
      portfolio_id text collate "C" not null references portfolios on delete cascade,
      primary key (agent_id, portfolio_id)
    )`,
    // What is granted, what goes with the queues that an agent answers, and where there is one company only, that one.
    `create view agent_scope as
      select agent_id, portfolio_id from agent_portfolios
      union all select agent_id, client_id from agent_queues join queues on queues.id = queue_id
      union all select agent_id, portfolio_id from agent_queues join queues on queues.id = queue_id
        where portfolio_id is not null
      union all select id, 'company' from agents where not exists (select from clients where id <> 'company')`,
    // Kept with the agent, in order, for every request asks. One change after the other: each looks at what those before it have left.
    `alter table agents add column portfolios text[] collate "C" not null default '{}'`,
    `create function keep_scopes() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('scopes', 4));
        update agents set portfolios = seen.portfolios
          from (select id, array(select distinct portfolio_id from agent_scope where agent_id = id order by 1) as portfolios
            from agents) as seen
          where agents.id = seen.id and agents.portfolios <> seen.portfolios;
        if found then
          perform pg_notify('cornetta', '{"kind":"changes"}');
        end if;
        return null;
      end
    $$`,
    ...Object.entries(scopeFollows).map(
      ([table, events]) => `create trigger scoped after ${events} on ${table}
        for each statement execute function keep_scopes()`,
    ),
    'update clients set name = name',
  ],
} as const;
