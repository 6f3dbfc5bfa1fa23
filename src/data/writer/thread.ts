// The writer in a thread of its own: tasks go over in order, answers come back by number. A thread that dies is started again by the
// next task; one that cannot be started at all leaves the work to this one.
import type { Worker } from 'node:worker_threads';
import { must } from '#shared/lib/must';
import { errorName } from '../log.ts';
import {
  type Input,
  type Output,
  type Problem,
  type StartWriter,
  TaskFailed,
  type TaskName,
  type Writer,
  type WriterOptions,
} from './contract.ts';
import { inlineWriter } from './inline.ts';

export type ThreadData = Omit<WriterOptions, 'log'>;
export interface Asked {
  readonly number: number;
  readonly task: TaskName;
  readonly input: unknown;
}
/** ready: the thread's code is loaded. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly number: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly problem: Problem };

interface Waiting {
  readonly asked: Asked;
  readonly resolve: (output: never) => void;
  readonly reject: (error: TaskFailed) => void;
}

const died: Problem = { trouble: null, failure: null, error: 'the writing thread has died' };

/** `startThread`: with `entry.ts`, as it is or as it was built. */
export const threadWriter =
  (startThread: (data: ThreadData) => Worker): StartWriter =>
  (options) => {
    const { folder, key, log } = options;
    const waiting = new Map<number, Waiting>();
    let worker: Worker | null = null;
    let inline: Writer | null = null;
    let started = false;
    let last = 0;

    function start(): Worker {
      const fresh = startThread({ folder, key });
      fresh.on('message', (told: Told) => {
        if (told.kind === 'ready') {
          started = true;
          return;
        }
        const asked = waiting.get(told.number);
        waiting.delete(told.number);
        if (told.kind === 'done') asked?.resolve(told.output as never);
        else asked?.reject(new TaskFailed(told.problem));
      });
      fresh.on('error', (error) => log.warn('writing thread', { error: errorName(error) }));
      fresh.on('exit', () => {
        if (worker === fresh) worker = null;
        const left = [...waiting.values()];
        waiting.clear();
        if (!started) doHere(left);
        else for (const { reject } of left) reject(new TaskFailed(died));
      });
      return fresh;
    }

    function running(): Worker | null {
      if (worker !== null || inline !== null) return worker;
      try {
        worker = start();
      } catch (error) {
        log.warn('writing thread', { error: errorName(error) });
        doHere([]);
      }
      return worker;
    }

    function doHere(left: readonly Waiting[]): void {
      log.warn('no thread to write in: this one writes');
      inline ??= inlineWriter(options);
      for (const { asked, resolve, reject } of left)
        inline.ask(asked.task, asked.input as never).then(resolve as (output: unknown) => void, reject);
    }

    return {
      ask<K extends TaskName>(task: K, input: Input<K>): Promise<Output<K>> {
        const thread = running();
        if (thread === null) return must(inline, 'a writer').ask(task, input);
        last += 1;
        const asked: Asked = { number: last, task, input };
        thread.postMessage(asked, started ? bytesOf(input) : []);
        return new Promise((resolve, reject) => waiting.set(asked.number, { asked, resolve, reject }));
      },
      async close() {
        await inline?.close();
        if (worker === null) return;
        const ending = worker;
        await this.ask('release', null).catch((error) => log.warn('writing thread', { error: errorName(error) }));
        await ending.terminate();
      },
    };
  };

/** What is handed over rather than copied: bytes from the network, which nobody here reads again. */
function bytesOf(input: unknown): ArrayBuffer[] {
  const bytes = typeof input === 'object' && input !== null && 'bytes' in input ? input.bytes : null;
  if (!(bytes instanceof Uint8Array) || !(bytes.buffer instanceof ArrayBuffer)) return [];
  return bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : [];
}
