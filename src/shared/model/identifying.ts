// Identifying a caller: what can be asked about a record, which level the answers reach, what the agent sees to compare, and what each level
// opens. The rules are a company's list (`lists/identification`). Answers live in memory alone; a level and the kinds of factors are kept. Pure.
import { seeded } from '../lib/seeded.ts';
import type { ChangedAt, Customer } from './customer.ts';
import { type IdentificationLevel, identificationLevels } from './identification.ts';
import type {
  CardField,
  ChangeableField,
  Factor,
  FactorKind,
  IdentificationList,
  IdentifiedAction,
  LevelRule,
} from './lists/identification.ts';
import type { E164 } from './phoneNumber.ts';
import { type Speaker, toldLevel } from './speaker.ts';

/** How the agent judges what the caller says. `silent`: no answer, which is no mistake. */
export type Answer = 'right' | 'wrong' | 'silent';

/** Never kept. */
export interface Asked {
  readonly factor: FactorKind;
  readonly answer: Answer;
}

/** What a customer can be recognised by, and of which it is known since when it stands. */
export const trackedFields = ['email', 'address', 'iban', 'taxCode', 'birthDate', 'phones'] as const;
export type TrackedField = (typeof trackedFields)[number];

export interface IdentifiableRecord {
  readonly customer: Pick<
    Customer,
    'code' | 'name' | 'birthDate' | 'taxCode' | 'email' | 'address' | 'iban' | 'phones'
  >;
  readonly changedAt: ChangedAt;
  /** Changed on this PC and not yet known to the backend. */
  readonly pending: readonly TrackedField[];
  /** The kinds that were answered right the last time. */
  readonly lastFactors: readonly FactorKind[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const dayMs = 86_400_000;

const rank = (level: IdentificationLevel): number => identificationLevels.indexOf(level);

/** Whether a level allows what another one is needed for. */
export const isEnough = (level: IdentificationLevel, needed: IdentificationLevel): boolean =>
  rank(level) >= rank(needed);

/** The field of the record that a factor is compared with; null: it stands elsewhere. */
function fieldOf(kind: FactorKind): TrackedField | 'code' | 'name' | null {
  switch (kind) {
    case 'code':
    case 'name':
    case 'birthDate':
    case 'taxCode':
    case 'email':
    case 'address':
    case 'iban':
      return kind;
    case 'otp':
    case 'callback':
      return 'phones';
    default:
      return null;
  }
}

const hasStood = (since: string | undefined, now: number, days: number): boolean =>
  since === undefined || now - Date.parse(since) >= days * dayMs;

function isSettled(field: TrackedField, record: IdentifiableRecord, rules: IdentificationList): boolean {
  const { changedAt, pending, now } = record;
  if (pending.includes(field)) return false;
  if (field === 'phones') return settledNumbers(record, rules).length > 0;
  return hasStood(changedAt[field], now, rules.settledDays);
}

/** The record's numbers that have stood for long enough to prove anything to whoever answers there. While they are being changed here, none. */
export function settledNumbers(
  { customer, changedAt, pending, now }: IdentifiableRecord,
  { settledDays }: Pick<IdentificationList, 'settledDays'>,
): E164[] {
  if (pending.includes('phones')) return [];
  return customer.phones.flatMap(({ raw, e164 }) =>
    e164 !== null && hasStood(changedAt.numbers?.[raw], now, settledDays) ? [e164] : [],
  );
}

const isTracked = (field: string): field is TrackedField => (trackedFields as readonly string[]).includes(field);

function hasValue(field: TrackedField | 'code' | 'name', { customer }: IdentifiableRecord): boolean {
  if (field === 'phones') return customer.phones.some(({ e164 }) => e164 !== null);
  const value = customer[field];
  if (value === null) return false;
  return typeof value === 'string' ? value.trim() !== '' : value.street.trim() !== '';
}

/**
 * Whether it can be asked: the company asks for it, the record has it, and it has stood for long enough to prove anything. A one-time code and a
 * call back go to the record's numbers, which have to have stood as long.
 */
export function usable(kind: FactorKind, record: IdentifiableRecord, rules: IdentificationList): boolean {
  if (!rules.factors.some((factor) => factor.kind === kind)) return false;
  const field = fieldOf(kind);
  if (field === null) return true;
  return hasValue(field, record) && (!isTracked(field) || isSettled(field, record, rules));
}

const factorOf = (kind: FactorKind, { factors }: IdentificationList): Factor | undefined =>
  factors.find((factor) => factor.kind === kind);

const isPublic = (kind: FactorKind, rules: IdentificationList): boolean => factorOf(kind, rules)?.public ?? true;

const notPublicOf = (kinds: readonly FactorKind[], rules: IdentificationList): number =>
  kinds.filter((kind) => !isPublic(kind, rules)).length;

/** The rules of every level up to that one, the lowest first. */
const rulesUpTo = (needed: IdentificationLevel, { levels }: IdentificationList): LevelRule[] =>
  levels.filter(({ level }) => isEnough(needed, level));

/** Every choice of so many of them, each in their order. */
function choices(kinds: readonly FactorKind[], count: number): FactorKind[][] {
  if (count === 0) return [[]];
  return kinds.flatMap((kind, index) => choices(kinds.slice(index + 1), count - 1).map((rest) => [kind, ...rest]));
}

function shuffled<T>(items: readonly T[], chance: () => number): T[] {
  return items
    .map((item) => ({ item, at: chance() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** The same number for the same contact (FNV-1a). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Whether a choice is enough for a rule, and whether it could be had of what can be asked. */
const isChoice = (kinds: readonly FactorKind[], of: NonNullable<LevelRule['of']>, rules: IdentificationList): boolean =>
  kinds.length >= of.count && notPublicOf(kinds, rules) >= of.notPublic;

/**
 * What to ask for that level, in this order; further on stand those for when somebody does not know an answer. The order is the contact's own,
 * and what was answered right the last time is not asked again where there is anything else.
 * @param contact the interaction's id.
 */
export function questions(
  record: IdentifiableRecord,
  rules: IdentificationList,
  needed: IdentificationLevel,
  contact: string,
): FactorKind[] {
  const chance = seeded(seedOf(contact));
  const first: FactorKind[] = [];
  const spare: FactorKind[] = [];
  for (const { all, of } of rulesUpTo(needed, rules)) {
    first.push(...all.filter((kind) => usable(kind, record, rules)));
    if (of === null) continue;
    const open = shuffled(
      of.among.filter((kind) => usable(kind, record, rules)),
      chance,
    );
    const enough = choices(open, of.count).filter((kinds) => isChoice(kinds, of, rules));
    const others = enough.filter((kinds) => kinds.some((kind) => !record.lastFactors.includes(kind)));
    const candidates = others.length > 0 ? others : enough;
    const chosen = candidates[Math.floor(chance() * candidates.length)] ?? open;
    first.push(...chosen);
    spare.push(...open.filter((kind) => !chosen.includes(kind)));
  }
  return [...new Set([...first, ...spare])];
}

/** Whether enough can be asked to reach that level; otherwise it takes documents. */
export function canReach(record: IdentifiableRecord, rules: IdentificationList, needed: IdentificationLevel): boolean {
  return rulesUpTo(needed, rules).every(
    ({ all, of }) =>
      all.every((kind) => usable(kind, record, rules)) &&
      (of === null ||
        isChoice(
          of.among.filter((kind) => usable(kind, record, rules)),
          of,
          rules,
        )),
  );
}

/** How many wrong answers are left before it has failed; 0: it has. Who has answered at a number on file begins anew. */
export function attemptsLeft(asked: readonly Asked[], { attempts }: IdentificationList): number {
  const hasMet = proven(asked).includes('callback');
  const met = hasMet ? asked.findLastIndex(({ factor }) => factor === 'callback') : -1;
  return Math.max(0, attempts - asked.slice(met + 1).filter(({ answer }) => answer === 'wrong').length);
}

/** What was answered right, each once. What was once answered wrong proves nothing any more: an answer is not guessed at. */
export function proven(asked: readonly Asked[]): FactorKind[] {
  const wrong = new Set(asked.filter(({ answer }) => answer === 'wrong').map(({ factor }) => factor));
  const right = asked.filter(({ answer, factor }) => answer === 'right' && !wrong.has(factor));
  return [...new Set(right.map(({ factor }) => factor))];
}

function isMet({ all, of }: LevelRule, right: readonly FactorKind[], rules: IdentificationList): boolean {
  if (!all.every((kind) => right.includes(kind))) return false;
  return (
    of === null ||
    isChoice(
      of.among.filter((kind) => right.includes(kind)),
      of,
      rules,
    )
  );
}

/** The level that the answers reach. Once it has failed there is none, whatever was answered before and after. */
export function reached(asked: readonly Asked[], rules: IdentificationList): IdentificationLevel {
  if (attemptsLeft(asked, rules) === 0) return 'none';
  const right = proven(asked);
  let level: IdentificationLevel = 'none';
  for (const rule of rules.levels) {
    if (!isMet(rule, right, rules)) break;
    level = rule.level;
  }
  return level;
}

/** How many right answers are still needed for that level. */
export function answersLeft(asked: readonly Asked[], rules: IdentificationList, needed: IdentificationLevel): number {
  const right = proven(asked);
  return rulesUpTo(needed, rules).reduce((sum, { all, of }) => {
    const lacking = all.filter((kind) => !right.includes(kind)).length;
    if (of === null) return sum + lacking;
    const had = of.among.filter((kind) => right.includes(kind));
    return sum + lacking + Math.max(0, of.count - had.length, of.notPublic - notPublicOf(had, rules));
  }, 0);
}

/** The level that such a record needs: failed attempts of late ask for the highest. */
export interface Need {
  /** Of the contact's reason; null: none has been chosen. */
  readonly reasonLevel: IdentificationLevel | null;
  /** Code of what is to be done, which says it more exactly than the reason; null: nothing has been chosen. */
  readonly action: string | null;
  readonly isSuspicious: boolean;
}

/** What may come up in a contact with that reason; null: none has been chosen, and anything may. */
export const actionsFor = (reasonCode: string | null, { actions }: IdentificationList): readonly IdentifiedAction[] =>
  reasonCode === null ? actions : actions.filter(({ reasons }) => reasons.includes(reasonCode));

/**
 * Where nothing is needed nothing is, however suspicious the record: what is for everybody, an emergency, a complaint that is taken down.
 */
export function neededFor(need: Need, { actions, levels }: IdentificationList): IdentificationLevel {
  const action = actions.find(({ code }) => code === need.action);
  const level = action?.level ?? need.reasonLevel ?? 'none';
  const highest = levels.at(-1)?.level ?? 'none';
  return level !== 'none' && need.isSuspicious && isEnough(highest, level) ? highest : level;
}

/** Whether failed attempts stand against the record at that moment (milliseconds since 1970). */
export const isSuspicious = (suspiciousUntil: string | null, now: number): boolean =>
  suspiciousUntil !== null && now < Date.parse(suspiciousUntil);

const dots = '•••';

/** Prefix, first digit and last two; of short ones the last digit alone. */
function maskedCode(code: string): string {
  const [, prefix = '', digits = ''] = /^(\D*)(\d*)$/.exec(code.trim()) ?? [];
  if (digits === '') return dots;
  if (digits.length < 5) return `${prefix}${dots}${digits.length > 2 ? digits.slice(-1) : ''}`;
  return `${prefix}${digits.slice(0, 1)}••${digits.slice(-2)}`;
}

/** First letters alone; of words of one letter or two, and of numbers, nothing. */
export const maskedWords = (text: string): string =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => ([...word].length > 2 && /^\p{L}/u.test(word) ? `${[...word][0] ?? ''}${dots}` : dots))
    .join(' ');

/** The month alone. */
const maskedDate = (date: string): string => `••/${/^\d{4}-(\d{2})-\d{2}$/.exec(date)?.[1] ?? '••'}/••••`;

/** The last two of those that are asked for. */
function maskedTailOf(value: string, asked: number): string {
  const bare = value.replace(/\s/g, '');
  return bare.length >= 2 * asked ? `${'•'.repeat(asked - 2)}${bare.slice(-2)}` : '•'.repeat(asked);
}

/** First letters of what stands before and after the @, and the last part of the domain. */
function maskedEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const ending = domain.includes('.') ? domain.slice(domain.lastIndexOf('.')) : '';
  const name = domain.slice(0, domain.length - ending.length);
  const part = (text: string): string => (text.length > 2 ? `${text.slice(0, 1)}${dots}` : dots);
  return `${part(local)}@${part(name)}${ending}`;
}

/**
 * As much of the record's value as it takes to compare it with what the caller says, and too little to tell it by mistake: "AU-1••03",
 * "••/11/••••". Null: it is to be compared elsewhere, or there is none.
 */
export function masked(
  kind: FactorKind,
  { customer }: Pick<IdentifiableRecord, 'customer'>,
  rules: IdentificationList,
): string | null {
  const field = fieldOf(kind);
  const mask = factorOf(kind, rules)?.mask;
  if (field === null || field === 'phones' || mask === undefined || mask === 'elsewhere') return null;
  const found = customer[field];
  const value = found === null || typeof found === 'string' ? found : `${found.street} ${found.city}`;
  if (value === null || value.trim() === '') return null;
  switch (mask) {
    case 'code':
      return maskedCode(value);
    case 'words':
      return maskedWords(value);
    case 'date':
      return maskedDate(value);
    case 'tail4':
      return maskedTailOf(value, 4);
    case 'tail5':
      return maskedTailOf(value, 5);
    case 'email':
      return maskedEmail(value);
  }
}

/**
 * How a card is looked at: in a contact, at the level that was reached, by what may be told to who speaks (null: nobody else than the
 * holder); or in the office, where that somebody looked is on record.
 */
export type View =
  | { readonly level: IdentificationLevel; readonly isSuspicious: boolean; readonly speaker: Speaker | null }
  | 'office';

/** Of a suspicious record nothing but the highest level opens more than the lowest does. */
function standing(
  { level, isSuspicious, speaker }: Exclude<View, 'office'>,
  { levels }: IdentificationList,
): IdentificationLevel {
  const highest = levels.at(-1)?.level ?? 'none';
  const lowered = isSuspicious && !isEnough(level, highest) && isEnough(level, 'basic') ? 'basic' : level;
  return toldLevel(lowered, speaker);
}

const opens = (from: IdentificationLevel | 'never', view: View, rules: IdentificationList): boolean =>
  view === 'office' || (from !== 'never' && isEnough(standing(view, rules), from));

/** What stands open to anybody while a company's rules are not known: what the screen-pop is there for. */
const openWithoutRules: ReadonlySet<CardField> = new Set([
  'name',
  'code',
  'kind',
  'language',
  'callingNumber',
  'contracts',
  'cases',
  'contacts',
  'preference',
  'needs',
]);

const isKnownWell = (view: View): boolean =>
  view === 'office' || (!view.isSuspicious && isEnough(toldLevel(view.level, view.speaker), 'standard'));

/** Whether a field of the card stands open; otherwise it is nowhere on the screen. Nothing else decides it. Null: no rules are known. */
export const shows = (field: CardField, view: View, rules: IdentificationList | null): boolean =>
  rules === null ? openWithoutRules.has(field) || isKnownWell(view) : opens(rules.shows[field], view, rules);

/** Whether a field of the card may be changed. Null: no rules are known. */
export const mayChange = (field: ChangeableField, view: View, rules: IdentificationList | null): boolean =>
  rules === null ? isKnownWell(view) : opens(rules.changes[field], view, rules);
