// The knowledge base: an article is seen by those who see its portfolio, or, in none, by everybody who works here; drafts and what is
// retired by those who write articles. Each edition stays as it was written.

const edits = '(select reader_edits())';
/** Where somebody looks: the house everywhere. Whoever has not said whose eyes they have sees nothing, what is everybody's included. */
const placed = `(coalesce(portfolio_id = any ((select reader_scope())::text[]), false) or (select reader_scope()) is null
  or (portfolio_id is null and (select reader_agent()) is not null))`;

export const articles = {
  number: 408,
  name: 'articles',
  statements: [
    // As `editKnowledge` in shared/model/role. The house and triggers too. (With a search path of its own: whoever makes a backup has none.)
    `create function reader_edits() returns boolean language plpgsql stable set search_path = public as $$
      begin
        return reader_scope() is null
          or exists (select from agents where id = reader_agent() and role in ('lead', 'quality', 'admin'));
      end
    $$`,
    'alter function reader_agent() set search_path = public',
    `create table articles (
      id text collate "C" primary key,
      code text not null unique,
      portfolio_id text collate "C" references portfolios on delete cascade,
      state text not null check (state in ('draft', 'inForce', 'retired')),
      edition int not null,
      content jsonb not null,
      by_name text not null,
      at timestamptz not null
    )`,
    // Where that edition lay: what was written for a client company stays with it.
    `create table article_editions (
      article_id text collate "C" not null references articles on delete cascade,
      edition int not null,
      portfolio_id text collate "C" references portfolios on delete cascade,
      code text not null,
      state text not null,
      content jsonb not null,
      by_agent text collate "C" references agents on delete set null,
      by_name text not null,
      at timestamptz not null,
      primary key (article_id, edition)
    )`,
    `create function keep_edition() returns trigger language plpgsql as $$
      begin
        insert into article_editions (article_id, edition, portfolio_id, code, state, content, by_agent, by_name, at)
        values (new.id, new.edition, new.portfolio_id, new.code, new.state, new.content,
          (select id from agents where id = reader_agent()), new.by_name, new.at);
        return null;
      end
    $$`,
    'create trigger kept_edition after insert or update on articles for each row execute function keep_edition()',
    `create function tell_articles() returns trigger language plpgsql as $$
      begin
        perform pg_notify('cornetta', '{"kind":"articles"}');
        return null;
      end
    $$`,
    `create trigger told after insert or update or delete on articles
      for each statement execute function tell_articles()`,
    // Whoever sees other portfolios sees other articles.
    `create trigger told_articles after update of portfolios, role on agents
      for each statement execute function tell_articles()`,
    ...['articles', 'article_editions'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
    ]),
    `create policy seen on articles for select using (${placed} and (state = 'inForce' or ${edits}))`,
    `create policy written on articles for insert with check (${placed} and ${edits})`,
    `create policy changed on articles for update using (${placed} and ${edits}) with check (${placed} and ${edits})`,
    'create policy gone on articles for delete using ((select reader_scope()) is null)',
    // Nothing changes them, and nobody takes them away: there is no policy for it.
    `create policy seen on article_editions for select using (${placed} and ${edits})`,
    'create policy kept on article_editions for insert with check ((select reader_scope()) is null)',
  ],
} as const;
