// Desk and data about accounts, for an administrator, and one's own password. Each is answered by the backend, or refused while it is away.
import { z } from 'zod';
import { agentIdSchema } from '../model/ids.ts';
import {
  accountListSchema,
  accountPatchSchema,
  accountSchema,
  madePasswordSchema,
  newAccountSchema,
  ownPasswordSchema,
} from '../protocol/accounts.ts';
import type { Contract } from './envelope.ts';

const onAccount = z.object({ id: agentIdSchema });

export const accountMethods = {
  listAccounts: { params: z.null(), result: accountListSchema },
  /** `taken`: the name, or the extension, is somebody else's. */
  addAccount: { params: newAccountSchema, result: z.union([madePasswordSchema, z.literal('taken')]) },
  changeAccount: {
    params: onAccount.extend({ patch: accountPatchSchema }),
    result: z.union([accountSchema, z.literal('taken')]),
  },
  makePassword: { params: onAccount, result: madePasswordSchema },
  unlockAccount: { params: onAccount, result: accountSchema },
  /** `wrong`: the old one is another; `weak`: the new one is too easy to guess, or the old one. */
  changePassword: { params: ownPasswordSchema, result: z.enum(['changed', 'wrong', 'weak']) },
} satisfies Contract['methods'];
