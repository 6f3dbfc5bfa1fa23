// An article of the knowledge base: what an agent may say about one thing, what to check with the customer, and how long it holds. Rules that
// the desk, the PC's cache and the backend share. Pure.
import { z } from 'zod';
import { instantSchema, type Language, portfolioIdSchema, ulidSchema } from './ids.ts';

export const articleIdSchema = ulidSchema.brand<'ArticleId'>();

/** As people say it: "KB-042". */
export const articleCodeSchema = z.string().regex(/^[A-Z]{2}-\d{3,4}$/);

/** In both languages, or in one alone: then that is shown to everybody. */
const textUpTo = (longest: number) =>
  z.object({ it: z.string().trim().max(longest), en: z.string().trim().max(longest) });
const isWritten = ({ it, en }: ArticleText): boolean => it !== '' || en !== '';
const writtenUpTo = (longest: number) => textUpTo(longest).refine(isWritten, 'nothing is written');
export type ArticleText = Readonly<Record<Language, string>>;

const rowCode = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

const optionSchema = z.object({
  code: rowCode,
  name: writtenUpTo(120),
  /** The step that follows; null: nothing more is asked. */
  next: rowCode.nullable(),
  /** What is to be done where nothing more is asked. */
  end: textUpTo(300).nullable().default(null),
});

const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tick'), code: rowCode, ask: writtenUpTo(300) }),
  z.object({
    kind: z.literal('choice'),
    code: rowCode,
    ask: writtenUpTo(300),
    options: z.array(optionSchema).min(2).max(8),
  }),
]);
export type Step = z.infer<typeof stepSchema>;

/** Steps that others lead to stand once one is led there; all others stand from the beginning. */
const stepsSchema = z.array(stepSchema).max(40).superRefine(leadSomewhere);

export const articleStates = ['draft', 'inForce', 'retired'] as const;

const contentShape = {
  code: articleCodeSchema,
  /** Who sees it: a client company's agents, or those of a closed queue; null: everybody. */
  portfolioId: portfolioIdSchema.nullable(),
  title: writtenUpTo(160),
  /** One sentence, for lists. */
  about: textUpTo(300),
  /** As `plainMarkup` reads it. */
  body: textUpTo(12_000),
  /** To be said to the customer as it stands. */
  say: z.array(writtenUpTo(600)).max(12),
  /** What is asked for most: a price, how long it takes, which documents. */
  facts: z.array(z.object({ name: writtenUpTo(60), value: writtenUpTo(160) })).max(12),
  steps: stepsSchema,
  /** Contact reasons for which it is suggested. */
  reasons: z.array(z.string().regex(/^[A-Z]{3}-\d{2}$/)).max(20),
  /** By which it is found besides what stands in it: as customers call the thing. */
  words: z.object({
    it: z.array(z.string().trim().min(1).max(60)).max(40),
    en: z.array(z.string().trim().min(1).max(60)).max(40),
  }),
  /** Days where the company is. */
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  /** From this day on somebody has to look whether it still holds. */
  reviewBy: z.iso.date().nullable(),
  /** Drafts and what is retired are seen by those who edit. */
  state: z.enum(articleStates),
};

const isInOrder = ({ validFrom, validTo }: { readonly validFrom: string; readonly validTo: string | null }): boolean =>
  validTo === null || validFrom <= validTo;

/** What is written; the rest is the backend's to say. */
export const articleContentSchema = z
  .object(contentShape)
  .refine(isInOrder, { message: 'it ends before it begins', path: ['validTo'] });
export type ArticleContent = z.infer<typeof articleContentSchema>;

export const articleSchema = z.object({
  ...contentShape,
  id: articleIdSchema,
  /** Each time that it is saved is an edition, from 1 on. */
  edition: z.number().int().positive(),
  /** Who has written this edition. */
  byName: z.string(),
  at: instantSchema,
});
export type Article = z.infer<typeof articleSchema>;

/** What lists show of one, and by which it is suggested. */
export const articleHeadSchema = articleSchema.pick({
  ...{ id: true, code: true, portfolioId: true, title: true, about: true, reasons: true },
  ...{ validFrom: true, validTo: true, reviewBy: true, state: true, edition: true },
});
export type ArticleHead = z.infer<typeof articleHeadSchema>;

/** A step that was done with a customer: kept with the interaction, and reported with it. */
export const checkSchema = z.object({
  articleId: articleIdSchema,
  /** The edition that was read. */
  edition: z.number().int().positive(),
  step: rowCode,
  /** The option's code; of a step to tick, `done`. */
  answer: rowCode,
  at: instantSchema,
});
export type Check = z.infer<typeof checkSchema>;
export const done = 'done';

export type Standing = 'coming' | 'valid' | 'toReview' | 'expired';

/** How it stands on a day ("2026-11-26"). What has expired stays there to be read: customers still ask about it. */
export function standing(
  { validFrom, validTo, reviewBy }: Pick<Article, 'validFrom' | 'validTo' | 'reviewBy'>,
  day: string,
): Standing {
  if (day < validFrom) return 'coming';
  if (validTo !== null && validTo < day) return 'expired';
  return reviewBy !== null && reviewBy <= day ? 'toReview' : 'valid';
}

export type Suggestible = Pick<ArticleHead, 'code' | 'reasons' | 'validFrom' | 'validTo' | 'reviewBy' | 'state'>;

const mostSuggested = 4;
const groupOf = (reason: string): string => reason.slice(0, 3);
const rankOf: Readonly<Record<Standing, number>> = { valid: 0, toReview: 1, coming: 2, expired: 3 };

/** At most four for these contact reasons: of the same reason first, then of its group; what can be said today before what cannot. */
export function suggested<T extends Suggestible>(articles: readonly T[], reasons: readonly string[], day: string): T[] {
  const groups = new Set(reasons.map(groupOf));
  const nearness = (article: T): number => {
    if (article.reasons.some((code) => reasons.includes(code))) return 0;
    return article.reasons.some((code) => groups.has(groupOf(code))) ? 1 : 2;
  };
  return articles
    .filter((article) => article.state === 'inForce')
    .map((article) => ({ article, near: nearness(article), rank: rankOf[standing(article, day)] }))
    .filter(({ near, rank }) => near === 0 || (near === 1 && rank < rankOf.coming))
    .sort((a, b) => a.near - b.near || a.rank - b.rank || (a.article.code < b.article.code ? -1 : 1))
    .slice(0, mostSuggested)
    .map(({ article }) => article);
}

export interface OpenStep {
  readonly step: Step;
  /** The option's code, or `done`; null: not yet. */
  readonly answer: string | null;
  /** What the answer says is to be done, where nothing more is asked. */
  readonly end: ArticleText | null;
}

type Stepped = Pick<Article, 'id' | 'steps'>;

/** The steps that stand now, by the answers so far: each is followed by the one that its answer leads to. */
export function openSteps(article: Stepped, checks: readonly Check[]): OpenStep[] {
  const byCode = new Map(article.steps.map((step) => [step.code, step]));
  const led = new Set(article.steps.flatMap(leadsTo));
  const open = new Map<string, OpenStep>();
  const stand = (step: Step | undefined): void => {
    if (step === undefined || open.has(step.code)) return;
    const given = checks.find(({ articleId, step: code }) => articleId === article.id && code === step.code)?.answer;
    if (step.kind === 'tick') {
      open.set(step.code, { step, answer: given === done ? done : null, end: null });
      return;
    }
    const option = step.options.find(({ code }) => code === given);
    const end = option?.next === null && option.end !== null && isWritten(option.end) ? option.end : null;
    open.set(step.code, { step, answer: option?.code ?? null, end });
    if (option?.next != null) stand(byCode.get(option.next));
  };
  for (const step of article.steps) if (!led.has(step.code)) stand(step);
  return [...open.values()];
}

/** Whether all that stands has its answer. */
export const isThrough = (open: readonly OpenStep[]): boolean =>
  open.length > 0 && open.every(({ answer }) => answer !== null);

/**
 * The checks with another answer to one step (null: taken back). Answers to steps that it led to, and that do not stand any more, go with it; those of
 * other articles stay.
 */
export function answered(
  article: Pick<Article, 'id' | 'steps' | 'edition'>,
  checks: readonly Check[],
  given: { readonly step: string; readonly answer: string | null; readonly at: string },
): Check[] {
  const { step, answer, at } = given;
  const others = checks.filter((check) => check.articleId !== article.id || check.step !== step);
  const now =
    answer === null ? others : [...others, { articleId: article.id, edition: article.edition, step, answer, at }];
  const stands = new Set(
    openSteps(article, now)
      .filter((open) => open.answer !== null)
      .map((open) => open.step.code),
  );
  return now.filter((check) => check.articleId !== article.id || stands.has(check.step));
}

/** What is to be read in this language; where nothing is written in it, in the other, and which that is. */
export function readIn(text: ArticleText, language: Language): { readonly text: string; readonly language: Language } {
  const other = language === 'it' ? 'en' : 'it';
  return text[language] === '' && text[other] !== ''
    ? { text: text[other], language: other }
    : { text: text[language], language };
}

const leadsTo = (step: Step): string[] =>
  step.kind === 'tick' ? [] : step.options.flatMap(({ next }) => (next === null ? [] : [next]));

/** Codes are unique, what is led to is there, and nothing leads back to itself. */
function leadSomewhere(steps: readonly Step[], context: z.RefinementCtx): void {
  const refuse = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', message, path });
  const byCode = new Map(steps.map((step) => [step.code, step]));
  const all = steps.map(({ code }) => code);
  for (const [index, step] of steps.entries()) {
    if (all.indexOf(step.code) !== index) refuse('two steps have one code', index, 'code');
    if (step.kind === 'tick') continue;
    const codes = step.options.map(({ code }) => code);
    for (const [place, option] of step.options.entries()) {
      if (codes.indexOf(option.code) !== place) refuse('two answers have one code', index, 'options', place, 'code');
      if (option.next !== null && !byCode.has(option.next)) refuse('no such step', index, 'options', place, 'next');
    }
    if (comesBack(step, byCode)) refuse('it leads back to itself', index);
  }
}

function comesBack(start: Step, byCode: ReadonlyMap<string, Step>): boolean {
  const seen = new Set<string>();
  const ahead = leadsTo(start);
  for (let code = ahead.pop(); code !== undefined; code = ahead.pop()) {
    if (code === start.code) return true;
    const step = byCode.get(code);
    if (step === undefined || seen.has(code)) continue;
    seen.add(code);
    ahead.push(...leadsTo(step));
  }
  return false;
}
