// That the data of whoever wants to be called back may not be used stands with the wish: whoever reads it may not see the customer.

export const restrictedRecontacts = {
  number: 425,
  name: 'restricted-recontacts',
  statements: [
    'alter table recontacts add column restricted boolean not null default false',
    // Of nobody who is known there is nothing to take.
    `create trigger restricted before insert or update of customer_id on recontacts for each row
      when (new.customer_id is not null) execute function take_restriction()`,
    `create function restrict_recontacts() returns trigger language plpgsql as $$
      begin
        update recontacts set customer_id = customer_id where customer_id = new.id;
        return null;
      end
    $$`,
    `create trigger restricted_recontacts after update on customers for each row
      when ((old.restricted_at is null) <> (new.restricted_at is null)) execute function restrict_recontacts()`,

    // Of before this step.
    'update recontacts set customer_id = customer_id',
  ],
} as const;
