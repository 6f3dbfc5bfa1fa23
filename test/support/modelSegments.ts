// The whole set of the model backend, cut into segments of a few customers: generations that stay as they were made, until they are forgotten.
import { ulid } from 'ulid';
import type { PortfolioId } from '#shared/model/ids';
import type { Manifest, Row } from '#shared/protocol/sync';
import { blockOf } from './segmentBlocks.ts';

const customersInSegment = 3;

export interface ModelSegments {
  /** With the place of the feed that the earliest of them was made at. */
  list(portfolios: readonly string[]): { readonly segments: Manifest['segments']; readonly from: number };
  bytes(generation: string, number: number): { readonly bytes: Buffer; readonly etag: string } | null;
  /** Those made until now are kept no longer. */
  forget(): void;
}

interface Generation {
  readonly id: string;
  readonly portfolio: string;
  readonly from: number;
  /** Blocks of one customer each. */
  readonly segments: readonly (readonly (readonly Row[])[])[];
}

/** `now`: the rows of a portfolio, and how long the feed is. */
export function createModelSegments(
  now: (portfolio: string) => { readonly rows: readonly Row[]; readonly feed: number },
): ModelSegments {
  let generations: Generation[] = [];

  function made(portfolio: string): Generation {
    const found = generations.find((one) => one.portfolio === portfolio);
    if (found !== undefined) return found;
    const { rows, feed } = now(portfolio);
    const owners = [...new Set(rows.map(ownerOf))].sort();
    const blocks = owners.map((owner) => rows.filter((row) => ownerOf(row) === owner));
    const segments = Array.from({ length: Math.ceil(blocks.length / customersInSegment) }, (_none, n) =>
      blocks.slice(n * customersInSegment, (n + 1) * customersInSegment),
    );
    const generation = { id: ulid(), portfolio, from: feed, segments };
    generations.push(generation);
    return generation;
  }

  return {
    list(portfolios) {
      const listed = portfolios.map(made);
      return {
        segments: listed.flatMap(({ id, portfolio, segments }) =>
          segments.map((blocks, number) => ({
            portfolioId: portfolio as PortfolioId,
            generation: id,
            number,
            customers: blocks.flat().filter(({ kind }) => kind === 'customer').length,
          })),
        ),
        from: Math.min(...listed.map(({ from }) => from)),
      };
    },
    bytes(generation, number) {
      const blocks = generations.find(({ id }) => id === generation)?.segments[number];
      return blocks === undefined
        ? null
        : { bytes: Buffer.concat(blocks.map(blockOf)), etag: `"${generation}-${number}"` };
    },
    forget() {
      generations = [];
    },
  };
}

const ownerOf = (row: Row): string => (row.kind === 'customer' ? row.row.id : row.row.customerId);
