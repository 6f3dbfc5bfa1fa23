// Accounts as an administrator sees them on the desk.
import {
  type Account,
  type AccountList,
  accountListSchema,
  accountSchema,
  type MadePassword,
  madePasswordSchema,
} from '#shared/protocol/accounts';
import { adminPrograms } from './deskImports.ts';
import { afternoon, at, ulid } from './deskPeople.ts';
import type { DeskPrograms } from './deskPrograms.ts';

export const account = (nth: number, changed: object = {}): Account =>
  accountSchema.parse({
    ...{ id: ulid('A', nth), username: 'luca', name: 'Luca Ferri', givenName: 'Luca', role: 'agent', language: 'it' },
    ...{ queues: ['complaints'], portfolios: [], active: true, extension: '1002', lockedUntil: null },
    ...{ oneTimeUntil: null, fromFile: false, ...changed },
  });

export const madePassword = (): MadePassword =>
  madePasswordSchema.parse({
    account: account(9, {
      ...{ username: 'nora.prova', name: 'Nora Prova', givenName: 'Nora', extension: '4711' },
      oneTimeUntil: at(afternoon + 7 * 86_400_000),
    }),
    password: 'k7mp-3xqd-w9fa-ht2e',
  });

export const accountList = (): AccountList =>
  accountListSchema.parse({
    accounts: [
      account(1, {
        username: 'giulia',
        name: 'Giulia Serra',
        givenName: 'Giulia',
        role: 'admin',
        extension: '1001',
        fromFile: true,
      }),
      account(2),
      account(3, {
        ...{ username: 'massimiliano.degli.antoni', name: 'Massimiliano Ferdinando degli Antoni della Rovere' },
        givenName: 'Massimiliano',
        ...{ role: 'privacy', extension: null },
      }),
      account(4, {
        username: 'nora',
        name: 'Nora Conti',
        givenName: 'Nora',
        oneTimeUntil: at(afternoon + 86_400_000),
        extension: '1004',
      }),
      account(5, {
        username: 'pia',
        name: 'Pia Testa',
        givenName: 'Pia',
        lockedUntil: at(afternoon + 480_000),
        extension: '1005',
      }),
      account(6, {
        username: 'sara',
        name: 'Sara Conti',
        givenName: 'Sara',
        role: 'lead',
        active: false,
        extension: '1006',
      }),
    ],
    queues: [
      { id: 'welcome', name: { it: 'Accoglienza', en: 'Welcome' } },
      { id: 'complaints', name: { it: 'Ufficio reclami', en: 'Complaints' } },
    ],
    portfolios: [
      { id: 'company', client: { id: 'company', name: 'Aurora Servizi' } },
      { id: 'borea', client: { id: 'borea', name: 'Borea S.p.A.' } },
      { id: 'complaints', client: { id: 'borea', name: 'Borea S.p.A.' } },
    ],
  });

/** An administrator's desk with these accounts; they are the first of them. */
export function accountPrograms(list: AccountList = accountList()): DeskPrograms {
  const programs = adminPrograms();
  programs.answers.data.listAccounts = () => list;
  programs.answers.data.addAccount = () => madePassword();
  programs.answers.data.makePassword = () => madePassword();
  programs.answers.data.changeAccount = ({ id, patch: { phone: _, ...patch } }) =>
    accountSchema.parse({ ...list.accounts.find((one) => one.id === id), ...patch });
  programs.answers.data.unlockAccount = ({ id }) =>
    accountSchema.parse({ ...list.accounts.find((one) => one.id === id), lockedUntil: null });
  return programs;
}
