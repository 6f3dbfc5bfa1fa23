// Accounts: what an administrator can want, and everybody's own password. A refusal is shown like any other, and answers null.
import type { Account, AccountPatch, NewAccount } from '#shared/protocol/accounts';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';

export function accountIntents({ data }: Programs, ask: Ask) {
  return {
    listAccounts: () => ask(data.listAccounts(null)),
    addAccount: (fresh: NewAccount) => ask(data.addAccount(fresh)),
    changeAccount: (id: Account['id'], patch: AccountPatch) => ask(data.changeAccount({ id, patch })),
    makePassword: (id: Account['id']) => ask(data.makePassword({ id })),
    unlockAccount: (id: Account['id']) => ask(data.unlockAccount({ id })),
    changePassword: (old: string, fresh: string) => ask(data.changePassword({ old, fresh })),
  };
}
