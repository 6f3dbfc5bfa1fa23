// The company's lists as who edits them asks about them: handed on to the backend.
import { z } from 'zod';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import type { ListOutcome, listMethods } from '#shared/contract/lists';
import { problemSchema } from '#shared/protocol/errors';
import { type List, listSchema } from '#shared/protocol/lists';
import { type Answer, valueOrThrow } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof listMethods>;

const inUseSchema = z.object({ codes: z.array(z.string()) });
const conflictSchema = z.object({ current: listSchema.nullable() });

function outcomeOf(answer: Answer<List>): ListOutcome {
  if (answer.kind === 'refused' && answer.problem === 'version-conflict')
    return { kind: 'conflict', current: conflictSchema.safeParse(answer.document).data?.current ?? null };
  if (answer.kind === 'refused' && answer.problem === 'on-hold')
    return { kind: 'inUse', codes: inUseSchema.safeParse(answer.document).data?.codes ?? [] };
  if (answer.kind === 'refused' && answer.problem === 'invalid-request') {
    const fields = (problemSchema.safeParse(answer.document).data?.errors ?? []).map(({ field }) => field);
    return { kind: 'wrong', fields };
  }
  return { kind: 'saved', list: valueOrThrow(answer) };
}

/** `reach`: throws while nobody is signed in. */
export function listsOf(reach: () => Backend): Methods {
  return {
    listHeads: async (_, signal) => valueOrThrow(await reach().listHeads(signal)),
    async readList(which, signal) {
      const answer = await reach().list(which, signal);
      return answer.kind === 'refused' && answer.problem === 'not-found' ? null : valueOrThrow(answer);
    },
    writeList: async ({ body, version, ...which }, signal) =>
      outcomeOf(await reach().writeList(which, version, body, signal)),
    resetList: async ({ version, ...which }, signal) => outcomeOf(await reach().resetList(which, version, signal)),
    listEditions: async (which, signal) => valueOrThrow(await reach().listEditions(which, signal)),
  };
}
