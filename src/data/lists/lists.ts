// The lists that the company edits, as the backend told them last and as they are on the disk: what is to be said stands before the backend
// answers, and while it is away. A list that does not fit its schema is left as it was.
import { z } from 'zod';
import { type KeptList, keptListSchema, listCodes } from '#shared/model/lists/lists';
import { listsSchema, type WrittenList, writtenListSchema } from '#shared/protocol/lists';
import { askOneAtATime } from '../askOneAtATime.ts';
import type { Files } from '../db/files.ts';
import type { Answer } from '../http/answer.ts';
import { errorName, type Log } from '../log.ts';

export interface ListsDeps {
  readonly files: Files;
  readonly log: Log;
  /** Another list is in force. */
  readonly onChange: () => void;
}

type Told = z.infer<typeof listsSchema>;

export interface ListsUnit {
  /** Those that this agent goes by; none while nobody is signed in, or nothing has been told yet. */
  of(agentId: string | null): KeptList[];
  /** Asks for those that are others than here; while it is asked, asking again means once more afterwards. */
  refresh(agentId: string, ask: (known: string | null) => Promise<Answer<Told>>): Promise<void>;
}

const keptSchema = z.object({
  agentId: z.string(),
  mark: listsSchema.shape.mark,
  lists: z.array(writtenListSchema),
});
type Kept = z.infer<typeof keptSchema>;

const isKnown = ({ code }: WrittenList): boolean => listCodes.some((known) => known === code);
const isSame = (one: WrittenList, other: WrittenList): boolean =>
  one.code === other.code && one.clientId === other.clientId;

export function createLists({ files, log, onChange }: ListsDeps): ListsUnit {
  let kept: Kept | null = readKept();
  let read: KeptList[] = kept === null ? [] : reading(kept.lists);
  const inTurn = askOneAtATime();

  function readKept(): Kept | null {
    try {
      return keptSchema.safeParse(files.readWork((work) => work.kept('lists'))).data ?? null;
    } catch (error) {
      log.warn('lists', { error: errorName(error) });
      return null;
    }
  }

  function reading(written: readonly WrittenList[]): KeptList[] {
    return written.flatMap((list) => keptListSchema.safeParse(list).data ?? []);
  }

  function take(agentId: string, { mark, lists }: Told): void {
    if (lists === null) return;
    const before = kept?.agentId === agentId ? kept.lists : [];
    const fitting = lists.filter(isKnown).flatMap((list) => {
      if (keptListSchema.safeParse(list).success) return [list];
      log.warn('list', { code: list.code, outcome: 'does not fit' });
      return before.filter((former) => isSame(former, list));
    });
    kept = { agentId, mark, lists: fitting };
    read = reading(fitting);
    onChange();
    try {
      files.work((work) => work.keep('lists', kept));
    } catch (error) {
      log.warn('lists', { error: errorName(error) });
    }
  }

  return {
    of: (agentId) => (kept !== null && kept.agentId === agentId ? read : []),
    refresh: (agentId, ask) =>
      inTurn(async () => {
        const answer = await ask(kept?.agentId === agentId ? kept.mark : null);
        if (answer.kind === 'ok') take(agentId, answer.value);
      }),
  };
}
