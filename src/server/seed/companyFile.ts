// A company's own file: what it is called, its queues and lists, who works there. Applied at the start: what is new is added, what the file
// says otherwise than at the start before is changed, and nobody is removed; whoever has left is switched off in it. What an administrator, or
// somebody of their own password, has changed meanwhile stays.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { articleContentSchema } from '#shared/model/article';
import { classificationSchema, needKindSchema } from '#shared/model/classification';
import { demoCompanySchema, ownClient } from '#shared/model/demoCompany';
import { agentIdSchema, queueIdSchema } from '#shared/model/ids';
import { listCodes, listSchemas } from '#shared/model/lists/lists';
import type { Query } from '../db/db.ts';
import { house, seenBy } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { hashPassword, isPassword } from '../identity/passwords.ts';
import { keepFileLists } from '../lists/proposals.ts';
import { addArticle } from '../repositories/articles.ts';
import { nameToOffices } from '../repositories/cases.ts';
import { withOwnQueues } from '../repositories/classification.ts';
import { grantPortfolios, keepClients, placeQueues } from '../repositories/portfolios.ts';
import * as rows from '../repositories/seeding.ts';
import * as staff from '../repositories/staff.ts';
import { replaceNeedKinds } from '../repositories/workstation.ts';
import { readClassification } from './demoFiles.ts';

const employeeSchema = demoCompanySchema.shape.agents.element.extend({
  /** The queues that they answer. Left out: as the PBX has them. */
  queues: z.array(queueIdSchema).default([]),
  username: z.string().trim().toLowerCase().min(1).max(80),
  password: z.string().min(8).max(200),
  /** False: may not sign in any more, and is out at once. */
  active: z.boolean().default(true),
});

/** Each as it is written: its own schema says whether it fits. */
const fileListsSchema = z.partialRecord(z.enum(listCodes), z.unknown()).superRefine((lists, context) => {
  for (const code of listCodes) {
    if (lists[code] === undefined) continue;
    const wrong = listSchemas[code].schema.safeParse(lists[code]).error?.issues ?? [];
    for (const { path, message } of wrong) context.addIssue({ code: 'custom', message, path: [code, ...path] });
  }
});

const companySchema = demoCompanySchema
  .extend({
    agents: z.array(employeeSchema).min(1),
  })
  /** What can be minded with a customer. Left out: as it is. */
  .extend({ needKinds: z.array(needKindSchema).optional() })
  /** Documents in the place of what Cornetta proposes. Left out: as they are. */
  .extend({ lists: fileListsSchema.optional() })
  /** Of the knowledge base: one is added where there is none of its code. From then on it is edited at the desk. */
  .extend({ articles: z.array(articleContentSchema).default([]) })
  /** Left out: those that Cornetta proposes. */
  .extend(classificationSchema.partial().shape)
  .superRefine(namesWhatIsThere);
type Company = z.infer<typeof companySchema>;

interface Namings {
  readonly clients: readonly { readonly id: string }[];
  readonly queues: readonly {
    readonly id: string;
    readonly number: string;
    readonly client: string;
    readonly closed: boolean;
  }[];
  readonly agents: readonly { readonly portfolios: readonly string[]; readonly site?: string }[];
  readonly articles: readonly { readonly code: string; readonly portfolioId: string | null }[];
  readonly sites: readonly { readonly id: string }[];
}

/** A queue's client company and an agent's portfolios are in the file too, and no name or number means two things. */
function namesWhatIsThere(company: Namings, context: z.RefinementCtx): void {
  const clients = [ownClient, ...company.clients.map(({ id }) => id)];
  const closed = company.queues.filter((queue) => queue.closed).map(({ id }): string => id);
  const refuse = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', message, path });
  for (const [index, { id }] of company.clients.entries()) {
    if (clients.indexOf(id) !== index + 1) refuse('this client company is there twice', 'clients', index, 'id');
  }
  for (const [index, queue] of company.queues.entries()) {
    for (const name of ['id', 'number'] as const) {
      const first = company.queues.findIndex((other) => other[name] === queue[name]);
      if (first !== index) refuse(`another queue has this ${name} already`, 'queues', index, name);
    }
    if (!clients.includes(queue.client)) refuse('no such client company', 'queues', index, 'client');
    if (queue.closed && clients.includes(queue.id)) {
      refuse('a closed queue must not be called like a client company', 'queues', index, 'id');
    }
  }
  const sites = company.sites.map(({ id }) => id);
  for (const [index, id] of sites.entries()) {
    if (sites.indexOf(id) !== index) refuse('this site is there twice', 'sites', index, 'id');
  }
  for (const [index, { site }] of company.agents.entries()) {
    if (site !== undefined && !sites.includes(site)) refuse('no such site', 'agents', index, 'site');
  }
  const codes = company.articles.map(({ code }) => code);
  for (const [index, { code, portfolioId }] of company.articles.entries()) {
    if (codes.indexOf(code) !== index) refuse('another article has this code already', 'articles', index, 'code');
    if (portfolioId !== null && ![...clients, ...closed].includes(portfolioId))
      refuse('no such client company, and no such closed queue', 'articles', index, 'portfolioId');
  }
  for (const [index, { portfolios }] of company.agents.entries()) {
    for (const [place, id] of portfolios.entries()) {
      if (![...clients, ...closed].includes(id)) {
        refuse('no such client company, and no such closed queue', 'agents', index, 'portfolios', place);
      }
    }
  }
}

/** A sentence for whoever wrote the file. */
export class CompanyFileError extends Error {}

/** Throws CompanyFileError for a file that cannot be used, and for a database that holds the exercise company. */
export async function applyCompanyFile(deps: ServerDeps, file: string, assets: string): Promise<void> {
  const company = await read(file);
  const usual = await readClassification(assets);
  const lists = {
    reasons: company.reasons ?? usual.reasons,
    outcomes: company.outcomes ?? usual.outcomes,
    notReadyReasons: company.notReadyReasons ?? usual.notReadyReasons,
  };
  const queues = new Set(company.queues.map((queue) => queue.id));
  await deps.db.query.transaction().execute(async (tx) => {
    await rows.lockSeeding(tx);
    const present = await staff.presentCompany(tx);
    if (present?.practice === true) {
      throw new CompanyFileError(
        'this database holds the exercise company, whose passwords everybody knows: take another',
      );
    }
    await keepClients(tx, company.name, company.clients);
    await keepQueues(tx, company.queues);
    if (present === null) {
      await rows.insertCompany(tx, { ...company, practice: false });
      await rows.insertLists(tx, withOwnQueues(lists, queues));
    } else await staff.changeCompany(tx, company);
    await placeQueues(tx, company.queues);
    if (company.lists !== undefined) await keepFileLists(tx, company.lists, deps.clock());
    if (company.needKinds !== undefined) await replaceNeedKinds(tx, company.needKinds);
    const news: { readonly employee: Employee; readonly parts: ReadonlySet<Part> }[] = [];
    for (const employee of company.agents) news.push({ employee, parts: await employ(deps, tx, employee) });
    const withNews = (part: Part) => news.filter(({ parts }) => parts.has(part)).map(({ employee }) => employee);
    const [phones, skilled, granted] = [withNews('phone'), withNews('queues'), withNews('portfolios')];
    if (phones.length > 0) await staff.replaceExtensions(tx, phones);
    if (skilled.length > 0) {
      await staff.forgetSkills(tx, skilled);
      await rows.addSkills(tx, skilled);
    }
    if (granted.length > 0) await grantPortfolios(tx, granted);
    await nameToOffices(tx, withNews('offices'));
  });
  await seenBy(deps.db.query, house, async (tx) => {
    for (const article of company.articles)
      await addArticle(tx, article, { id: newId(deps), edition: 1, byName: company.name, at: deps.clock() });
  });
}

async function keepQueues(tx: Query, queues: Company['queues']): Promise<void> {
  const twice = await rows.numberTwice(tx, queues);
  if (twice !== null) {
    throw new CompanyFileError(
      `queues: ${twice.number} is the number of the queue "${twice.id}", which this database has and the file has not: leave it in the file with another number`,
    );
  }
  await rows.keepQueues(tx, queues);
}

async function read(file: string): Promise<Company> {
  try {
    return companySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw new CompanyFileError(`${file}: ${(error as Error).message}`);
    const wrong = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new CompanyFileError(`${file}:\n${wrong.join('\n')}`);
  }
}

type Employee = Company['agents'][number];

/** Each is taken from the file when the file has changed it. */
const parts = ['name', 'givenName', 'language', 'role', 'active', 'queues', 'offices', 'portfolios', 'phone'] as const;
type Part = (typeof parts)[number];

/** What the file says of somebody, to be compared at the next start. The password is kept as its hash alone. */
const saidSchema = z.object({
  ...{ name: z.string(), givenName: z.string(), language: z.string(), role: z.string(), active: z.boolean() },
  ...{ queues: z.array(z.string()), portfolios: z.array(z.string()), phone: z.string() },
  /** Of a start before offices were written in the file: none. */
  offices: z.array(z.string()).default([]),
  passwordHash: z.string(),
});
type Said = z.infer<typeof saidSchema>;

function saidOf(employee: Employee, passwordHash: string): Said {
  const { name, givenName, language, role, active, extension, pbxPassword, site = null } = employee;
  // Whoever is switched off leaves their extension to a successor.
  const phone = JSON.stringify([extension, pbxPassword, site, active]);
  return {
    ...{ name, givenName, language, role, active, passwordHash },
    offices: [...employee.offices].sort(),
    ...{ queues: [...employee.queues].sort(), portfolios: [...employee.portfolios].sort() },
    phone: createHash('sha256').update(phone).digest('base64url'),
  };
}

/** Resolves to what of them is new, or not as the file said before. */
async function employ(
  deps: ServerDeps,
  tx: Parameters<typeof staff.findEmployee>[0],
  employee: Employee,
): Promise<ReadonlySet<Part>> {
  const { argon2 } = deps.config;
  const known = await staff.findEmployee(tx, employee.username);
  const before = saidSchema.safeParse(known?.fromFile).data ?? null;
  // Of a start before the file was remembered, what is there is what it said.
  const saidHash = before?.passwordHash ?? known?.passwordHash ?? null;
  const isSame = saidHash !== null && (await isPassword(employee.password, saidHash, argon2));
  const passwordHash = isSame ? saidHash : await hashPassword(employee.password, argon2, deps.random);
  const said = saidOf(employee, passwordHash);
  if (known === null) {
    await staff.addEmployee(tx, agentIdSchema.parse(newId(deps)), employee, said);
    return new Set(parts);
  }
  const news = new Set(parts.filter((part) => before === null || !isDeepStrictEqual(before[part], said[part])));
  const password = isSame ? null : passwordHash;
  await staff.changeEmployee(tx, known.id, { employee, only: news, password, said });
  // Whoever knew the old password is out.
  if (!isSame) await staff.endSessionsOf(tx, known.id, deps.clock());
  return news;
}
