// What is typed of an account, and what is sent of it.
import type { Account, AccountPatch, NewAccount } from '#shared/protocol/accounts';

export interface Written extends Pick<Account, 'name' | 'givenName' | 'role' | 'language' | 'queues' | 'portfolios'> {
  readonly extension: string;
  readonly pbxPassword: string;
}

export const nothingWritten: Written = {
  ...{ name: '', givenName: '', role: 'agent', language: 'it', queues: [], portfolios: [] },
  ...{ extension: '', pbxPassword: '' },
};

export const writtenOf = ({ name, givenName, role, language, queues, portfolios, extension }: Account): Written => ({
  ...{ name, givenName, role, language, queues, portfolios },
  ...{ extension: extension ?? '', pbxPassword: '' },
});

export const isComplete = ({ name, givenName }: Written): boolean => name.trim() !== '' && givenName.trim() !== '';

const phoneOf = ({ extension, pbxPassword }: Written): NewAccount['phone'] =>
  extension.trim() === '' || pbxPassword === '' ? null : { extension: extension.trim(), password: pbxPassword };

export const freshOf = (written: Written, username: string): NewAccount => {
  const { role, language, queues, portfolios } = written;
  const names = { name: written.name.trim(), givenName: written.givenName.trim() };
  return { ...names, role, language, queues, portfolios, username, phone: phoneOf(written) };
};

/** What is not as it was. */
export function patchOf(before: Written, now: Written): AccountPatch {
  const phone = phoneOf(now);
  const differs = (field: keyof Written) => JSON.stringify(before[field]) !== JSON.stringify(now[field]);
  return {
    ...(differs('name') && { name: now.name.trim() }),
    ...(differs('givenName') && { givenName: now.givenName.trim() }),
    ...(differs('role') && { role: now.role }),
    ...(differs('language') && { language: now.language }),
    ...(differs('queues') && { queues: now.queues }),
    ...(differs('portfolios') && { portfolios: now.portfolios }),
    ...(phone !== null && { phone }),
  };
}
