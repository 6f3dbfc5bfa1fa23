// Who may be one and the same: by which two customers are found to agree, and the pairs that people have to look at.

/** Equal keys make two worth comparing; whether they are likely one is said by shared/model/duplicates.ts. Null: nothing to find by. */
const keys = {
  tax_key: `nullif(upper(regexp_replace(tax_code, '\\s', '', 'g')), '')`,
  iban_key: `nullif(upper(regexp_replace(iban, '\\s', '', 'g')), '')`,
  email_key: "nullif(lower(email), '')",
  birth_key: 'case when birth_date is not null then sorted_words(name) end',
  street_key: `case when street <> '' then sorted_words(postcode || ' ' || street) end`,
};

export const duplicates = {
  number: 165,
  name: 'duplicates',
  statements: [
    // Bound when it is made: a backup is restored without a search path, and these columns are computed anew then.
    `create function sorted_words(text) returns text language sql immutable
      begin atomic select nullif(string_agg(word, ' ' order by word), '') from words_of($1) as word; end`,
    // Columns of the row, so that an index answers below row-level security: there, only conditions may that leak nothing (=).
    `alter table customers ${Object.entries(keys)
      .map(([key, value]) => `add column ${key} text collate "C" generated always as (${value}) stored`)
      .join(', ')}`,
    ...Object.keys(keys).map(
      (key) =>
        `create index on customers (${key === 'birth_key' ? 'birth_key, birth_date' : key}) where ${key} is not null`,
    ),

    // state: open until somebody has said that they are not the same. reported_*: an agent has taken them for one.
    `create table duplicate_pairs (
      one text collate "C" not null,
      other text collate "C" not null,
      portfolio_id text collate "C" not null default 'company' references portfolios on delete cascade,
      reasons jsonb not null,
      score real not null,
      found_at timestamptz not null,
      state text not null default 'open' check (state in ('open', 'notSame')),
      reported_by text,
      reported_at timestamptz,
      decided_by text,
      decided_at timestamptz,
      primary key (one, other),
      check (one < other),
      check ((state = 'open') = (decided_at is null))
    )`,
    'create index on duplicate_pairs (other)',
    `create index on duplicate_pairs (score) where state = 'open'`,
    `create function place_pair() returns trigger language plpgsql as $$
      begin
        select portfolio_id into new.portfolio_id from customers where id = new.one;
        return new;
      end
    $$`,
    `create trigger placed before insert or update of one on duplicate_pairs for each row execute function place_pair()`,
    // Who is gone, or belongs to another company now, is in no pair.
    `create function part_pairs() returns trigger language plpgsql as $$
      begin
        delete from duplicate_pairs where one = old.id or other = old.id;
        return null;
      end
    $$`,
    'create trigger parted after delete on customers for each row execute function part_pairs()',
    `create trigger parted_by_moving after update on customers for each row
      when (old.portfolio_id is distinct from new.portfolio_id) execute function part_pairs()`,
    'alter table duplicate_pairs enable row level security',
    'alter table duplicate_pairs force row level security',
    // As in step 122.
    `create policy scope on duplicate_pairs using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,

    // How far customers have been compared with the others: a place in the feed.
    `create table duplicates_found (
      only_row boolean primary key default true check (only_row),
      tx xid8 not null,
      id text collate "C" not null
    )`,
    `insert into duplicates_found (tx, id) values ('0', '')`,
  ],
} as const;
