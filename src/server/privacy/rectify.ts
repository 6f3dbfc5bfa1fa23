// Rectification (GDPR art. 16) of what agents may not correct: what it was before, who has put it right and why stays in the history.
import { sql } from 'kysely';
import type { PrivacyStep } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';

type Rectification = Pick<Extract<PrivacyStep, { kind: 'rectify' }>, 'customerId' | 'fields' | 'why'>;

/** A field that is left out stays. The version grows by one, so that every cache has it. */
export async function rectify(tx: Seen, { customerId, fields, why }: Rectification, at: Date): Promise<void> {
  await tx
    .updateTable('customers')
    .set({
      updated_at: at,
      ...(fields.name !== undefined && { name: fields.name }),
      ...(fields.birthDate !== undefined && { birth_date: fields.birthDate }),
      ...(fields.taxCode !== undefined && { tax_code: fields.taxCode }),
      ...(fields.iban !== undefined && { iban: fields.iban }),
    })
    .where('id', '=', customerId)
    .execute();
  await sql`
    update field_changes set why = ${why}
    where customer_id = ${customerId} and at = ${at} and cause = 'privacy' and why is null`.execute(tx);
}
