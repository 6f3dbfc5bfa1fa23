// The writer within the caller's own thread: for tests in virtual time, and where no other thread can be had.
import { problemOf, TaskFailed, type Writer, type WriterOptions } from './contract.ts';
import { createTasks } from './tasks.ts';

export function inlineWriter(options: WriterOptions): Writer {
  const tasks = createTasks(options);
  return {
    async ask(task, input) {
      try {
        return tasks[task](input as never) as never;
      } catch (error) {
        throw new TaskFailed(problemOf(error));
      }
    },
    async close() {
      tasks.release(null);
    },
  };
}
