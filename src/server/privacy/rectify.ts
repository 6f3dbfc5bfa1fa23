// Rectification (GDPR art. 16) of what agents may not correct: what it was before, who has put it right and why stays in the history.
import type { PrivacyStep } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';

type Rectification = Pick<Extract<PrivacyStep, { kind: 'rectify' }>, 'customerId' | 'fields'>;

/** As the author who was said (`asAuthor`), with why. A field that is left out stays. The version grows by one, so that every cache has it. */
export async function rectify(tx: Seen, { customerId, fields }: Rectification, at: Date): Promise<void> {
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
