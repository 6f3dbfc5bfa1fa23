// Letters about cases: as they are written now, and what stood there before whenever somebody else went on with one. Whether one has been
// confirmed is the case's to say (its confirmations); what was sent stays as it was sent.
const scoped = ['letters', 'letter_versions'];
const placed = `text collate "C" not null default 'company'`;

export const letters = {
  number: 340,
  name: 'letters',
  statements: [
    // template: as it was when the letter was begun. sent_day: by the calendar of the company. attachment_id: what was sent, as a file of the case.
    `create table letters (
      id text collate "C" primary key,
      case_id text collate "C" not null references cases on delete cascade,
      portfolio_id ${placed},
      kind text not null,
      template jsonb not null,
      language text not null,
      parts jsonb not null,
      version int not null default 1,
      begun_at timestamptz not null,
      changed_at timestamptz not null,
      by_name text not null,
      sent_at timestamptz,
      sent_day text,
      sent_channel text,
      sent_how text,
      sent_by text,
      attachment_id text collate "C" references attachments on delete set null,
      check (num_nulls(sent_at, sent_day, sent_channel, sent_how, sent_by) in (0, 5))
    )`,
    'create index on letters (case_id)',
    'create index on letters (attachment_id) where attachment_id is not null',
    // One for each time that another hand went on: the latest is what stands in the letter.
    `create table letter_versions (
      letter_id text collate "C" not null references letters on delete cascade,
      portfolio_id ${placed},
      version int not null,
      parts jsonb not null,
      agent_id text collate "C" references agents on delete set null,
      by_name text not null,
      at timestamptz not null,
      primary key (letter_id, version)
    )`,
    // As files of cases are placed, and kept there while they are written (steps 170 and 311).
    `create trigger placed before insert or update of case_id on letters
      for each row execute function place_attachment()`,
    `create function place_letter_version() returns trigger language plpgsql as $$
      begin
        select portfolio_id into new.portfolio_id from letters where id = new.letter_id for key share;
        return new;
      end
    $$`,
    `create trigger placed before insert or update of letter_id on letter_versions
      for each row execute function place_letter_version()`,
    `create function move_letters() returns trigger language plpgsql as $$
      begin
        update letters set case_id = case_id where case_id = new.id;
        update letter_versions set letter_id = letter_id where letter_id in (select id from letters where case_id = new.id);
        return null;
      end
    $$`,
    `create trigger moved_letters after update on cases for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_letters()`,
    // Whoever writes: what has been sent is what the customer has.
    `create function sent_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'a letter that was sent stays as it was sent' using errcode = 'P4092';
      end
    $$`,
    `create trigger stays before update on letters for each row
      when (old.sent_at is not null and
        (old.id, old.template, old.language, old.parts, old.version, old.sent_at, old.sent_day, old.sent_channel, old.sent_how, old.sent_by)
        is distinct from
        (new.id, new.template, new.language, new.parts, new.version, new.sent_at, new.sent_day, new.sent_channel, new.sent_how, new.sent_by))
      execute function sent_stays()`,
    ...scoped.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      // As in step 122.
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),
  ],
} as const;
