// The callbacks that the backend last told, on the disk: a promise is kept although app and backend start in the wrong order.
import { z } from 'zod';
import { type CallbackList, callbackListSchema } from '#shared/protocol/callbacks';
import type { Files } from '../db/files.ts';
import { errorName, type Log } from '../log.ts';

export interface KeptCallbacks {
  /** Null: none of this agent's. */
  read(): CallbackList | null;
  write(list: CallbackList): void;
}

const keptSchema = z.object({ agentId: z.string(), list: callbackListSchema });

/** Where the disk has no room the list is not kept, and nothing else suffers. */
export function createKeptCallbacks(files: Files, agentId: string, log: Log): KeptCallbacks {
  let last = '';
  return {
    read() {
      try {
        const kept = keptSchema.safeParse(files.readWork((work) => work.kept('callbacks')));
        return kept.success && kept.data.agentId === agentId ? kept.data.list : null;
      } catch (error) {
        log.warn('callbacks', { error: errorName(error) });
        return null;
      }
    },
    write(list) {
      const callbacks = JSON.stringify([list.callbacks, list.recontacts]);
      if (callbacks === last) return;
      try {
        files.work((work) => work.keep('callbacks', { agentId, list }));
        last = callbacks;
      } catch (error) {
        log.warn('callbacks', { error: errorName(error) });
      }
    },
  };
}
