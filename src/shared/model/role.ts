// Who somebody is in the company, and what that lets them do beyond answering customers. The backend refuses by it, the desk shows by it.
import { z } from 'zod';

export const roles = ['agent', 'lead', 'quality', 'admin', 'privacy'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Who has each ability. Whoever makes something that not everybody may do adds one here. */
const abilities = {
  /** Sees and helps the team at work. */
  leadTeam: ['lead'],
  /** Reads what the team's days have brought, and reports of them. */
  seeFigures: ['lead', 'quality'],
  /** Reads who has read and written whose data, and proves that the log is whole. */
  readAudit: ['privacy'],
  /** Brings customers in from files. */
  importCustomers: ['admin'],
  /** Says that nobody is calling in a customer's name after all. */
  clearSuspicion: ['lead', 'privacy'],
  /** Says who is looked after in particular: delicate needs, which everybody else only sees once they know who calls. */
  setDelicateNeeds: ['lead', 'privacy'],
  /** Answers for customers' data: their requests, holds, retention, breaches. */
  handlePrivacy: ['privacy'],
  /** Makes one of two customers that are the same, and two of them again. */
  mergeCustomers: ['lead', 'admin'],
  /** Says who works here, in which role, for whom. */
  manageAccounts: ['admin'],
  /** Says which other CRMs are read, and with which keys. */
  manageConnectors: ['admin'],
  /** Edits what is proposed to agents: the guide, words, rules and templates. */
  editLists: ['admin', 'quality'],
  /** Takes away files of cases that somebody else has added, or on another day. */
  removeAttachments: ['lead', 'privacy'],
  /** Writes the articles of the knowledge base, and reads what was missed in it. */
  editKnowledge: ['lead', 'quality', 'admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Ability = keyof typeof abilities;

export function may(role: Role, ability: Ability): boolean {
  const those: readonly Role[] = abilities[ability];
  return those.includes(role);
}
