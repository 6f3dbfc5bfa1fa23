// What customers have said about the use of their data, and that it may not be used: kept with the customer's row, so that the feed brings
// both to every cache. Triggers keep them right whoever writes, and hold back changes of whom it is restricted to use.

/** GDPR art. 18: the words of these are not given out while it lasts, and come anew when it begins and ends. */
const withWords = ['contacts', 'cases', 'notes'];

export const consentAndRestriction = {
  number: 243,
  name: 'consent-and-restriction',
  statements: [
    // Append-only as before: what stands follows from the moments at which they were said (shared/model/consent.ts).
    'alter table consents add column word text',
    `update consents set word = case when given then 'given' else 'withdrawn' end`,
    `alter table consents
      drop column given,
      alter column word set not null,
      add check (word in ('given', 'withdrawn', 'objected')),
      add check (channel in ('call', 'email', 'letter', 'web', 'person')),
      alter column edition drop not null,
      add check (word <> 'given' or edition is not null),
      add column received_at timestamptz not null default now()`,
    'create index on consents (customer_id, purpose, word, at)',

    `alter table customers
      add column restricted_at timestamptz,
      add column consents jsonb not null default '[]'`,

    // Theirs, wherever they lie: whoever reads one may not see the customer.
    ...withWords.map((table) => `alter table ${table} add column restricted boolean not null default false`),
    `create function take_restriction() returns trigger language plpgsql as $$
      begin
        select restricted_at is not null into new.restricted from customers where id = new.customer_id;
        return new;
      end
    $$`,
    ...withWords.map(
      (table) => `create trigger restricted before insert or update of customer_id on ${table}
        for each row execute function take_restriction()`,
    ),

    // Of each purpose the last word of each kind, as the protocol has them.
    `create function last_words(whose text) returns jsonb language sql stable as $$
      select coalesce(jsonb_agg(jsonb_build_object(
          'purpose', purpose, 'word', word, 'channel', channel, 'edition', edition,
          'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by purpose, word), '[]')
        from (select distinct on (purpose, word) purpose, word, at, channel, edition from consents
          where customer_id = whose order by purpose, word, at desc, id) as last
    $$`,
    `create function keep_last_words() returns trigger language plpgsql as $$
      begin
        update customers set consents = last_words(id)
          where id in (old.customer_id, new.customer_id) and consents <> last_words(id);
        return null;
      end
    $$`,
    `create trigger kept_words after insert or update or delete on consents
      for each row execute function keep_last_words()`,
    `create function restricted_since(whose text) returns timestamptz language sql stable as $$
      select since from restrictions where customer_id = whose and lifted_at is null
    $$`,
    `create function keep_restriction() returns trigger language plpgsql as $$
      begin
        update customers set restricted_at = restricted_since(id)
          where id in (old.customer_id, new.customer_id) and restricted_at is distinct from restricted_since(id);
        return null;
      end
    $$`,
    `create trigger kept_restriction after insert or update or delete on restrictions
      for each row execute function keep_restriction()`,

    // A call that was promised stays on the list, and says why nobody is to make it.
    `alter table callbacks
      add column purpose text,
      add column barred text check (barred in ('restricted', 'noConsent'))`,
    `create function has_consented(whose text, wanted text) returns boolean language sql stable as $$
      select coalesce(max(at) filter (where word = 'given')
          > coalesce(max(at) filter (where word <> 'given'), '-infinity'), false)
        from consents where customer_id = whose and purpose = wanted
    $$`,
    `create function bar_callback() returns trigger language plpgsql as $$
      begin
        new.barred := case
          when exists (select from customers where id = new.customer_id and restricted_at is not null) then 'restricted'
          when new.purpose is not null and not has_consented(new.customer_id, new.purpose) then 'noConsent'
        end;
        return new;
      end
    $$`,
    `create trigger barred before insert or update on callbacks for each row execute function bar_callback()`,
    `create function bar_callbacks() returns trigger language plpgsql as $$
      begin
        update callbacks set barred = barred where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger barred_callbacks after update on customers for each row
      when (old.restricted_at is distinct from new.restricted_at or old.consents <> new.consents)
      execute function bar_callbacks()`,

    // Kept bytes are as they were before: they are made anew. Where somebody is at them this very moment, the changes come behind them.
    `create function give_out_anew() returns trigger language plpgsql as $$
      begin
        ${withWords.map((table) => `update ${table} set customer_id = customer_id where customer_id = new.id;`).join('\n        ')}
        update segments set bytes = null, etag = null, made_of = null
          where (generation, number) in (
            select generation, number from segments
            where bytes is not null and (new.id = any (customer_ids) or (new.id > above and new.id <= up_to))
            for update skip locked);
        return null;
      end
    $$`,
    `create trigger given_out_anew after update on customers for each row
      when ((old.restricted_at is null) <> (new.restricted_at is null)) execute function give_out_anew()`,

    // But by whoever answers for privacy, who says so as the author.
    `create function refuse_use() returns trigger language plpgsql as $$
      begin
        if (old.updated_at <> new.updated_at or details_of(old) <> details_of(new))
          and coalesce(nullif(current_setting('cornetta.author', true), '')::jsonb ->> 'cause', '')
            not in ('rectify', 'privacy') then
          raise exception 'the use of customer % is restricted', old.id using errcode = 'P4231';
        end if;
        return new;
      end
    $$`,
    `create trigger restricted before update on customers for each row
      when (old.restricted_at is not null and new.restricted_at is not null) execute function refuse_use()`,

    // Of before this step.
    `update customers set consents = last_words(id) where id in (select customer_id from consents)`,
    `update customers set restricted_at = since from restrictions
      where restrictions.customer_id = customers.id and lifted_at is null`,
  ],
} as const;
