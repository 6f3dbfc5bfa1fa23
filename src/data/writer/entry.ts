// The writing thread: carries out one task after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '#shared/lib/must';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { problemOf } from './contract.ts';
import { createTasks } from './tasks.ts';
import type { Asked, ThreadData, Told } from './thread.ts';

const port = must(parentPort, 'the thread that started this one');
const tasks = createTasks({
  ...(workerData as ThreadData),
  log: createLog((line) => process.stderr.write(line), systemClock.now),
});
const tell = (told: Told) => port.postMessage(told);

port.on('message', ({ number, task, input }: Asked) => {
  try {
    tell({ kind: 'done', number, output: tasks[task](input as never) });
  } catch (error) {
    tell({ kind: 'failed', number, problem: problemOf(error) });
  }
});
tell({ kind: 'ready' });
