// The exercise company's files, parsed: assets/demo says who they are, this says what shape they have.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { articleContentSchema } from '#shared/model/article';
import { classificationSchema } from '#shared/model/classification';
import { caseSchema, contactSchema, customerSchema, phoneSchema } from '#shared/model/customer';
import { demoCompanySchema, ownClient } from '#shared/model/demoCompany';
import { queueIdSchema } from '#shared/model/ids';

const daysAgo = z.number().int().nonnegative();

/** What it came by; left out: by none that is closed. */
const queueId = queueIdSchema.exactOptional();

const demoCustomerSchema = customerSchema
  .omit({
    ...{ id: true, portfolioId: true, version: true, updatedAt: true, phones: true },
    ...{ consents: true, restrictedAt: true, mergedFrom: true },
    ...{ delegations: true, changedAt: true, suspiciousUntil: true },
  })
  .extend({
    /** Whose customer. */
    client: z.string().default(ownClient),
    phones: z.array(phoneSchema.omit({ e164: true })),
    cases: z.array(
      caseSchema
        .pick({ number: true, title: true, reasonCode: true, status: true, reminders: true })
        .extend({ openedDaysAgo: daysAgo, queueId }),
    ),
    contacts: z.array(
      contactSchema
        .omit({ id: true, customerId: true, portfolioId: true, at: true, version: true })
        .omit({ secondary: true, factors: true })
        .extend({ daysAgo, queueId }),
    ),
  });
export type DemoCustomer = z.infer<typeof demoCustomerSchema>;

const days = z.number().int();
/** Days from that of the seeding, so that what holds, has expired or is to be looked at does so on whatever day. */
const demoArticleSchema = z.object({
  ...articleContentSchema.shape,
  ...{ validFrom: z.never().optional(), validTo: z.never().optional(), reviewBy: z.never().optional() },
  validFromDays: days,
  validToDays: days.nullable(),
  reviewByDays: days.nullable(),
});
export type DemoArticle = z.infer<typeof demoArticleSchema>;

const peopleSchema = z.object({
  givenNames: z.array(z.string()).min(1),
  familyNames: z.array(z.string()).min(1),
  companies: z.array(z.string().includes('{name}')).min(1),
  streets: z.array(z.string()).min(1),
  cities: z.array(z.object({ city: z.string(), postcode: z.string() })).min(1),
  preferences: z.array(z.string()).min(1),
  agents: z.array(z.string()).min(1),
  contracts: z.array(z.object({ prefix: z.string(), name: z.string() })).min(1),
  cases: z.array(caseSchema.pick({ title: true, reasonCode: true })).min(1),
  contacts: z.array(contactSchema.pick({ channel: true, reasonCode: true, outcomeCode: true, note: true })).min(1),
  /** What is written in surveys. */
  comments: z.object({ it: z.array(z.string()).min(1), en: z.array(z.string()).min(1) }),
});
/** What made-up customers are made of. */
export type People = z.infer<typeof peopleSchema>;

const read = async <T>(assets: string, name: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(JSON.parse(await readFile(join(assets, name), 'utf8')));

/** The contact reasons, outcomes and reasons for not being ready that Cornetta proposes. */
export const readClassification = (assets: string) => read(assets, 'lists/classification.json', classificationSchema);

/** Reads `demo/*.json` in the assets' folder, and the classification that every company begins with. Throws when a file is missing or is not what it should be. */
export async function readDemoFiles(assets: string) {
  return {
    company: await read(assets, 'demo/company.json', demoCompanySchema),
    classification: await readClassification(assets),
    customers: (await read(assets, 'demo/customers.json', z.object({ customers: z.array(demoCustomerSchema) })))
      .customers,
    people: await read(assets, 'demo/people.json', peopleSchema),
    articles: (await read(assets, 'demo/articles.json', z.object({ articles: z.array(demoArticleSchema) }))).articles,
  };
}
