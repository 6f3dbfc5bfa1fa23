// The company and who works there, changed as its own file says.
import type { DemoCompany } from '#shared/model/demoCompany';
import type { Agent } from '#shared/protocol/sessions';
import type { Query } from '../db/db.ts';

type Employee = Pick<DemoCompany['agents'][number], 'username' | 'name' | 'givenName' | 'role' | 'language'> & {
  readonly active: boolean;
};
type Extension = Pick<DemoCompany['agents'][number], 'username' | 'extension' | 'pbxPassword' | 'site'> & {
  readonly active: boolean;
};

/** Null while none has been set up. */
export async function presentCompany(tx: Query): Promise<{ practice: boolean } | null> {
  return (await tx.selectFrom('company').select('practice').executeTakeFirst()) ?? null;
}

export async function changeCompany(
  tx: Query,
  company: Pick<DemoCompany, 'name' | 'country' | 'greeting' | 'featureCodes' | 'policy' | 'sites'>,
): Promise<void> {
  await tx
    .updateTable('company')
    .set({
      name: company.name,
      country: company.country,
      greeting: JSON.stringify(company.greeting),
      feature_codes: JSON.stringify(company.featureCodes),
      policy: JSON.stringify(company.policy),
      sites: JSON.stringify(company.sites),
    })
    .execute();
}

export async function findEmployee(
  tx: Query,
  username: string,
): Promise<{ id: string; passwordHash: string; fromFile: unknown } | null> {
  const row = await tx
    .selectFrom('agents')
    .select(['id', 'password_hash as passwordHash', 'from_file as fromFile'])
    .where('username', '=', username)
    .executeTakeFirst();
  return row ?? null;
}

interface Said {
  readonly passwordHash: string;
}

export async function addEmployee(tx: Query, id: Agent['id'], employee: Employee, said: Said): Promise<void> {
  await tx
    .insertInto('agents')
    .values({
      ...{ id, username: employee.username, name: employee.name, given_name: employee.givenName },
      ...{ role: employee.role, language: employee.language, active: employee.active },
      ...{ password_hash: said.passwordHash, one_time_until: null, from_file: JSON.stringify(said) },
    })
    .execute();
}

interface EmployeeChange {
  readonly employee: Employee;
  /** The others stay as somebody has made them since. */
  readonly only: ReadonlySet<string>;
  /** The hash of another one; null: it stays. */
  readonly password: string | null;
  readonly said: Said;
}

export async function changeEmployee(
  tx: Query,
  id: string,
  { employee, only, password, said }: EmployeeChange,
): Promise<void> {
  await tx
    .updateTable('agents')
    .set({
      from_file: JSON.stringify(said),
      ...(only.has('name') && { name: employee.name }),
      ...(only.has('givenName') && { given_name: employee.givenName }),
      ...(only.has('role') && { role: employee.role }),
      ...(only.has('language') && { language: employee.language }),
      ...(only.has('active') && { active: employee.active }),
      ...(password !== null && { password_hash: password, one_time_until: null }),
    })
    .where('id', '=', id)
    .execute();
}

/** All at once: two who have swapped theirs would be in each other's way. Whoever is switched off leaves theirs to a successor. */
export async function replaceExtensions(tx: Query, extensions: readonly Extension[]): Promise<void> {
  const names = extensions.map(({ username }) => username);
  const agents = await tx.selectFrom('agents').select(['id', 'username']).where('username', 'in', names).execute();
  const idOf = new Map(agents.map(({ id, username }) => [username, id]));
  await tx
    .deleteFrom('pbx_accounts')
    .where('agent_id', 'in', [...idOf.values()])
    .execute();
  const values = extensions.flatMap(({ username, extension, pbxPassword, site, active }) => {
    const id = idOf.get(username);
    return id === undefined || !active
      ? []
      : [{ agent_id: id, extension, auth_user: extension, password: pbxPassword, site: site ?? null }];
  });
  if (values.length > 0) await tx.insertInto('pbx_accounts').values(values).execute();
}

/** Before they are set anew. */
export async function forgetSkills(tx: Query, agents: readonly { readonly username: string }[]): Promise<void> {
  const names = agents.map(({ username }) => username);
  await tx
    .deleteFrom('agent_queues')
    .where('agent_id', 'in', tx.selectFrom('agents').select('id').where('username', 'in', names))
    .execute();
}

export async function endSessionsOf(tx: Query, agentId: string, at: Date): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ revoked_at: at })
    .where('agent_id', '=', agentId)
    .where('revoked_at', 'is', null)
    .execute();
}
