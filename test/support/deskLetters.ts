// Letters at the desk, held back by the rules that the backend goes by: what is written is there the next time.
import type { LetterOutcome, OpenLetter } from '#shared/contract/letters';
import { must } from '#shared/lib/must';
import { begun, lacking, letterTemplatesSchema, type Written } from '#shared/model/letters';
import type { Letter, LetterHead } from '#shared/protocol/letters';
import templates from '../../assets/lists/letterTemplates.json' with { type: 'json' };
import { afternoon, carlo, ulid, workstation } from './deskPeople.ts';
import type { DeskPrograms } from './deskPrograms.ts';

const all = letterTemplatesSchema.parse(templates);
export const answerParts = ['facts', 'assessment', 'basis', 'actions', 'contact', 'nextSteps'];

export const full = {
  facts: 'Dai nostri sistemi risultano due addebiti di 34,90 euro, il 3 e il 5 ottobre 2026, per la stessa fattura.',
  assessment: 'Il secondo addebito è un nostro errore: la stessa fattura è stata inviata due volte alla banca.',
  basis: 'Condizioni generali, art. 7',
  actions: 'Accreditiamo 34,90 euro sul conto entro il 20 dicembre 2026.',
} as const;

const facts = {
  ...{ 'customer.name': carlo.customer.name, number: '260 118 017', received: '24 novembre 2026' },
  ...{ due: '24 dicembre 2026', agent: workstation().agent.name, office: 'Reclami', company: 'Aurora Energia' },
  ...{ words: 'Mi avete fatto pagare due volte', remedy: 'Il rimborso', body: 'Organismo ADR' },
  ...{ bodyHow: 'L’elenco è sul sito del Ministero delle Imprese e del Made in Italy.' },
} as const;

/** Of the case of that id: an answer, or another one of the company's letters. */
export function letterOf(
  caseId: string,
  differing: Partial<Omit<Letter, 'parts'>> & { readonly parts?: Written } = {},
  code = 'answer',
): Letter {
  const template = must(
    all.find((each) => each.code === code),
    'a template',
  );
  const parts = { ...begun(template, facts, 'it', false), ...differing.parts };
  const isAnswer = template.kind === 'answer';
  const alsoMust = isAnswer ? answerParts : [];
  return {
    ...({ id: ulid('E', 1), caseId, customerId: carlo.customer.id, kind: template.kind, name: template.name } as const),
    ...({ language: 'it', state: 'draft', version: 1, by: 'Giulia Neri', sent: null, template, alsoMust } as const),
    ...{ changedAt: new Date(afternoon).toISOString(), indemnityCents: 0, needsConfirmation: isAnswer },
    ...{ recipient: ['Carlo Bassi', 'Via Roma 1', '20121 Milano'], company: facts.company, number: facts.number },
    ...{ today: new Date(afternoon).toISOString().slice(0, 10), isOwn: true, returned: null },
    ...differing,
    parts,
    lacks: lacking(template, parts, {
      profile: { parts: alsoMust as never },
      indemnityCents: differing.indemnityCents ?? 0,
    }),
  } as Letter;
}

const headOf = ({ id, caseId, kind, name, language, state, version, by, changedAt, sent }: Letter): LetterHead => ({
  ...{ id, caseId, kind, name, language, state, version, by, changedAt, sent },
});

interface Situation {
  /** The service is away: it opens from this PC's disk. */
  readonly away?: boolean;
  readonly draft?: OpenLetter['draft'];
}

/** `letter` null: there is none yet. */
export function withLetters(
  programs: DeskPrograms,
  letter: Letter | null,
  { away = false, draft = null }: Situation = {},
): DeskPrograms {
  let now = letter;
  let kept = draft;
  const there = (): Letter => must(now, 'a letter');
  const done = (next: Letter): LetterOutcome => {
    now = next;
    return { kind: 'done', letter: next };
  };
  programs.answers.data = {
    ...programs.answers.data,
    caseLetters: ({ caseId }: { caseId: string }) => {
      if (away) throw new Error('away');
      return {
        letters: now?.caseId === caseId ? [headOf(now)] : [],
        templates: all.map(({ code, kind, name }) => ({ code, kind, name })),
        language: 'it',
      };
    },
    beginLetter: ({ caseId, template }: { caseId: string; template: string }) => done(letterOf(caseId, {}, template)),
    openLetter: () => ({ letter: there(), draft: kept }),
    keepLetter: ({ draft: next }: { draft: OpenLetter['draft'] }) => {
      kept = next;
      return null;
    },
    dropLetterDraft: () => {
      kept = null;
      return null;
    },
    saveLetter: () => {
      if (kept === null) return null;
      const { parts } = kept;
      kept = null;
      return done(letterOf(there().caseId, { ...there(), parts, version: there().version + 1 }, there().template.code));
    },
    discardLetter: () => {
      now = null;
      return { kind: 'gone' };
    },
    askForLetter: () => done({ ...there(), state: 'asked' }),
    letterSent: ({ sending }: { sending: { day: string; channel: 'email'; how: string } }) =>
      done({ ...there(), state: 'sent', sent: { ...sending, by: 'Giulia Neri', attachmentId: null } }),
    letterFile: () => ({ kind: 'file', bytes: new Uint8Array([1]) }),
  } as unknown as DeskPrograms['answers']['data'];
  return programs;
}
