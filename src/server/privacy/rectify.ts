// Rectification (GDPR art. 16) of what agents may not correct: what it was before, and who has put it right, stays in the history.
import type { PrivacyStep } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';

type Fields = Extract<PrivacyStep, { kind: 'rectify' }>['fields'];

/** A field that is left out stays. The version grows by one, so that every cache has it. */
export async function rectify(tx: Seen, customerId: string, fields: Fields, at: Date): Promise<void> {
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
}
