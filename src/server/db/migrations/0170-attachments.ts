// Files of cases, and their bytes in the pieces in which they came. What has come whole is told with its case: a file that comes or goes
// is a change of the case, which the feed, segments and losing a right know already.
const scoped = ['attachments', 'attachment_parts'];
const placed = `text collate "C" not null default 'company'`;

export const attachments = {
  number: 170,
  name: 'attachments',
  statements: [
    // kind: what is in it, known once it is whole. reached: bytes that are there.
    `create table attachments (
      id text collate "C" primary key,
      case_id text collate "C" not null references cases on delete cascade,
      portfolio_id ${placed},
      name text not null,
      bytes int not null check (bytes > 0),
      sha256 text not null,
      state text not null default 'arriving' check (state in ('arriving', 'here', 'refused')),
      kind text,
      refused_why text,
      reached int not null default 0 check (reached between 0 and bytes),
      agent_id text collate "C" references agents on delete set null,
      by_name text not null,
      at timestamptz not null,
      moved_at timestamptz not null,
      check ((state = 'here') = (kind is not null)),
      check ((state = 'refused') = (refused_why is not null)),
      check (state <> 'here' or reached = bytes)
    )`,
    'create index on attachments (case_id)',
    "create index on attachments (moved_at) where state <> 'here'",
    // length: of what is in it, which is less than what is kept where it is sealed.
    `create table attachment_parts (
      attachment_id text collate "C" not null references attachments on delete cascade,
      portfolio_id ${placed},
      at int not null,
      length int not null check (length > 0),
      sealed boolean not null,
      bytes bytea not null,
      primary key (attachment_id, at)
    )`,
    // Pictures are compressed already, and what is sealed cannot be.
    'alter table attachment_parts alter column bytes set storage external',
    `create function place_attachment() returns trigger language plpgsql as $$
      begin
        select portfolio_id into new.portfolio_id from cases where id = new.case_id;
        return new;
      end
    $$`,
    `create trigger placed before insert or update of case_id on attachments
      for each row execute function place_attachment()`,
    `create function place_attachment_part() returns trigger language plpgsql as $$
      begin
        select portfolio_id into new.portfolio_id from attachments where id = new.attachment_id;
        return new;
      end
    $$`,
    `create trigger placed before insert or update of attachment_id on attachment_parts
      for each row execute function place_attachment_part()`,
    `create function move_attachments() returns trigger language plpgsql as $$
      begin
        update attachments set case_id = case_id where case_id = new.id;
        update attachment_parts set attachment_id = attachment_id
          where attachment_id in (select id from attachments where case_id = new.id);
        return null;
      end
    $$`,
    `create trigger moved_attachments after update on cases for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function move_attachments()`,
    `create function tell_case_of_attachment() returns trigger language plpgsql as $$
      begin
        update cases set customer_id = customer_id where id = coalesce(new.case_id, old.case_id);
        return null;
      end
    $$`,
    `create trigger came after insert on attachments for each row
      when (new.state = 'here') execute function tell_case_of_attachment()`,
    `create trigger changed after update on attachments for each row
      when ((old.state = 'here' or new.state = 'here') and (old.state, old.name, old.by_name) is distinct from (new.state, new.name, new.by_name))
      execute function tell_case_of_attachment()`,
    `create trigger went after delete on attachments for each row
      when (old.state = 'here') execute function tell_case_of_attachment()`,
    ...scoped.flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      // As in step 122.
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),
  ],
} as const;
