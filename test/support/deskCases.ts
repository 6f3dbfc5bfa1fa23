// Cases at the desk, decided by the rules that the programs go by: what is done to one shows the next time it is asked for.
import { actOf } from '#data/cases/acting';
import { registrationShown } from '#data/cases/caseLists';
import { caseEyes } from '#data/cases/eyes';
import { type CaseEyes, decide } from '#data/cases/writtenCases';
import type { ActOutcome, CaseShown, Doing, ListedCase, ShownCase } from '#shared/contract/cases';
import { must } from '#shared/lib/must';
import { type Act, type next, possible } from '#shared/model/caseActs';
import { caseNumberOf } from '#shared/model/caseNumber';
import { fileOf, headOf } from '#shared/model/caseOf';
import { type CaseShelf, caseShelfSchema, isOn, shelfMarks } from '#shared/model/caseShelf';
import { proposedLists } from './deskLists.ts';
import { afternoon, carlo, ulid, workstation } from './deskPeople.ts';
import type { DeskPrograms } from './deskPrograms.ts';

const now = new Date(afternoon).toISOString();
/** Of the front line, as Giulia is. */
const giulia = caseEyes(workstation(), proposedLists);

interface Situation {
  /** Who is at the desk. */
  readonly eyes?: CaseEyes;
  /** What the backend has refused. */
  readonly asides?: readonly (CaseShown['setAside'][number] & { readonly caseId: string })[];
}

interface Deed {
  readonly caseId: string | null;
  readonly doing: Doing;
}

function numberedAct(eyes: CaseEyes, id: string, doing: Doing, number: string): Act {
  const act = must(actOf(eyes, carlo.customer, { id, doing, at: now }), 'rules');
  return act.kind === 'register' ? { ...act, number } : act;
}

/** Of Carlo: `first` are there already; `number` null: none is left on this PC. */
export function withCases(
  programs: DeskPrograms,
  first: readonly ShownCase[] = [],
  number: number | null = 11_840,
  { eyes = giulia, asides = [] }: Situation = {},
): DeskPrograms {
  const cases = new Map(first.map((found) => [found.id, found]));
  let acts = 0;
  const after = ({ caseId, doing }: Deed): ActOutcome => {
    acts += 1;
    const before = caseId === null ? null : must(cases.get(caseId), 'case');
    const numbered = number === null ? '-' : caseNumberOf(2026, number + cases.size);
    const act = numberedAct(eyes, ulid('A', acts), doing, numbered);
    const decided = must(decide(eyes, carlo.customer, before, { act, at: now }), 'rules');
    if (!decided.ok) return { kind: 'refused', refusal: decided.error };
    const id = caseId ?? ulid('C', 40 + cases.size);
    const { customer } = carlo;
    const row = before ?? {
      id,
      customerId: customer.id,
      portfolioId: customer.portfolioId,
      attachments: [],
      version: 1,
    };
    return { kind: 'done', case: { ...row, ...headOf(decided.value), pending: true } };
  };
  const listed = (found: ShownCase): ListedCase => {
    const { id, code, name, language } = carlo.customer;
    return { case: found, customer: { id, code, name, language } };
  };
  const reader = {
    agentId: workstation().agent.id,
    offices: [],
    today: now.slice(0, 10),
    confirms: workstation().agent.role === 'lead',
  };
  const on = (shelf: CaseShelf) =>
    [...cases.values()].filter(({ file, status }) => isOn(shelf, shelfMarks(file, status), reader));
  programs.answers.data = {
    ...programs.answers.data,
    actOnCase: (deed: Deed) => {
      const outcome = after(deed);
      if (outcome.kind === 'done') cases.set(outcome.case.id, outcome.case);
      return outcome;
    },
    tryOnCase: after,
    registrationShown: () => registrationShown({ eyes, now: () => new Date(now) }, carlo.customer),
    // Before somebody says otherwise there is no letter, and none may be begun.
    caseLetters: () => ({ letters: [], templates: [], language: 'it' }),
    listCases: ({ shelf }: { shelf: CaseShelf }) => ({
      cases: on(shelf).map(listed),
      counts: Object.fromEntries(caseShelfSchema.options.map((each) => [each, on(each).length])),
    }),
    caseShown: ({ id }: { id: string }) => {
      const found = cases.get(id);
      if (found === undefined) return null;
      const rules = must(eyes.rulesOf(found), 'rules');
      const { bodies, variants } = rules.profile;
      const named = ({ code, name }: (typeof bodies | typeof variants)[number]) => ({ code, name });
      return {
        ...listed(found),
        possible: possible(fileOf(found), eyes.doer, now, rules),
        choices: { mandateCents: rules.mandateCents, bodies: bodies.map(named), variants: variants.map(named) },
        others: [...cases.values()].filter((other) => other.id !== id && other.status !== 'closed'),
        setAside: asides.filter((aside) => aside.caseId === id),
      };
    },
  } as unknown as DeskPrograms['answers']['data'];
  return programs;
}

/** What Giulia has done to a case of Carlo's, from its registration on. */
export function caseAfter(nth: number, ...doings: readonly Doing[]): ShownCase {
  let found: ShownCase | null = null;
  for (const [at, doing] of doings.entries()) {
    const act = numberedAct(giulia, ulid('B', nth * 100 + at), doing, caseNumberOf(2026, 11_800 + nth));
    const decided: ReturnType<typeof next> = must(decide(giulia, carlo.customer, found, { act, at: now }), 'rules');
    if (!decided.ok) throw new Error(JSON.stringify(decided.error));
    const { customer } = carlo;
    const row = {
      id: ulid('C', nth),
      customerId: customer.id,
      portfolioId: customer.portfolioId,
      attachments: [],
      version: 1,
    };
    found = { ...row, ...headOf(decided.value), pending: false };
  }
  return must(found, 'a case');
}

export const registration = (differing: object = {}): Doing => ({
  ...{ kind: 'register', of: 'complaint', title: 'Bolletta pagata due volte', reasonCode: 'REC-04', priority: 'P3' },
  ...{ channel: 'call', contactId: null, contract: null, variant: null, backOffice: 'REC' },
  words: 'Mi avete fatto pagare due volte la bolletta di ottobre, e al telefono nessuno mi ha richiamato.',
  remedy: 'Il rimborso della seconda bolletta',
  received: null,
  ...differing,
});
