// The whole set as segments: which there are for a reader, and their bytes, made when first asked for and given to everybody after that.
import { createHash } from 'node:crypto';
import { type Manifest, manifestSchema } from '#shared/protocol/sync';
import { house, type Seen, seenBy, type Viewer } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { feedEdge } from '../repositories/feed.ts';
import { describePortfolios } from '../repositories/portfolios.ts';
import * as repository from '../repositories/segments.ts';
import type { Cursors } from './cursors.ts';
import { isForgotten, type Reader } from './feed.ts';
import { blockOf } from './segmentBytes.ts';

export interface ManifestWish {
  /** Where the reader's rows reach to already: `changes` of the manifest is not after it. */
  readonly cursor: string | null;
  /** Of these portfolios alone; null: of all that the reader sees. */
  readonly portfolios: readonly string[] | null;
}

export interface OpenSegment {
  /** The same as long as the bytes are. */
  readonly etag: string;
  readonly length: number;
  /** The bytes from one to another, the latter not among them. Throws when they are kept no longer. */
  read(from: number, to: number): AsyncGenerator<Uint8Array>;
}

export interface Segments {
  /** null: the cursor has expired. */
  manifest(reader: Reader, wish: ManifestWish): Promise<Manifest | null>;
  /** null: that generation is gone, or was never for this reader. */
  open(reader: Reader, generation: string, number: number): Promise<OpenSegment | null>;
}

const hourMs = 3_600_000;
/** A few dozen kilobytes: what an app stores at once. */
const blockCustomers = 200;
const pieceBytes = 256 * 1024;

export function createSegments(
  deps: Pick<ServerDeps, 'clock' | 'random' | 'config'> & { readonly db: Parameters<typeof seenBy>[0] },
  cursors: Cursors,
): Segments {
  const { db, clock, config } = deps;
  const sizes = { customers: config.segments.customers, recent: config.segments.recentCustomers };
  const generating = new Map<string, Promise<repository.Generation>>();
  /** The last of those that stand in line to be made: one after the other, so that requests in between are answered in between. */
  let making: Promise<unknown> = Promise.resolve();

  const usable = (tx: Seen, portfolios: readonly string[]) =>
    repository.usableGenerations(tx, portfolios, {
      since: new Date(clock().getTime() - config.segments.hours * hourMs),
      now: clock(),
      mostChanged: { customers: sizes.customers, share: config.segments.drift },
    });

  const generate = (portfolio: string): Promise<repository.Generation> =>
    seenBy(db, house, async (tx) => {
      await repository.waitToGenerate(tx, portfolio);
      const [made] = await usable(tx, [portfolio]);
      if (made !== undefined) return made;
      const at = clock();
      const recentSince = new Date(at.getTime() - config.segments.recentDays * 24 * hourMs);
      return repository.makeGeneration(tx, { id: newId(deps), portfolio, at, recentSince }, sizes);
    });

  async function youngest(portfolios: readonly string[]): Promise<repository.Generation[]> {
    if (portfolios.length === 0) return [];
    const found = await seenBy(db, house, (tx) => usable(tx, portfolios), { readOnly: true });
    for (const portfolio of portfolios) {
      if (found.some(({ portfolioId }) => portfolioId === portfolio)) continue;
      const made = generating.get(portfolio) ?? generate(portfolio).finally(() => generating.delete(portfolio));
      generating.set(portfolio, made);
      found.push(await made);
    }
    return found;
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = making.catch(() => undefined).then(work);
    making = turn;
    return turn;
  }

  /** With the eyes of somebody who sees that portfolio and no other. */
  async function make(segment: repository.Segment): Promise<repository.MadeBytes> {
    const viewer = { kind: 'agent', portfolios: [segment.portfolioId] } as const;
    const { madeOf, blocks } = await seenBy(
      db,
      viewer,
      async (tx) => {
        const madeOf = await repository.currentSnapshot(tx);
        const customers = await repository.customersOf(tx, segment);
        const blocks: Buffer[] = [];
        for (let start = 0; start < customers.length; start += blockCustomers) {
          const some = customers.slice(start, start + blockCustomers);
          blocks.push(await blockOf(await repository.rowsOf(tx, segment.portfolioId, some)));
        }
        return { madeOf, blocks };
      },
      { readOnly: true },
    );
    const bytes = Buffer.concat(blocks);
    const made = { bytes, etag: createHash('sha256').update(bytes).digest('hex').slice(0, 16), madeOf };
    await seenBy(db, viewer, (tx) => repository.keepBytes(tx, segment, made));
    return made;
  }

  function openKept(
    viewer: Viewer,
    { generation, number }: repository.Segment,
    etag: string,
    length: number,
  ): OpenSegment {
    return {
      etag,
      length,
      async *read(from, to) {
        for (let at = from; at < to; at += pieceBytes) {
          const count = Math.min(pieceBytes, to - at);
          const piece = await seenBy(
            db,
            viewer,
            (tx) => repository.readBytes(tx, generation, number, etag, at, count),
            { readOnly: true },
          );
          if (piece?.length !== count) throw new Error('the bytes of a segment are kept no longer');
          yield piece;
        }
      },
    };
  }

  return {
    async manifest(reader, { cursor, portfolios }) {
      const seen = reader.viewer.portfolios;
      const generations = await youngest(seen.filter((id) => portfolios?.includes(id) ?? true));
      return seenBy(
        db,
        reader.viewer,
        async (tx) => {
          const edge = await feedEdge(tx);
          const owner = { agentId: reader.agentId, epoch: edge.epoch };
          const reached = cursor === null ? { tx: edge.tx, id: '' } : cursors.read(cursor, owner);
          if (reached === null || isForgotten(reached.tx, edge)) return null;
          const from = generations.map(({ tx: made }) => ({ tx: made, id: '' }));
          const earliest = from.reduce((one, other) => (BigInt(other.tx) <= BigInt(one.tx) ? other : one), reached);
          return manifestSchema.parse({
            changes: cursors.write(earliest, owner),
            segments: await repository.listSegments(
              tx,
              generations.map(({ id }) => id),
            ),
            portfolios: await describePortfolios(tx, seen),
          });
        },
        { readOnly: true },
      );
    },

    async open({ viewer }, generation, number) {
      const find = () => seenBy(db, viewer, (tx) => repository.findSegment(tx, generation, number), { readOnly: true });
      async function openOrMake(segment: repository.Segment): Promise<OpenSegment> {
        if (segment.kept !== null) return openKept(viewer, segment, segment.kept.etag, segment.kept.length);
        const { bytes, etag } = await make(segment);
        return {
          etag,
          length: bytes.length,
          async *read(from, to) {
            yield bytes.subarray(from, to);
          },
        };
      }
      const found = await find();
      if (found === null || found.kept !== null) return found && openOrMake(found);
      return inTurn(async () => {
        const now = await find();
        return now && openOrMake(now);
      });
    },
  };
}
