// What each side can prove its rows by: for each portfolio, and each of 1 024 buckets, the exclusive or of a mark for each row. A row's
// mark is made of its entity, id and version, its bucket of its id: whoever it belongs to, it stays there.
import { digested } from '../digested.ts';

/** Ids as bytes: "escape" knows backslashes alone. (Immutable, unlike convert_to, so that it is worked out in place.) */
const bytesOf = (text: string) => `sha256(decode(replace(${text}, '\\', '\\\\'), 'escape'))`;

const digest = `
  portfolio_id text collate "C" not null,
  bucket smallint not null,
  mark bigint not null,
  rows bigint not null,`;

export const digests = {
  number: 126,
  name: 'digests',
  statements: [
    `create function bucket_of(id text) returns smallint language sql immutable parallel safe as $$
      select (('x' || left(encode(${bytesOf('id')}, 'hex'), 3))::bit(12)::int >> 2)::smallint
    $$`,
    `create function mark_of(entity text, id text, version int) returns bigint language sql immutable parallel safe as $$
      select ('x' || left(encode(${bytesOf("entity || ' ' || id || ' ' || version")}, 'hex'), 16))::bit(64)::bigint
    $$`,
    // tx: the last transaction whose steps are in it.
    `create table digests (${digest}
      tx xid8 not null,
      primary key (portfolio_id, bucket)
    )`,
    // What writers have added since: housekeeping puts it together.
    `create table digest_steps (${digest}
      tx xid8 not null default pg_current_xact_id()
    )`,
    'create index on digest_steps (tx)',
    ...['digests', 'digest_steps'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy scope on ${table} using (coalesce(portfolio_id = any ((select reader_scope())::text[]), true))`,
    ]),
    ...digested('customers', 'customer'),
    ...digested('cases', 'case'),
    ...digested('contacts', 'contact'),
    // The one by portfolio and bucket serves for this as well.
    'drop index cases_portfolio_id_idx',
  ],
} as const;
