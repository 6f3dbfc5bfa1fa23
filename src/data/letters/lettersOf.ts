// What the desk may ask of letters.
import { z } from 'zod';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError } from '#shared/contract/failure';
import type { LetterOutcome, letterMethods } from '#shared/contract/letters';
import { refusalSchema } from '#shared/model/caseActs';
import { ulidSchema } from '#shared/model/ids';
import { type Letter, letterSchema } from '#shared/protocol/letters';
import type { Workstation } from '#shared/protocol/workstation';
import type { Files } from '../db/files.ts';
import { type Answer, valueOrThrow } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import type { SavedFiles } from '../savedFiles.ts';
import { draftOf, dropDraft, keepDraft } from './drafts.ts';

export interface LettersDeps {
  readonly files: Files;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Throws where nobody is. */
  readonly signedIn: () => Pick<Workstation, 'agent'>;
  /** Throws while the backend is away. */
  readonly reach: () => Backend;
  readonly savedFiles: Pick<SavedFiles, 'save'>;
}

/** What the rules refuse, or somebody else's writing in the way, is data; anything else is thrown. */
const outcomeOf = (answer: Answer<Letter>): LetterOutcome =>
  answer.kind === 'ok' ? { kind: 'done', letter: answer.value } : notDone(answer);

function notDone(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): Exclude<LetterOutcome, { kind: 'done' }> {
  if (answer.kind === 'silent') throw new FailureError(answer.failure);
  const conflict = z.object({ current: letterSchema }).safeParse(answer.document);
  if (answer.problem === 'version-conflict' && conflict.success)
    return { kind: 'conflict', letter: conflict.data.current };
  const refusal = refusalIn(answer);
  if (refusal === null) throw new FailureError(answer.failure);
  return { kind: 'refused', refusal };
}

const refusalIn = (answer: { readonly document: unknown }) =>
  z.object({ refusal: refusalSchema }).safeParse(answer.document).data?.refusal ?? null;

export function lettersOf(deps: LettersDeps): Pick<Implementation<typeof deskData>, keyof typeof letterMethods> {
  const { files, newId, now } = deps;
  const me = () => deps.signedIn().agent.id;
  /** What may have arrived although no answer came is sent again as the same. */
  const acts = new Map<string, string>();
  async function once(what: string, send: (actId: z.infer<typeof ulidSchema>) => Promise<Answer<Letter>>) {
    const actId = acts.get(what) ?? newId();
    acts.set(what, actId);
    const answer = await send(ulidSchema.parse(actId));
    if (answer.kind !== 'silent') acts.delete(what);
    return outcomeOf(answer);
  }
  return {
    caseLetters: async ({ caseId }, signal) => valueOrThrow(await deps.reach().caseLetters(caseId, signal)),
    beginLetter: ({ caseId, ...wanted }, signal) =>
      once(JSON.stringify(['begin', caseId, wanted]), (id) =>
        deps.reach().beginLetter(caseId, { id, ...wanted }, signal),
      ),
    async openLetter({ id }, signal) {
      const kept = files.readWork((work) => draftOf(work, me(), id));
      const draft = kept === null ? null : { parts: kept.parts, base: kept.base };
      try {
        return { letter: valueOrThrow(await deps.reach().letter(id, signal)), draft };
      } catch (error) {
        if (kept === null) throw error;
        return { letter: kept.letter, draft };
      }
    },
    keepLetter({ letter, draft }) {
      files.work((work) => keepDraft(work, { ...draft, letter, agentId: me(), customerId: letter.customerId }));
      return null;
    },
    dropLetterDraft({ id }) {
      files.work((work) => dropDraft(work, me(), id));
      return null;
    },
    async saveLetter({ id }, signal) {
      const agentId = me();
      const kept = files.readWork((work) => draftOf(work, agentId, id));
      if (kept === null) return null;
      const outcome = outcomeOf(await deps.reach().writeLetter(id, kept.base, kept.parts, signal));
      if (outcome.kind !== 'done') return outcome;
      const { letter } = outcome;
      files.work((work) => {
        const since = draftOf(work, agentId, id);
        // What was typed while it went is still to go, over what is there now.
        if (since === null || JSON.stringify(since.parts) === JSON.stringify(kept.parts)) dropDraft(work, agentId, id);
        else keepDraft(work, { ...since, letter, base: letter.version });
      });
      return outcome;
    },
    async discardLetter({ id, version }, signal) {
      const answer = await deps.reach().discardLetter(id, version, signal);
      const isGone = answer.kind === 'ok' || (answer.kind === 'refused' && answer.problem === 'not-found');
      if (!isGone) return notDone(answer);
      files.work((work) => dropDraft(work, me(), id));
      return { kind: 'gone' };
    },
    askForLetter: ({ id, version }, signal) =>
      once(`ask ${id} ${version}`, (actId) =>
        deps.reach().askForLetter(id, version, { actId, at: now().toISOString() }, signal),
      ),
    letterSent: ({ id, version, sending }, signal) =>
      once(`sent ${id} ${version}`, (actId) =>
        deps.reach().letterSent(id, version, { ...sending, actId, at: now().toISOString() }, signal),
      ),
    async letterFile({ id }, signal) {
      const answer = await deps.reach().letterFile(id, signal);
      if (answer.kind === 'ok') return { kind: 'file', bytes: answer.value };
      const refusal = answer.kind === 'refused' ? refusalIn(answer) : null;
      if (refusal === null) throw new FailureError(answer.failure);
      return { kind: 'refused', refusal };
    },
    saveDossier({ caseId, language, ticket }, signal) {
      const backend = deps.reach();
      const what = { kind: 'dossier', caseId } as const;
      return deps.savedFiles.save({ what, ticket }, (ending) => backend.dossier(caseId, language, ending), signal);
    },
  };
}
