// Numbers for cases that are still to be registered: given out by the backend in blocks, to each agent their own, so that one can be read
// aloud with the backend away too. On the disk with everything that is not to be lost.
import { z } from 'zod';
import { caseNumberSchema } from '#shared/model/caseNumber';
import { type ActDraft, mostNumbersAtOnce } from '#shared/protocol/cases';
import type { Files } from '../db/files.ts';
import type { Work } from '../db/work.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';

export interface Numbers {
  /** Within a transaction: a case that is registered gets the next one of this agent; others, and where none is left, stay as they are. */
  taken(work: Work, agentId: string, draft: ActDraft): ActDraft;
  /** Asks for more where few are left; asked again meanwhile it asks once. */
  refill(agentId: string, backend: Backend, signal: AbortSignal): Promise<void>;
}

/** By agent, the next one first. */
const keptSchema = z.record(z.string(), z.array(caseNumberSchema));
/** With fewer it is time to ask for more. */
const few = 25;

export function createNumbers(files: Files, newId: () => string, log: Log): Numbers {
  let asking = false;
  const keptIn = (work: Work): z.infer<typeof keptSchema> => keptSchema.safeParse(work.kept('caseNumbers')).data ?? {};
  return {
    taken(work, agentId, draft) {
      if (draft.act.kind !== 'register') return draft;
      const kept = keptIn(work);
      const [number, ...left] = kept[agentId] ?? [];
      if (number === undefined) return draft;
      work.keep('caseNumbers', { ...kept, [agentId]: left });
      return { ...draft, act: { ...draft.act, number } };
    },
    async refill(agentId, backend, signal) {
      if (asking) return;
      asking = true;
      try {
        const left = files.readWork((work) => keptIn(work)[agentId]?.length ?? 0);
        if (left >= few) return;
        const answer = await backend.caseNumbers(newId(), mostNumbersAtOnce, signal);
        if (answer.kind !== 'ok') return;
        files.work((work) => {
          const kept = keptIn(work);
          work.keep('caseNumbers', { ...kept, [agentId]: [...(kept[agentId] ?? []), ...answer.value.numbers] });
        });
      } catch (error) {
        log.warn('case numbers', { error: errorName(error) });
      } finally {
        asking = false;
      }
    },
  };
}
