// What the one writer of cache.db is asked, and how it answers: plain data, so that it may work in a thread of its own.
import { z } from 'zod';
import { type Failure, FailureError } from '#shared/contract/failure';
import type { Customer } from '#shared/model/customer';
import { instantSchema, type PortfolioId } from '#shared/model/ids';
import type { ChangesPage, Manifest } from '#shared/protocol/sync';
import type { BucketSum } from '../db/bucketTable.ts';
import { type FileTrouble, fileTroubleOf } from '../db/driver.ts';
import type { Progress, SegmentAt } from '../db/segmentTable.ts';
import { errorName, type Log } from '../log.ts';
import type { Touched } from '../sync/touched.ts';

/** cache: the file that is read from. next: the one in which a new set is gathered. */
export type Target = 'cache' | 'next';

/** What a file says of itself. */
export interface Standing extends Progress {
  readonly owner: string | null;
  /** Where the feed goes on; null before a first load is through. */
  readonly changes: string | null;
  /** The feed's place that the load under way reaches to; null when there is none. */
  readonly feed: string | null;
  /** The segment to load next, and the portfolios of it and those after it. */
  readonly pending: SegmentAt | null;
  readonly loading: readonly PortfolioId[];
  /** All whose rows are here, or are being loaded. */
  readonly portfolios: readonly PortfolioId[];
}

export interface PageInput {
  readonly target: Target;
  /** The cursor that it was asked with: a file that stands elsewhere by now is another one. */
  readonly from: string;
  /** JSON, `changesPageSchema`. */
  readonly bytes: Uint8Array;
}

export interface BlocksInput {
  readonly target: Target;
  /** The segment as it stood when these bytes were asked for or the ones before them were stored. */
  readonly segment: SegmentAt;
  /** Whole blocks. */
  readonly bytes: Uint8Array;
  /** The segment's last. */
  readonly last: boolean;
}

export interface BucketAt {
  readonly portfolio: PortfolioId;
  readonly bucket: number;
}

/** How the last comparison with the backend ended. */
export const provedSchema = z.object({
  at: instantSchema,
  /** Buckets that differed: they were fetched again. */
  fetched: z.number().int().nonnegative(),
});
export type Proved = z.infer<typeof provedSchema>;

export interface Written {
  readonly touched: Touched;
  /** The longest transaction that it took. */
  readonly longestMs: number;
}

/** Each finishes before the next begins; each leaves the file whole wherever it is cut off. */
export interface Tasks {
  standing(input: { readonly target: Target }): Standing;
  /** A load of these portfolios begins, or goes on with other segments. */
  begin(input: {
    readonly target: Target;
    readonly owner: string;
    readonly portfolios: readonly PortfolioId[];
    readonly manifest: Pick<Manifest, 'changes' | 'segments'>;
  }): null;
  /** Null, and nothing written, where the file stands elsewhere. Throws `backend.notCornetta`. */
  blocks(input: BlocksInput): (Written & { readonly segment: SegmentAt; readonly progress: Progress }) | null;
  /** The load is through: the feed goes on from where it reaches to. */
  finish(input: { readonly target: Target }): null;
  /** Null, and nothing written, where the file stands elsewhere. Throws `backend.notCornetta`. */
  page(input: PageInput): (Written & Pick<ChangesPage, 'more' | 'portfolios'>) | null;
  /** Parts of numbers of some of those who were loaded without; to be asked until there is no more. */
  parts(input: { readonly target: Target }): { readonly more: boolean };
  /** Takes away rows of other portfolios, some at a time: to be asked until there is no more. */
  keepOnly(input: {
    readonly target: Target;
    readonly portfolios: readonly PortfolioId[];
  }): Written & Progress & { readonly more: boolean };
  /** Merges the full texts, some of it: to be asked until there is no more. */
  tidy(input: { readonly budgetMs: number }): { readonly more: boolean };
  /** From now on the rows are to be shown to be right: counted once more by `tidy`, then compared. */
  doubt(input: null): null;
  /** What is kept of the rows, and where in the feed; null where there is nothing to be compared now. */
  sums(input: null): {
    readonly cursor: string;
    /** A set that has just been taken. */
    readonly isNew: boolean;
    readonly portfolios: readonly { readonly id: PortfolioId; readonly buckets: readonly BucketSum[] }[];
  } | null;
  /** Finds the rows of these buckets, some at a time: to be asked until there is no more. */
  gather(input: { readonly buckets: readonly BucketAt[] }): { readonly more: boolean };
  /** Puts a bucket as the backend has it in the place of what `gather` has found. Null, and nothing written, where the file stands elsewhere. */
  replace(input: BucketAt & { readonly from: string; readonly bytes: Uint8Array }): Written | null;
  /** The comparison is over. Null: it came to nothing, and would again. */
  proved(input: Proved | null): null;
  /** A row that did not come with the feed: kept where the customer is cached. */
  refresh(row: Customer): null;
  /**
   * Takes away articles that are not among these; `mark` says that all of these are here, null that some are not yet. Null, and nothing
   * written, where the file is another agent's.
   */
  keepArticles(input: {
    readonly owner: string;
    readonly ids: readonly string[];
    readonly mark: string | null;
  }): { readonly changed: boolean } | null;
  /** JSON, `articleBodiesSchema`. Null, and nothing written, where the file is another agent's. Throws `backend.notCornetta`. */
  putArticles(input: { readonly owner: string; readonly bytes: Uint8Array }): Pick<Written, 'longestMs'> | null;
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
