// Accounts as an administrator asks for them, and one's own password: handed on to the backend.
import type { accountMethods } from '#shared/contract/accounts';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { type Answer, valueOrThrow, wrongField } from './http/answer.ts';
import type { Backend } from './http/backend.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof accountMethods>;

const isTaken = (answer: Answer<unknown>): boolean => answer.kind === 'refused' && answer.status === 409;

/** `reach`: throws while nobody is signed in. */
export function accountsOf(reach: () => Backend): Methods {
  return {
    listAccounts: async (_, signal) => valueOrThrow(await reach().accounts(signal)),
    async addAccount(fresh, signal) {
      const answer = await reach().addAccount(fresh, signal);
      return isTaken(answer) ? 'taken' : valueOrThrow(answer);
    },
    async changeAccount({ id, patch }, signal) {
      const answer = await reach().changeAccount(id, patch, signal);
      return isTaken(answer) ? 'taken' : valueOrThrow(answer);
    },
    makePassword: async ({ id }, signal) => valueOrThrow(await reach().makePassword(id, signal)),
    unlockAccount: async ({ id }, signal) => valueOrThrow(await reach().unlockAccount(id, signal)),
    async changePassword(passwords, signal) {
      const answer = await reach().changePassword(passwords, signal);
      const wrong = wrongField(answer);
      if (wrong !== null) return wrong === 'old' ? 'wrong' : 'weak';
      valueOrThrow(answer);
      return 'changed';
    },
  };
}
