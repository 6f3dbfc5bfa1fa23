// What agents have looked for in the knowledge base and not found, in the words that they typed. Nothing says who it was, and the day is
// all that is known of when.
export const articleGaps = {
  number: 409,
  name: 'article-gaps',
  statements: [
    `create table article_gaps (
      id uuid primary key default gen_random_uuid(),
      words text not null,
      reason_code text,
      on_day date not null
    )`,
    'create index on article_gaps (on_day)',
    'alter table article_gaps enable row level security',
    'alter table article_gaps force row level security',
    // Told by anybody, read by those who write articles, forgotten by the house.
    'create policy told on article_gaps for insert with check ((select reader_agent()) is not null or (select reader_scope()) is null)',
    'create policy seen on article_gaps for select using ((select reader_edits()))',
    'create policy forgotten on article_gaps for delete using ((select reader_scope()) is null)',
  ],
} as const;
