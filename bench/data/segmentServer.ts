// What the data process loads from: segments that lie ready on the disk, behind a bare HTTP server; all else is the model backend's.
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ulid } from 'ulid';
import { createSums, markOf } from '../../src/data/db/bucketTable.ts';
import { blockOf } from '../../src/server/sync/segmentBytes.ts';
import type { Change, Digests } from '../../src/shared/protocol/sync.ts';
import { createModelBackend, type ModelBackend, modelUrl } from '../../test/support/modelBackend.ts';
import { personAt, portfolio } from './people.ts';

const perSegment = 5_000;
const perBlock = 200;

export interface Segments {
  readonly folder: string;
  readonly customers: number;
  readonly rows: number;
  readonly digests: Digests;
}

/** Writes the segments of so many customers into the folder. */
export async function writeSegments(folder: string, customers: number): Promise<Segments> {
  let rows = 0;
  const { sums, count } = createSums();
  for (let start = 0; start < customers; start += perSegment) {
    const blocks: Buffer[] = [];
    const end = Math.min(customers, start + perSegment);
    for (let first = start; first < end; first += perBlock) {
      const length = Math.min(perBlock, end - first);
      const block = Array.from({ length }, (_none, n) => personAt(first + n).rows).flat();
      rows += block.length;
      for (const { kind, row } of block) count({ entity: kind, id: row.id, version: row.version, portfolio: 0 }, 1);
      blocks.push(await blockOf(block));
    }
    writeFileSync(join(folder, `${start / perSegment}.segment`), Buffer.concat(blocks));
  }
  const buckets = [...sums].map(([bucket, sum]) => ({ bucket, mark: markOf(sum), rows: sum.rows }));
  return { folder, customers, rows, digests: { portfolios: [{ id: portfolio, buckets, unsettled: [] }] } };
}

export interface SegmentServer {
  readonly url: string;
  readonly model: ModelBackend;
  /** Given page by page from the next question for changes on. */
  publish(changes: readonly Change[]): void;
  stop(): Promise<void>;
}

const pageOfChanges = 2_000;

export async function serveSegments({ folder, customers, digests }: Segments): Promise<SegmentServer> {
  const model = createModelBackend();
  const generation = ulid();
  const feed: Change[] = [];
  const count = Math.ceil(customers / perSegment);
  const manifest = {
    changes: '0',
    segments: Array.from({ length: count }, (_none, number) => ({
      portfolioId: portfolio,
      generation,
      number,
      customers: Math.min(perSegment, customers - number * perSegment),
    })),
    portfolios: [{ id: portfolio, client: { id: portfolio, name: 'Prova S.p.A.' } }],
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', modelUrl);
    const segment = /^\/v1\/sync\/segments\/\w+\/(\d+)$/.exec(url.pathname)?.[1];
    if (segment !== undefined) {
      const file = join(folder, `${segment}.segment`);
      response.writeHead(200, { etag: `"${segment}"`, 'content-length': statSync(file).size });
      createReadStream(file).pipe(response);
    } else if (url.pathname === '/v1/sync/manifest') json(response, manifest);
    else if (url.pathname === '/v1/sync/digests') json(response, digests);
    else if (url.pathname === '/v1/sync/changes') {
      const from = Number(url.searchParams.get('cursor'));
      const changes = feed.slice(from, from + pageOfChanges);
      const next = from + changes.length;
      json(response, { changes, next: String(next), more: next < feed.length, portfolios: [portfolio] });
    } else await passOn(url, request, response);
  }

  async function passOn(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await new Response(Readable.toWeb(request) as ReadableStream).text();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const answered = await model.fetch(url, {
      method: request.method ?? 'GET',
      headers: Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as [string, string]] : [],
      ),
      ...(body === '' ? {} : { body }),
      signal: gone.signal,
    });
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    if (answered.body === null) response.end();
    else
      Readable.fromWeb(answered.body as never)
        .on('error', () => response.end())
        .pipe(response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    model,
    publish(changes) {
      feed.push(...changes);
      model.poke({ kind: 'changes' });
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
