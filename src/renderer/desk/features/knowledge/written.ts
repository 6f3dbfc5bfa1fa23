// An article as its fields are typed, and back: texts beside each other in both languages, lists one a line. Pure.
import {
  type ArticleContent,
  type ArticleText,
  articleContentSchema,
  type articleStates,
  type Step,
} from '#shared/model/article';
import type { Language, PortfolioId } from '#shared/model/ids';

export type WrittenText = 'title' | 'about' | 'say' | 'facts' | 'steps' | 'body' | 'words';
type Texts = Readonly<Record<WrittenText, string>>;

export interface Written extends Readonly<Record<Language, Texts>> {
  readonly code: string;
  readonly portfolioId: PortfolioId | null;
  readonly state: (typeof articleStates)[number];
  readonly reasons: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly reviewBy: string | null;
}

export type Wrong = 'title' | 'code' | 'reasons' | 'dates' | 'facts' | 'long';

/** Questions with answers to choose from are kept as they are: what is typed a line for each are boxes to tick. */
export const isTree = (steps: readonly Step[]): boolean => steps.some(({ kind }) => kind === 'choice');

/** Null: a new one, from today on. */
export function writtenOf(article: ArticleContent | null, today: string): Written {
  const texts = (language: Language): Texts => {
    const lines = (all: readonly ArticleText[]) => all.map((one) => one[language]).join('\n');
    if (article === null) return { title: '', about: '', say: '', facts: '', steps: '', body: '', words: '' };
    const { title, about, say, facts, steps, body, words } = article;
    return {
      title: title[language],
      about: about[language],
      say: lines(say),
      facts: facts
        .map(({ name, value }) => (name[language] === '' ? '' : `${name[language]} = ${value[language]}`))
        .join('\n'),
      steps: isTree(steps) ? '' : lines(steps.map(({ ask }) => ask)),
      body: body[language],
      words: words[language].join(', '),
    };
  };
  return {
    code: article?.code ?? '',
    portfolioId: article?.portfolioId ?? null,
    state: article?.state ?? 'draft',
    reasons: article?.reasons.join(' ') ?? '',
    validFrom: article?.validFrom ?? today,
    validTo: article?.validTo ?? null,
    reviewBy: article?.reviewBy ?? null,
    it: texts('it'),
    en: texts('en'),
  };
}

/** Lines of both languages by their place; those that are empty in both are none. */
function pairs(it: string, en: string): ArticleText[] {
  const [italian, english] = [it.split('\n'), en.split('\n')];
  return Array.from({ length: Math.max(italian.length, english.length) }, (_none, n) => ({
    it: italian[n]?.trim() ?? '',
    en: english[n]?.trim() ?? '',
  })).filter((text) => text.it !== '' || text.en !== '');
}

const halves = (line: string): [string, string] => {
  const [name = '', ...value] = line.split('=');
  return [name.trim(), value.join('=').trim()];
};

/** Codes of steps that are still there stay, so that what was ticked stays ticked. */
function ticksOf(asked: readonly ArticleText[], before: readonly Step[]): Step[] {
  const known = new Map(before.map((step) => [`${step.ask.it}|${step.ask.en}`, step.code]));
  const taken = new Set(before.map(({ code }) => code));
  return asked.map((ask) => {
    const same = known.get(`${ask.it}|${ask.en}`);
    if (same !== undefined) return { kind: 'tick', code: same, ask };
    let n = 1;
    while (taken.has(`passo-${n}`)) n += 1;
    taken.add(`passo-${n}`);
    return { kind: 'tick', code: `passo-${n}`, ask };
  });
}

export type Read =
  | { readonly kind: 'content'; readonly content: ArticleContent }
  | { readonly kind: 'wrong'; readonly what: Wrong };

const wrongOf: Readonly<Record<string, Wrong>> = {
  ...{ title: 'title', code: 'code', reasons: 'reasons', facts: 'facts' },
  ...{ validFrom: 'dates', validTo: 'dates', reviewBy: 'dates' },
};

export function contentOf(written: Written, before: readonly Step[]): Read {
  const { it, en } = written;
  const both = (text: WrittenText): ArticleText => ({ it: it[text], en: en[text] });
  const wordsIn = (text: string) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  const read = articleContentSchema.safeParse({
    code: written.code.trim().toUpperCase(),
    portfolioId: written.portfolioId,
    state: written.state,
    title: both('title'),
    about: both('about'),
    body: both('body'),
    say: pairs(it.say, en.say),
    facts: pairs(it.facts, en.facts).map((line) => {
      const [italian, english] = [halves(line.it), halves(line.en)];
      return { name: { it: italian[0], en: english[0] }, value: { it: italian[1], en: english[1] } };
    }),
    steps: isTree(before) ? before : ticksOf(pairs(it.steps, en.steps), before),
    reasons: written.reasons
      .toUpperCase()
      .split(/[\s,]+/)
      .filter((code) => code !== ''),
    words: { it: wordsIn(it.words), en: wordsIn(en.words) },
    validFrom: written.validFrom ?? '',
    validTo: written.validTo,
    reviewBy: written.reviewBy,
  });
  if (read.success) return { kind: 'content', content: read.data };
  const field = String(read.error.issues[0]?.path[0] ?? '');
  const isTooLong = read.error.issues[0]?.code === 'too_big';
  return { kind: 'wrong', what: isTooLong ? 'long' : (wrongOf[field] ?? 'long') };
}
