// Whoever writes a row that lies where another one lies keeps that one there until the transaction is over: a customer who is moved meanwhile,
// or a queue that is closed, would leave the new row behind in a portfolio whose readers are others.

/** The other row keeps its key, and is not moved; its other columns may change. */
const kept = 'for key share';

/** The trigger's function of rows that lie where the row of another table lies. */
const lyingWith = (placing: string, table: string, key: string) => `
  create or replace function ${placing}() returns trigger language plpgsql as $$
    begin
      select portfolio_id into new.portfolio_id from ${table} where id = new.${key} ${kept};
      return new;
    end
  $$`;

export const placedForGood = {
  number: 311,
  name: 'placed-for-good',
  statements: [
    `create or replace function place_row() returns trigger language plpgsql as $$
      declare
        theirs text;
        closed text;
      begin
        select portfolio_id into theirs from customers where id = new.customer_id ${kept};
        if new.queue_id is not null then
          select portfolio_id into closed from queues where id = new.queue_id
            and client_id = (select client_id from portfolios where id = theirs) ${kept};
        end if;
        new.portfolio_id := coalesce(closed, theirs);
        return new;
      end
    $$`,
    lyingWith('place_phone', 'customers', 'customer_id'),
    lyingWith('place_pair', 'customers', 'one'),
    lyingWith('place_attachment', 'cases', 'case_id'),
    lyingWith('place_attachment_part', 'attachments', 'attachment_id'),
    `create or replace function place_by_customer() returns trigger language plpgsql as $$
      declare
        theirs text;
      begin
        select portfolio_id into theirs from customers where id = new.customer_id ${kept};
        new.portfolio_id := coalesce(theirs, new.portfolio_id);
        return new;
      end
    $$`,
    // An update locks its row against those who would change it too, and not against those who rely on where it lies.
    `create function wait_for_those_placing() returns trigger language plpgsql as $$
      begin
        execute format('select from %I where id = $1 for update', tg_table_name) using old.id;
        return new;
      end
    $$`,
    // After the trigger that places the row itself: triggers go by their names.
    ...['customers', 'cases', 'attachments', 'queues'].map(
      (table) => `create trigger waits_for_those_placing before update on ${table} for each row
        when (old.portfolio_id is distinct from new.portfolio_id) execute function wait_for_those_placing()`,
    ),
    `create trigger waits_for_those_placing_by_client before update on queues for each row
      when (old.client_id is distinct from new.client_id) execute function wait_for_those_placing()`,
  ],
} as const;
