// By what a company's cases go: its lists and its choices, put together for one case. The same on the PC and on the backend. Pure.
import type { z } from 'zod';
import { must } from '../lib/must.ts';
import type { CaseRules, LetterHead } from './caseActs.ts';
import type { CaseFile } from './caseFile.ts';
import { type BackOffice, ownMandateCents } from './caseLists.ts';
import type { Term } from './deadlines.ts';
import type { Lists } from './lists/lists.ts';
import type { complaintPolicySchema } from './policy.ts';
import type { Role } from './role.ts';

/** The lists that cases go by. */
export const caseListCodes = ['backOffices', 'calendars', 'complaintProfiles', 'mandate'] as const;
export type CaseLists = Pick<Lists, (typeof caseListCodes)[number]>;

/** Null: one of them is not known (yet). */
export function caseListsIn({ backOffices, calendars, complaintProfiles, mandate }: Partial<Lists>): CaseLists | null {
  if (!backOffices || !calendars || !complaintProfiles || !mandate) return null;
  return { backOffices, calendars, complaintProfiles, mandate };
}

/** For complaints on ways on which no other profile's term runs; every company has it. */
export const GENERIC = 'generic';

interface Choices {
  readonly lists: CaseLists;
  readonly policy: z.infer<typeof complaintPolicySchema>;
  /** Whose customer it is: the client company, which may have a profile of its own. */
  readonly clientId: string;
  /** Of the reason; null: none. */
  readonly target: Term | null;
  readonly letters: ReadonlyMap<string, LetterHead> | null;
}

/** `file`: null for one that is only to be registered. What a list has no more is taken from the generic profile, or the first calendar. */
export function caseRulesFor(
  file: Pick<CaseFile, 'profile'> | null,
  { lists, policy, clientId, target, letters }: Choices,
): CaseRules {
  const { calendars, complaintProfiles, mandate } = lists;
  const profileOf = (code: string) => complaintProfiles.find((profile) => profile.code === code);
  const fallback = profileOf(GENERIC) ?? must(complaintProfiles[0], 'a profile');
  const chosen = policy.byClient[clientId] ?? policy.profile;
  return {
    calendar: calendars.find(({ code }) => code === policy.calendar) ?? must(calendars[0], 'a calendar'),
    profile: profileOf(file?.profile ?? chosen) ?? fallback,
    fallback,
    target,
    mandateCents: ownMandateCents(mandate),
    letters,
  };
}

/** Who somebody is, as far as back offices go. */
export interface OfficeMember {
  readonly role: Role;
  /** Those that they answer. */
  readonly queues: readonly string[];
  /** To which the company has named them. */
  readonly named: readonly string[];
}

/** The back offices that somebody belongs to, in the order of the list. */
export const officesOf = (offices: readonly BackOffice[], { role, queues, named }: OfficeMember): string[] =>
  offices
    .filter(
      (office) =>
        office.role === role ||
        (office.queueId !== null && queues.includes(office.queueId)) ||
        named.includes(office.code),
    )
    .map(({ code }) => code);
