// The company's lists: what who edits them can want. A refusal is shown like any other, and answers null.
import type { WhichList } from '#shared/contract/lists';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';

export function listIntents({ data }: Programs, ask: Ask) {
  return {
    listHeads: () => ask(data.listHeads(null)),
    /** `list` null: there is none of its own. */
    readList: (which: WhichList) => ask(data.readList(which).then((list) => ({ list }))),
    writeList: (which: WhichList, version: number, body: unknown) => ask(data.writeList({ ...which, version, body })),
    resetList: (which: WhichList, version: number) => ask(data.resetList({ ...which, version })),
    listEditions: (which: WhichList) => ask(data.listEditions(which)),
  };
}
