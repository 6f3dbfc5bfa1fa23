// Letters: what the agent can want of them. What a rule refuses, or somebody else's writing in the way, is said where it was wanted.
import type { LetterOutcome } from '#shared/contract/letters';
import type { Language } from '#shared/model/ids';
import type { Written } from '#shared/model/letters';
import type { Letter, LetterSending } from '#shared/protocol/letters';
import type { Ask } from './ask.ts';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';

type Sending = Omit<LetterSending, 'actId' | 'at'>;

export function letterIntents({ data, main }: Programs, ask: Ask) {
  return {
    /** Null: that cannot be said now. */
    caseLetters: (caseId: string) => had(data.caseLetters({ caseId })),
    beginLetter: (caseId: string, template: string, language: Language): Promise<LetterOutcome | null> =>
      ask(data.beginLetter({ caseId, template, language })),
    /** Null: it is not on this PC, and the service is away. */
    openLetter: (id: string) => had(data.openLetter({ id })),
    /** True: it is on the disk. */
    keepLetter: (letter: Letter, parts: Written, base: number) =>
      ask(data.keepLetter({ letter, draft: { parts, base } }).then(() => true)),
    dropLetterDraft: (id: string) => ask(data.dropLetterDraft({ id })),
    /** Null: the service is away, or there was nothing to save. */
    saveLetter: (id: string) => had(data.saveLetter({ id })),
    discardLetter: (id: string, version: number) => ask(data.discardLetter({ id, version })),
    askForLetter: (id: string, version: number) => ask(data.askForLetter({ id, version })),
    letterSent: (id: string, version: number, sending: Sending) => ask(data.letterSent({ id, version, sending })),
    /** Where the agent chooses. */
    saveLetterFile: (id: string, name: string) =>
      ask(
        data.letterFile({ id }).then(async (made) => {
          if (made.kind === 'file') await main.saveFile({ name, bytes: made.bytes });
          return made.kind === 'file' ? null : made.refusal;
        }),
      ),
    saveDossier: (caseId: string, name: string, language: Language) =>
      ask(
        main
          .chooseFile({ name })
          .then((ticket) => (ticket === null ? 'notWanted' : data.saveDossier({ caseId, language, ticket }))),
      ),
  };
}
