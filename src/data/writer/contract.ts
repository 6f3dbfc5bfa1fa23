// What the one writer of cache.db is asked, and how it answers: plain data, so that it may work in a thread of its own.
import { type Failure, FailureError } from '#shared/contract/failure';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import type { Change } from '#shared/protocol/sync';
import type { Marks } from '../db/cache.ts';
import { type FileTrouble, fileTroubleOf } from '../db/driver.ts';
import { errorName, type Log } from '../log.ts';

/** cache: the file that is read from. next: the one in which a new set is gathered. */
export type Target = 'cache' | 'next';

export interface Page {
  readonly target: Target;
  /** Where the file must stand. By now it may be another one. */
  readonly from: Marks;
  readonly changes: readonly Change[];
  /** Set in the transaction of the last of the changes. */
  readonly marks: Marks;
}

export interface Written {
  /** Customers whose cards are different now. */
  readonly touched: readonly CustomerId[];
  /** The longest transaction that it took. */
  readonly longestMs: number;
}

/** Each finishes before the next begins; each leaves the file whole wherever it is cut off. */
export interface Tasks {
  marks(input: { readonly target: Target }): Marks;
  setMarks(input: { readonly target: Target; readonly marks: Marks }): null;
  /** Null, and nothing written, where the file stands elsewhere. */
  apply(page: Page): Written | null;
  /** A row that did not come with the feed: kept where the customer is cached. */
  refresh(row: Customer): null;
  /** Closes the files, so that they can be exchanged: the next task opens what is there then. */
  release(input: null): null;
}

export type TaskName = keyof Tasks;
export type Input<K extends TaskName> = Parameters<Tasks[K]>[0];
export type Output<K extends TaskName> = ReturnType<Tasks[K]>;

export interface Writer {
  /** Rejects with `TaskFailed`. */
  ask<K extends TaskName>(task: K, input: Input<K>): Promise<Output<K>>;
  /** Finishes what was asked. */
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly folder: string;
  readonly key: string;
  readonly log: Log;
}

export type StartWriter = (options: WriterOptions) => Writer;

/** Why a task was not carried out, as data. */
export interface Problem {
  readonly trouble: FileTrouble | null;
  readonly failure: Failure | null;
  /** Name and code alone. */
  readonly error: string;
}

export class TaskFailed extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.error);
    this.problem = problem;
  }
}

export const problemOf = (error: unknown): Problem => ({
  trouble: fileTroubleOf(error),
  failure: error instanceof FailureError ? error.failure : null,
  error: errorName(error),
});
