// The proposals that come with the program (assets/privacy): put in where nothing of that name is there yet, and never over what has
// been decided since.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/db.ts';

const labels = z.object({ it: z.string().min(1), en: z.string().min(1) });
const basis = z.enum(['contract', 'legalObligation', 'legitimateInterest', 'consent']);
const code = z.string().regex(/^[a-z][a-z-]{0,39}$/);

const files = {
  retention: z.object({
    rules: z.array(
      z.object({
        code,
        what: z.string(),
        reasonGroup: z.string().nullable(),
        keptFor: z.string().regex(/^P[1-9]\d{0,3}[DMY]$/),
        basis,
        inForce: z.boolean(),
        why: labels,
      }),
    ),
  }),
  processings: z.object({
    processings: z.array(
      z.object({
        code,
        basis,
        purpose: labels,
        subjects: labels,
        categories: labels,
        recipients: labels,
        transfers: labels,
      }),
    ),
  }),
  consents: z.object({
    texts: z.array(z.object({ purpose: code, edition: z.string(), fromDay: z.iso.date(), name: labels, text: labels })),
  }),
};

const read = async <T>(assets: string, name: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(JSON.parse(await readFile(join(assets, 'privacy', `${name}.json`), 'utf8')));

/** `assets`: the project's folder of that name. Throws when a file is missing or is not what it should be. */
export async function keepProposals({ query }: Db, assets: string): Promise<void> {
  const { rules } = await read(assets, 'retention', files.retention);
  const { processings } = await read(assets, 'processings', files.processings);
  const { texts } = await read(assets, 'consents', files.consents);
  await query.transaction().execute(async (tx) => {
    await tx
      .insertInto('retention_rules')
      .values(
        rules.map(({ reasonGroup, keptFor, inForce, why, ...rule }, position) => ({
          ...rule,
          ...{ position, portfolio_id: null, reason_group: reasonGroup, kept_for: keptFor, in_force: inForce },
          ...{ why: JSON.stringify(why), confirmed_by: null },
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .insertInto('processings')
      .values(
        processings.map(({ purpose, subjects, categories, recipients, transfers, ...processing }, position) => ({
          ...processing,
          ...{ position, confirmed_by: null },
          purpose: JSON.stringify(purpose),
          subjects: JSON.stringify(subjects),
          categories: JSON.stringify(categories),
          recipients: JSON.stringify(recipients),
          transfers: JSON.stringify(transfers),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .insertInto('consent_texts')
      .values(
        texts.map(({ purpose, edition, fromDay, name, text }, position) => ({
          ...{ purpose, edition, position, from_day: fromDay },
          ...{ name: JSON.stringify(name), text: JSON.stringify(text) },
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
