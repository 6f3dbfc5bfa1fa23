// An act on a case that is being written: what its form asks for, and the act that comes of it. Kept beside the page, so that a call that is
// answered meanwhile, or a refusal, takes nothing of it. Pure.
import type { ActOnCase, CaseShown, Doing, ShownCase } from '#shared/contract/cases';
import { type CaseFile, FRONT_LINE, type Person } from '#shared/model/caseFile';
import { centsOf, eurosOf } from './money.ts';

export type ActField =
  | 'words'
  | 'newFacts'
  | 'day'
  | 'office'
  | 'owner'
  | 'outcome'
  | 'executed'
  | 'rootCause'
  | 'severity'
  | 'flags'
  | 'priority'
  | 'cost'
  | 'indemnity'
  | 'disputed'
  | 'body'
  | 'reference'
  | 'into'
  | 'subject'
  | 'title'
  | 'remedy'
  | 'contract'
  | 'variant';

export type Flag = 'safety' | 'complex' | 'repeated';

export interface HalfAct {
  readonly kind: ActOnCase;
  /** The task or the confirmation that it is about; null: the case itself. */
  readonly about: string | null;
  readonly words: string;
  readonly newFacts: string;
  readonly day: string | null;
  /** Choices are codes and ids; empty: none. */
  readonly office: string;
  readonly owner: string;
  readonly outcome: NonNullable<CaseOutcome>;
  readonly executed: boolean;
  readonly rootCause: string;
  readonly severity: '1' | '2' | '3';
  readonly flags: readonly Flag[];
  readonly priority: CaseFile['priority'];
  /** As it is typed: "40", "40,50". */
  readonly cost: string;
  readonly indemnity: string;
  readonly disputed: string;
  readonly body: string;
  readonly reference: string;
  readonly into: string;
  readonly subject: string;
  readonly title: string;
  readonly remedy: string;
  readonly contract: string;
  readonly variant: string;
}

type CaseOutcome = Extract<Doing, { kind: 'close' }>['outcome'];

/** What each act asks for, in the order of its form. Those that are not here ask for nothing. */
const asked: Partial<Record<ActOnCase, readonly ActField[]>> = {
  assess: ['severity', 'flags', 'priority', 'owner'],
  waitCustomer: ['words', 'day'],
  waitThird: ['words', 'day'],
  resume: ['words'],
  propose: ['words', 'cost', 'indemnity', 'day'],
  close: ['outcome', 'executed'],
  withdraw: ['words'],
  reopen: ['words', 'newFacts'],
  toAdr: ['body', 'reference', 'day'],
  settle: ['words', 'rootCause'],
  merge: ['into'],
  cancel: ['words'],
  remind: ['words'],
  note: ['words'],
  addTask: ['words', 'office', 'day'],
  doTask: ['words'],
  dropTask: ['words'],
  assign: ['office', 'owner'],
  amend: ['title', 'words', 'remedy', 'contract', 'variant'],
  dispute: ['disputed'],
  setSubject: ['subject'],
  sendBack: ['words'],
};

/** Only a complaint has what the customer wants of it, and terms of its own kind; only what has kinds offers them. */
export const fieldsOf = (kind: ActOnCase, { case: { file }, choices }: CaseShown): readonly ActField[] =>
  (asked[kind] ?? []).filter((field) => {
    if (field === 'variant') return file?.kind === 'complaint' && choices.variants.length > 0;
    return field !== 'remedy' || file?.kind === 'complaint';
  });

const leastWords: Partial<Record<ActOnCase, number>> = { note: 1, remind: 0, doTask: 0, amend: 0, cancel: 10 };
const usualWords = 3;
const longest = 1_000;
/** Signs that the act itself takes at most. */
const mostWords: Partial<Record<ActOnCase, number>> = {
  ...{ waitCustomer: 300, waitThird: 300, addTask: 300, doTask: 500, dropTask: 500, cancel: 500 },
  ...{ note: 2_000, amend: 2_000, propose: 2_000 },
};
export const mostWordsOf = (kind: ActOnCase): number => mostWords[kind] ?? longest;

/** As its form stands before anything is written. `inAWeek`: the day that is proposed where one is asked for. */
export function blankAct(
  kind: ActOnCase,
  about: string | null,
  { case: { title, file }, choices, others }: CaseShown,
  me: Person,
  inAWeek: string,
): HalfAct {
  const stage = file?.stage;
  return {
    ...{ kind, about, newFacts: '', reference: '', executed: false, flags: [], severity: '2', subject: '' },
    day: kind === 'addTask' ? null : inAWeek,
    words: kind === 'amend' ? (file?.words ?? '') : kind === 'propose' ? (file?.proposal?.text ?? '') : '',
    office: kind === 'assign' ? (file?.backOffice ?? FRONT_LINE) : FRONT_LINE,
    owner: kind === 'assess' ? (file?.owner?.id ?? me.id) : kind === 'assign' ? (file?.owner?.id ?? '') : '',
    outcome: stage?.step === 'answered' ? stage.verdict : 'solved',
    rootCause: '',
    priority: file?.priority ?? 'P3',
    cost: '',
    indemnity: '',
    disputed: typeof file?.disputedCents === 'number' ? eurosOf(file.disputedCents) : '',
    body: choices.bodies[0]?.code ?? '',
    into: others[0]?.id ?? '',
    title,
    remedy: file?.remedy ?? '',
    contract: file?.contract ?? '',
    variant: file?.variant ?? '',
  };
}

/** The act, or the fields that it still lacks. */
export type Whole = { readonly doing: Doing } | { readonly lacks: readonly ActField[] };

/** `people`: whom it may be given to. */
export function wholeAct(half: HalfAct, found: ShownCase, people: readonly Person[]): Whole {
  const { kind, about, day } = half;
  const words = half.words.trim();
  const owner = people.find(({ id }) => id === half.owner) ?? null;
  const lacks = new Set<ActField>();
  const said = () => {
    if (words.length < (leastWords[kind] ?? usualWords)) lacks.add('words');
    return words.slice(0, mostWordsOf(kind));
  };
  const onDay = () => {
    if (day === null) lacks.add('day');
    return day ?? '';
  };
  const chosen = (field: 'body' | 'into' | 'rootCause') => {
    if (half[field] === '') lacks.add(field);
    return half[field];
  };
  const sum = (field: 'cost' | 'indemnity' | 'disputed') => {
    const cents = centsOf(half[field]);
    if (cents === null) lacks.add(field);
    return cents ?? 0;
  };
  const make = (): Doing => {
    switch (kind) {
      case 'assess': {
        if (owner === null) lacks.add('owner');
        const { safety, complex, repeated } = flagsOf(half.flags);
        const severity = Number(half.severity);
        const who = owner ?? { id: half.owner as Person['id'], name: '-' };
        return { kind, severity, safety, complex, repeated, priority: half.priority, owner: who };
      }
      case 'waitCustomer':
      case 'waitThird':
        return { kind, missing: said(), remindOn: onDay() };
      case 'resume':
        return { kind, text: said() };
      case 'note':
        return { kind, text: said() };
      case 'propose':
        return {
          kind,
          proposal: { text: said(), costCents: sum('cost'), indemnityCents: sum('indemnity'), byDay: onDay() },
        };
      case 'close':
        if (!half.executed) lacks.add('executed');
        return { kind, outcome: half.outcome, rootCause: null, executed: true };
      case 'withdraw':
        return { kind, words: said() };
      case 'reopen':
        return { kind, words: said(), newFacts: half.newFacts.trim() };
      case 'toAdr':
        return { kind, body: chosen('body'), reference: half.reference.trim(), noticeDay: onDay() };
      case 'settle':
        return { kind, text: said(), rootCause: chosen('rootCause') };
      case 'merge':
        return { kind, into: chosen('into') };
      case 'cancel':
        return { kind, why: said() };
      case 'remind':
        return { kind, words: said(), contactId: null };
      case 'addTask':
        return { kind, backOffice: half.office, what: said(), day };
      case 'doTask':
        return { kind, taskId: about ?? '', result: said() };
      case 'dropTask':
        return { kind, taskId: about ?? '', why: said() };
      case 'assign':
        return { kind, owner, backOffice: half.office };
      case 'amend':
        if (half.title.trim() === '') lacks.add('title');
        return { kind, ...amended(half, found) };
      case 'dispute':
        return { kind, cents: half.disputed.trim() === '' ? null : sum('disputed') || null };
      case 'setSubject':
        return { kind, subject: people.find(({ id }) => id === half.subject)?.id ?? null };
      case 'sendBack':
        return { kind, confirmationId: about ?? '', words: said() };
      case 'confirm':
        return { kind, confirmationId: about ?? '' };
      case 'work':
      case 'acknowledge':
      case 'tell':
      case 'answer':
      case 'askConfirmation':
      case 'takeBack':
        throw new Error('not written in a form');
    }
  };
  const doing = make();
  return lacks.size === 0 ? { doing } : { lacks: [...lacks] };
}

const flagsOf = (flags: readonly Flag[]) => ({
  safety: flags.includes('safety'),
  complex: flags.includes('complex'),
  repeated: flags.includes('repeated'),
});

/** What differs from what stands. */
function amended(half: HalfAct, { title, file }: ShownCase): Omit<Extract<Doing, { kind: 'amend' }>, 'kind'> {
  const said = (text: string) => (text.trim() === '' ? null : text.trim());
  const words = half.words.trim();
  const remedy = half.remedy.trim();
  return {
    ...(half.title.trim() !== title && { title: half.title.trim() }),
    ...(words !== file?.words && { words }),
    ...(remedy !== file?.remedy && { remedy }),
    ...(said(half.contract) !== (file?.contract ?? null) && { contract: said(half.contract) }),
    ...((half.variant === '' ? null : half.variant) !== (file?.variant ?? null) && {
      variant: half.variant === '' ? null : half.variant,
    }),
  };
}

/** What has to be confirmed by somebody else before this can be done; null: nothing of the kind. */
export function toConfirm(doing: Doing): Extract<Doing, { kind: 'askConfirmation' }>['thing'] | null {
  if (doing.kind === 'close') return { of: 'closure' };
  if (doing.kind !== 'propose') return null;
  return { of: 'proposal', cents: doing.proposal.costCents + doing.proposal.indemnityCents };
}
