// The agent's own day on the disk of this PC: each agent's apart. It goes nowhere else: no outbox, no route, no log knows of it.
import { z } from 'zod';
import { activitySchema, checksDoneSchema } from '#shared/contract/day';
import { instantSchema } from '#shared/model/ids';
import type { Files } from '../db/files.ts';
import { errorName, type Log } from '../log.ts';

const ownDaySchema = z.object({
  activity: z.object({ changes: z.array(activitySchema), aliveAt: z.number() }),
  checks: checksDoneSchema.nullable(),
  /** Own figures count from here on; null: from wherever they are. */
  figuresFrom: instantSchema.nullable(),
  /** By the callback's id: silent until then, or left to the others. */
  later: z.record(z.string(), z.number()),
  left: z.array(z.string()),
});
export type OwnDay = z.infer<typeof ownDaySchema>;
const keptSchema = z.record(z.string(), ownDaySchema);

export const newDay: OwnDay = {
  activity: { changes: [], aliveAt: 0 },
  checks: null,
  figuresFrom: null,
  later: {},
  left: [],
};

export interface KeptDay {
  read(agentId: string): OwnDay;
  write(agentId: string, day: OwnDay): void;
}

/** Where the disk has no room it is kept in memory alone, and nothing else suffers. */
export function createKeptDay(files: Files, log: Log): KeptDay {
  let known: z.infer<typeof keptSchema> | null = null;
  function all() {
    if (known !== null) return known;
    try {
      known = keptSchema.safeParse(files.readWork((work) => work.kept('day'))).data ?? {};
    } catch (error) {
      log.warn('day', { error: errorName(error) });
      known = {};
    }
    return known;
  }
  return {
    read: (agentId) => all()[agentId] ?? newDay,
    write(agentId, day) {
      known = { ...all(), [agentId]: day };
      try {
        files.work((work) => work.keep('day', known));
      } catch (error) {
        log.warn('day', { error: errorName(error) });
      }
    },
  };
}
