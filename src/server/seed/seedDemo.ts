// Fills a database with the exercise company. Doing it again adds only what is missing.
import type { CountryCode } from 'libphonenumber-js/max';
import { encodeTime } from 'ulid';
import { civilDate } from '#shared/lib/civilDate';
import { articleContentSchema } from '#shared/model/article';
import { ownClient } from '#shared/model/demoCompany';
import { agentIdSchema, customerIdSchema, interactionIdSchema } from '#shared/model/ids';
import { parseNumber } from '#shared/model/phoneNumber';
import type { Db, Query } from '../db/db.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { hashPassword } from '../identity/passwords.ts';
import { addArticle } from '../repositories/articles.ts';
import { nameToOffices } from '../repositories/cases.ts';
import { grantPortfolios, keepClients, placeQueues } from '../repositories/portfolios.ts';
import * as rows from '../repositories/seeding.ts';
import { addMadeAnswers } from '../repositories/surveys.ts';
import { madeAnswers } from './answers.ts';
import { type DemoArticle, type DemoCustomer, readDemoFiles } from './demoFiles.ts';
import { generateCustomer } from './generate.ts';

export interface SeedOptions {
  readonly assets: string;
  /** Made-up customers besides those that the scenarios name. */
  readonly customers: number;
  /** Without the companies for which the exercise company answers, and without closed queues: everybody sees everything. */
  readonly alone?: boolean;
  /** Told after each batch. */
  readonly onProgress?: (done: number, of: number) => void;
}

type DemoFiles = Awaited<ReturnType<typeof readDemoFiles>>;

const batchSize = 5_000;
/** Numbers below are kept for the customers that the scenarios name. */
const firstGenerated = 1_000;
const dayMs = 24 * 3_600_000;
const startOf2026 = Date.UTC(2026, 0, 1);

/** A ULID that is the same each time: of a fixed moment, a letter for what it is, and a number. */
const demoId = (letter: 'A' | 'B' | 'C' | 'K' | 'N', number: number): string =>
  `${encodeTime(startOf2026)}${letter}${number.toString().padStart(15, '0')}`;

export async function seedDemo(
  deps: Pick<ServerDeps, 'clock' | 'random' | 'config'> & { readonly db: Db },
  options: SeedOptions,
): Promise<void> {
  const whole = await readDemoFiles(options.assets);
  const files = options.alone === true ? alone(whole) : whole;
  await seenBy(deps.db.query, house, async (tx) => {
    await rows.lockSeeding(tx);
    const isThere = await rows.hasCompany(tx);
    if (!isThere) await insertCompany(tx, files, deps);
    await rows.addSkills(tx, files.company.agents);
    if (isThere) return;
    await grantPortfolios(tx, files.company.agents);
    await nameToOffices(tx, files.company.agents);
    await insertBatch(tx, files.customers, 0, deps.clock(), files.company.country);
    await insertArticles(tx, files, deps);
    const open = files.company.queues.filter(({ closed }) => !closed);
    await addMadeAnswers(tx, madeAnswers(open, files.people, civilDate(deps.clock(), deps.config.timeZone)));
  });
  await generateMissing(deps.db, deps.clock(), files, options);
}

function alone(files: DemoFiles): DemoFiles {
  const queues = files.company.queues.filter(({ client, closed }) => client === ownClient && !closed);
  const isOpen = ({ queueId }: { readonly queueId?: string }) =>
    queueId === undefined || queues.some(({ id }) => id === queueId);
  return {
    ...files,
    company: {
      ...files.company,
      clients: [],
      queues,
      agents: files.company.agents.map((one) => ({ ...one, portfolios: [] })),
    },
    articles: files.articles.filter(({ portfolioId }) => portfolioId === null || portfolioId === ownClient),
    customers: files.customers.filter(
      ({ client, cases, contacts }) => client === ownClient && [...cases, ...contacts].every(isOpen),
    ),
  };
}

async function insertCompany(
  tx: Query,
  { company, classification }: DemoFiles,
  deps: Pick<ServerDeps, 'random' | 'config'>,
): Promise<void> {
  await rows.insertCompany(tx, { ...company, practice: true });
  await keepClients(tx, company.name, company.clients);
  await rows.keepQueues(tx, company.queues);
  await placeQueues(tx, company.queues);
  await rows.insertLists(tx, classification);
  for (const [index, agent] of company.agents.entries()) {
    await rows.insertAgent(
      tx,
      { ...agent, id: agentIdSchema.parse(demoId('A', index)) },
      {
        ...agent,
        site: agent.site ?? null,
        passwordHash: await hashPassword(agent.password, deps.config.argon2, deps.random),
      },
    );
  }
}

async function insertArticles(
  tx: Seen,
  { articles, company }: DemoFiles,
  { clock, config }: Pick<ServerDeps, 'clock' | 'config'>,
): Promise<void> {
  const now = clock();
  const on = (days: number) => civilDate(new Date(now.getTime() + days * dayMs), config.timeZone);
  const dated = ({ validFromDays, validToDays, reviewByDays, ...content }: DemoArticle) =>
    articleContentSchema.parse({
      ...content,
      validFrom: on(validFromDays),
      validTo: validToDays === null ? null : on(validToDays),
      reviewBy: reviewByDays === null ? null : on(reviewByDays),
    });
  for (const [index, article] of articles.entries())
    await addArticle(tx, dated(article), { id: demoId('B', index), edition: 1, byName: company.name, at: now });
}

/** Made-up customers, batch by batch; what an earlier run has made is passed over. */
async function generateMissing(db: Db, now: Date, files: DemoFiles, options: SeedOptions): Promise<void> {
  let [next, done] = [0, 0];
  const fill = async (): Promise<void> => {
    while (next < options.customers) {
      const start = next;
      const count = Math.min(batchSize, options.customers - start);
      next += count;
      const first = firstGenerated + start;
      const present = await seenBy(db.query, house, (tx) =>
        rows.countCustomers(tx, demoId('C', first), demoId('C', first + count - 1)),
      );
      if (present < count) {
        const batch = Array.from({ length: count }, (_, offset) => generateCustomer(start + offset, files.people));
        await seenBy(db.query, house, (tx) => insertBatch(tx, batch, first, now, files.company.country));
      }
      done += count;
      options.onProgress?.(done, options.customers);
    }
  };
  // PostgreSQL works on one batch while the next is made up; PGlite is in this very process.
  await Promise.all(Array.from({ length: db.connections === null ? 1 : 2 }, fill));
  if (options.customers >= batchSize) await rows.lookAtCustomers(db.query);
}

async function insertBatch(
  tx: Seen,
  batch: readonly DemoCustomer[],
  firstIndex: number,
  now: Date,
  country: string,
): Promise<void> {
  const ago = (days: number): string => new Date(now.getTime() - days * dayMs).toISOString();
  const people = batch.map((customer, offset) => ({ ...customer, place: firstIndex + offset }));
  for (const [client, theirs] of Map.groupBy(people, (one) => one.client)) {
    await rows.insertCustomers(
      tx,
      {
        customers: theirs.map(({ cases, contacts, phones, client, place, ...customer }) => ({
          ...customer,
          id: idOf(place),
          phones: phones.map((phone) => ({ ...phone, e164: parseNumber(phone.raw, country as CountryCode) })),
          updatedAt: now.toISOString(),
        })),
        cases: theirs.flatMap(({ cases, place }) =>
          cases.map(({ openedDaysAgo, ...found }, index) => ({
            ...found,
            id: demoId('K', place * 10 + index),
            customerId: idOf(place),
            openedAt: ago(openedDaysAgo),
          })),
        ),
        contacts: theirs.flatMap(({ contacts, place }) =>
          contacts.map(({ daysAgo, ...contact }, index) => ({
            ...contact,
            id: interactionIdSchema.parse(demoId('N', place * 10 + index)),
            customerId: idOf(place),
            at: ago(daysAgo),
          })),
        ),
      },
      client,
    );
  }
}

const idOf = (place: number) => customerIdSchema.parse(demoId('C', place));
