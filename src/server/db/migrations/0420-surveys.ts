// What customers are asked after a contact. Who was asked is kept for as long as they are not to be asked again; what was answered names nobody.
const house = '(select reader_scope()) is null';
const scoped = 'coalesce(portfolio_id = any ((select reader_scope())::text[]), true)';

export const surveys = {
  number: 420,
  name: 'surveys',
  statements: [
    // id: the contact's. asked_on: null until the question has gone out. given: until the day is over, then it goes to survey_answers, and nothing
    // but the customer and the day stays here, under an id that leads nowhere.
    `create table survey_invitations (
      id text collate "C" primary key,
      survey text not null,
      customer_id text collate "C" references customers on delete cascade,
      portfolio_id text collate "C" not null,
      queue_id text,
      reason_code text,
      language text not null,
      due_at timestamptz not null,
      asked_on date,
      token_hash text unique,
      closes_at timestamptz,
      given jsonb,
      given_on date,
      check ((given is null) = (given_on is null))
    )`,
    'create index on survey_invitations (customer_id) where customer_id is not null',
    'create index on survey_invitations (due_at) where asked_on is null',
    'alter table survey_invitations enable row level security',
    'alter table survey_invitations force row level security',
    `create policy house on survey_invitations using (${house})`,
    // on_day: on which it was asked. No moment, no customer, no agent, no contact.
    `create table survey_answers (
      id uuid primary key default gen_random_uuid(),
      portfolio_id text collate "C" not null,
      queue_id text not null,
      reason_code text not null,
      survey text not null,
      on_day date not null,
      language text not null,
      scores jsonb not null,
      comment text not null
    )`,
    'create index on survey_answers (on_day)',
    // How many were asked: what a share of answers is of.
    `create table survey_days (
      day date not null,
      portfolio_id text collate "C" not null,
      queue_id text not null,
      survey text not null,
      asked int not null,
      primary key (day, portfolio_id, queue_id, survey)
    )`,
    ...['survey_answers', 'survey_days'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy scope on ${table} using (${scoped})`,
    ]),
  ],
} as const;
