// Rows into a cache as pages of the feed bring them.

import type { Input, Output, TaskName } from '#data/writer/contract';
import type { PortfolioId } from '#shared/model/ids';
import type { Change } from '#shared/protocol/sync';
import { modelPortfolio } from './modelBackend.ts';

type Write = <K extends TaskName>(task: K, input: Input<K>) => Promise<Output<K>>;

/** An agent's cache that is loaded, with nobody in it; the feed goes on at `changes`. */
export async function beginEmpty(write: Write, changes = 'start'): Promise<void> {
  await write('begin', {
    target: 'cache',
    owner: 'A',
    portfolios: [modelPortfolio],
    manifest: { changes, segments: [] },
  });
  await write('finish', { target: 'cache' });
}

export const pageOf = (
  from: string,
  next: string,
  changes: readonly Change[],
  portfolios: readonly PortfolioId[] = [modelPortfolio],
): Input<'page'> => ({
  target: 'cache',
  from,
  bytes: new TextEncoder().encode(JSON.stringify({ changes, next, more: false, portfolios })),
});

/** One page with these rows, after `beginEmpty` and only once. */
export async function bringRows(write: Write, changes: readonly Change[]): Promise<void> {
  await beginEmpty(write);
  await write('page', pageOf('start', 'end', changes));
}
