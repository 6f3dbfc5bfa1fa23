// A company's own file: what it is called, its queues and lists, who works there. Applied at the start: what is new is added, what is
// different is changed, and nobody is removed; whoever has left is switched off in it.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { demoCompanySchema } from '#shared/model/demoCompany';
import { agentIdSchema, queueIdSchema } from '#shared/model/ids';
import { newId, type ServerDeps } from '../deps.ts';
import { hashPassword, isPassword } from '../identity/passwords.ts';
import * as rows from '../repositories/seeding.ts';
import * as staff from '../repositories/staff.ts';
import { classificationSchema, readClassification } from './demoFiles.ts';

const employeeSchema = demoCompanySchema.shape.agents.element.extend({
  /** The queues that they answer. Left out: as the PBX has them. */
  queues: z.array(queueIdSchema).default([]),
  username: z.string().trim().toLowerCase().min(1).max(80),
  password: z.string().min(8).max(200),
  /** False: may not sign in any more, and is out at once. */
  active: z.boolean().default(true),
});

const companySchema = demoCompanySchema
  .extend({ agents: z.array(employeeSchema).min(1) })
  /** Left out: those of the exercise company. */
  .extend(classificationSchema.partial().shape);
type Company = z.infer<typeof companySchema>;

/** A sentence for whoever wrote the file. */
export class CompanyFileError extends Error {}

/** Throws CompanyFileError for a file that cannot be used, and for a database that holds the exercise company. */
export async function applyCompanyFile(deps: ServerDeps, file: string, assets: string): Promise<void> {
  const company = await read(file);
  const usual = await readClassification(assets);
  const lists = {
    queues: company.queues,
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
    if (present === null) {
      await rows.insertCompany(tx, { ...company, practice: false });
      await rows.insertLists(tx, { ...lists, reasons: withOwnQueues(lists.reasons, queues) });
    } else await staff.changeCompany(tx, company);
    for (const employee of company.agents) await employ(deps, tx, employee);
    await staff.replaceExtensions(tx, company.agents);
    await staff.forgetSkills(tx, company.agents);
    await rows.addSkills(tx, company.agents);
  });
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

/** The exercise company's reasons go to queues that this one may not have. */
const withOwnQueues = (reasons: z.infer<typeof classificationSchema>['reasons'], queues: ReadonlySet<string>) =>
  reasons.map((group) => ({
    ...group,
    reasons: group.reasons.map((reason) => ({
      ...reason,
      queueId: reason.queueId != null && queues.has(reason.queueId) ? reason.queueId : null,
    })),
  }));

async function employ(
  deps: ServerDeps,
  tx: Parameters<typeof staff.findEmployee>[0],
  employee: Company['agents'][number],
): Promise<void> {
  const { argon2 } = deps.config;
  const known = await staff.findEmployee(tx, employee.username);
  const isSame = known !== null && (await isPassword(employee.password, known.passwordHash, argon2));
  const passwordHash = isSame ? known.passwordHash : await hashPassword(employee.password, argon2, deps.random);
  if (known === null) await staff.addEmployee(tx, agentIdSchema.parse(newId(deps)), employee, passwordHash);
  else await staff.changeEmployee(tx, known.id, employee, passwordHash);
  // Whoever knew the old password is out.
  if (known !== null && !isSame) await staff.endSessionsOf(tx, known.id, deps.clock());
}
