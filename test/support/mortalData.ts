// The data process with a writing thread that can be killed by itself: `SIGUSR2` ends it wherever it is, within a transaction or between two.
import { Worker } from 'node:worker_threads';
import '../../src/data/entry.ts';

const threads = new Set<Worker>();
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (this: Worker, ...message: Parameters<typeof post>) {
  threads.add(this);
  return post.apply(this, message);
};

process.on('SIGUSR2', () => {
  for (const thread of threads) void thread.terminate();
  threads.clear();
});
