// The whole set as bytes that are made once and given to every app that loads it: each portfolio has generations, each generation has
// segments. What a segment holds is said when the generation is made; its bytes are made when somebody first asks for them.

export const segments = {
  number: 123,
  name: 'segments',
  statements: [
    `create table generations (
      id text collate "C" primary key,
      portfolio_id text collate "C" not null references portfolios on delete cascade,
      -- Where the feed stood before anything of it was read, and of which life of the database.
      tx xid8 not null,
      epoch text not null,
      customers int not null,
      made_at timestamptz not null
    )`,
    'create index on generations (portfolio_id, made_at)',
    'create index on generations (made_at)',
    // Named customers, or all whose ids are above one and up to another: those of a generation are the whole portfolio.
    `create table segments (
      generation text collate "C" not null references generations on delete cascade,
      number int not null,
      portfolio_id text collate "C" not null,
      customers int not null,
      customer_ids text[] collate "C",
      above text collate "C",
      up_to text collate "C",
      bytes bytea,
      etag text,
      -- What was seen when they were made: whoever has gone since is not to be given out.
      made_of pg_snapshot,
      primary key (generation, number),
      check ((customer_ids is null) = (above is not null and up_to is not null)),
      check ((bytes is null) = (etag is null) and (bytes is null) = (made_of is null))
    )`,
    'create index on segments (portfolio_id)',
    // They are compressed already, and read in pieces.
    'alter table segments alter column bytes set storage external',
    ...['generations', 'segments'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),

    'drop index customers_portfolio_id_idx',
    'create index on customers (portfolio_id, id)',
    'create index on cases (portfolio_id)',
    'create index on contacts (portfolio_id, at) include (customer_id)',

    "create index on tombstones (portfolio_id, id) where entity = 'customer'",

    // Whoever is gone is gone from kept bytes too: they are made anew, without them, when somebody asks again. Nobody waits for another
    // who is emptying the same ones: bytes with somebody in them who has gone since are not given out (repositories/segments.ts).
    `create function forget_bytes() returns trigger language plpgsql as $$
      begin
        update segments set bytes = null, etag = null, made_of = null
          where (generation, number) in (
            select generation, number from segments
            where bytes is not null and exists (
              select from gone where gone.id = any (segments.customer_ids)
                or (gone.id > segments.above and gone.id <= segments.up_to))
            for update skip locked);
        return null;
      end
    $$`,
    `create trigger forgotten after delete on customers referencing old table as gone
      for each statement execute function forget_bytes()`,
  ],
} as const;
