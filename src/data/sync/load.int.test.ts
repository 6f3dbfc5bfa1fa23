// The whole set into a real cache, over a line that breaks where a test wants it to.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { portfolioIdSchema } from '#shared/model/ids';
import { blockHeaderBytes } from '#shared/protocol/sync';
import {
  createModelBackend,
  type Fate,
  type ModelBackend,
  modelCustomer,
  modelPortfolio,
  modelUrl,
} from '#test/support/modelBackend';
import { openProfile } from '#test/support/profileFiles';
import type { Files } from '../db/files.ts';
import { type Backend, createBackend } from '../http/backend.ts';
import { createClient, type Streamed } from '../http/client.ts';
import { silentLog } from '../log.ts';
import { type PullDeps, pull } from './pull.ts';
import { type Touched, touchedBy } from './touched.ts';

const aurora = portfolioIdSchema.parse('aurora');
let folder: string;
let files: Files;
let model: ModelBackend;
let backend: Backend;
/** What was asked for of segments: "from the first byte" is 0. */
let ranges: number[];
beforeEach(() => {
  model = createModelBackend();
  begin();
});
afterEach(() => end());

function begin(): void {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-load-'));
  files = openProfile(folder, { now: () => new Date('2026-03-02T08:00:00.000Z') });
  ranges = [];
  const recording: typeof fetch = (input, init) => {
    const range = new Headers(init?.headers).get('range');
    if (String(input).includes('/segments/')) ranges.push(Number(/\d+/.exec(range ?? '0')?.[0]));
    return model.fetch(input, init);
  };
  const tokens = { access: () => token, renew: () => Promise.reject(new Error('not asked for')) };
  backend = createBackend(
    createClient({ backendUrl: modelUrl, fetch: recording, tokens, now: () => new Date(), log: silentLog }),
  );
}
async function end(): Promise<void> {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
}

let token = '';
async function signIn(): Promise<void> {
  const answer = await model.fetch(`${modelUrl}/v1/sessions`, {
    method: 'POST',
    body: JSON.stringify({ username: 'giulia', password: 'right' }),
  });
  token = ((await answer.json()) as { accessToken: string }).accessToken;
}

function pullOnce(differing: Partial<PullDeps> = {}) {
  const nothing = () => {};
  return pull(
    {
      files,
      backend,
      agentId: 'A',
      log: silentLog,
      now: () => new Date('2026-03-02T09:00:00.000Z'),
      onStored: nothing,
      onTouched: nothing,
      onLoaded: nothing,
      ...differing,
    },
    new AbortController().signal,
  );
}

/** Of requests for a segment: the fate of the first, then of the second, and so on; the rest arrive. */
function segmentsMeet(...fates: Fate[]): void {
  model.fate = ({ path }) => (path.startsWith('/v1/sync/segments/') ? (fates.shift() ?? 'arrives') : 'arrives');
}

const names = () =>
  files.cache((cache) =>
    [...model.customers.values()]
      .map(({ id }) => cache.customers.byId(id)?.name ?? null)
      .filter((name) => name !== null),
  );
const count = () => files.cache((cache) => cache.portfolios.customers());

test('broken off anywhere, a segment goes on behind the last block whose rows are here', async () => {
  for (const n of [1, 2, 3]) model.put(modelCustomer(n));
  await signIn();
  const bytesOf = async () => {
    const manifest = await backend.manifest({ cursor: null, portfolios: null }, new AbortController().signal);
    if (manifest.kind !== 'ok' || manifest.value.segments[0] === undefined) throw new Error('no segment');
    const answer = await backend.segment(manifest.value.segments[0], null, new AbortController().signal);
    if (answer.kind !== 'ok') throw new Error('no bytes');
    return Buffer.from(await new Response(answer.value.body).arrayBuffer());
  };
  const whole = await bytesOf();
  const blocks = [0, 0, 0];
  for (let n = 0, at = 0; n < 3; n += 1) {
    at += 8 + whole.readUInt32BE(at);
    blocks[n] = at;
  }
  // Every byte of a header and around a block's end, some of what is between.
  const cuts = Array.from({ length: whole.length }, (_none, at) => at).filter(
    (at) => at % 97 === 0 || [0, ...blocks].some((end) => at >= end - 2 && at <= end + 8),
  );
  for (const cutAt of cuts) {
    await end();
    begin();
    segmentsMeet({ cutAt });
    expect((await pullOnce()).kind, `cut at ${cutAt}`).toBe('failed');
    const here = blocks.filter((end) => end <= cutAt).length;
    expect(count(), `cut at ${cutAt}`).toBe(here);
    expect((await pullOnce()).kind).toBe('upToDate');
    expect(count()).toBe(3);
    expect(ranges, `cut at ${cutAt}`).toEqual([0, blocks[here - 1] ?? 0]);
  }
});

test('broken off behind its last row, before its end was seen, it is loaded once more', async () => {
  for (const n of [1, 2, 3]) model.put(modelCustomer(n));
  await signIn();
  segmentsMeet({ cutAt: Number.POSITIVE_INFINITY });
  expect((await pullOnce()).kind).toBe('failed');
  expect(count()).toBe(3);
  expect((await pullOnce()).kind).toBe('upToDate');
  expect(ranges).toEqual([0, expect.any(Number), 0]);
  expect(count()).toBe(3);
});

test('a proxy that ends a segment early without a word, or gives a part of another, is not believed', async () => {
  for (const n of [1, 2, 3]) model.put(modelCustomer(n));
  await signIn();
  const { segment } = backend;
  const by = (spoil: (answer: Streamed, bytes: Buffer) => Partial<Streamed>): Partial<PullDeps> => ({
    backend: {
      ...backend,
      segment: async (...asked) => {
        const answer = await segment(...asked);
        if (answer.kind !== 'ok') return answer;
        const bytes = Buffer.from(await new Response(answer.value.body).arrayBuffer());
        const body = new Blob([new Uint8Array(bytes)]).stream();
        return { kind: 'ok', value: { ...answer.value, body, ...spoil(answer.value, bytes) } };
      },
    },
  });
  const firstBlock = by((_answer, bytes) => ({
    body: new Blob([new Uint8Array(bytes.subarray(0, blockHeaderBytes + bytes.readUInt32BE(0)))]).stream(),
  }));
  expect((await pullOnce(firstBlock)).kind).toBe('failed');
  expect(count()).toBe(1);
  const another = by(({ headers }) => {
    const theirs = new Headers(headers);
    theirs.set('etag', '"another"');
    return { headers: theirs };
  });
  expect((await pullOnce(another)).kind).toBe('failed');
  expect(count()).toBe(1);
  expect((await pullOnce()).kind).toBe('upToDate');
  expect(count()).toBe(3);
});

test('a segment that is kept no longer: what is here stays, the rest comes with another, and what went meanwhile goes', async () => {
  for (let n = 1; n <= 6; n += 1) model.put(modelCustomer(n));
  await signIn();
  segmentsMeet('arrives', 'lost');
  expect((await pullOnce()).kind).toBe('failed');
  expect(count()).toBe(3);
  model.remove(modelCustomer(1).id);
  model.put(modelCustomer(7));
  model.forgetSegments();
  segmentsMeet();
  expect((await pullOnce()).kind).toBe('upToDate');
  expect(names().sort()).toEqual([2, 3, 4, 5, 6, 7].map((n) => `Prova Numero${n}`));
  expect(count()).toBe(6);
});

test('where the backend goes on dropping what it lists, the load gives up for now', async () => {
  model.put(modelCustomer(1));
  await signIn();
  segmentsMeet({ status: 410 }, { status: 410 });
  expect((await pullOnce()).kind).toBe('failed');
  expect((await pullOnce()).kind).toBe('upToDate');
  expect(count()).toBe(1);
});

test('a portfolio that is lost leaves nothing; one that is gained is loaded alone, and later changes are of both', async () => {
  model.put(modelCustomer(1));
  for (const n of [2, 3]) model.put(modelCustomer(n, { portfolioId: aurora, name: `Sempronio Canarino${n}` }));
  model.see([modelPortfolio, aurora]);
  await signIn();
  await pullOnce();
  expect(count()).toBe(3);

  model.see([modelPortfolio]);
  let touched: Touched = new Set();
  await pullOnce({
    onStored: (some) => {
      touched = touchedBy(touched, some);
    },
  });
  expect(names()).toEqual(['Prova Numero1']);
  expect(touched).toEqual(new Set([modelCustomer(2).id, modelCustomer(3).id]));
  expect(files.cache((cache) => [cache.customers.byNumber('+390000001002'), cache.portfolios.all()])).toEqual([
    [],
    [modelPortfolio],
  ]);

  model.see([modelPortfolio, aurora]);
  model.edit(modelCustomer(1).id, { preference: 'la sera' });
  ranges = [];
  await pullOnce();
  expect(count()).toBe(3);
  expect(ranges).toHaveLength(1);
  model.edit(modelCustomer(2).id, { preference: 'la mattina' });
  await pullOnce();
  expect(files.cache((cache) => [1, 2].map((n) => cache.customers.byId(modelCustomer(n).id)?.preference))).toEqual([
    'la sera',
    'la mattina',
  ]);
});

test('a right that is lost in the middle of a first load is lost there too', async () => {
  for (let n = 1; n <= 4; n += 1) model.put(modelCustomer(n, { portfolioId: aurora }));
  model.put(modelCustomer(5));
  model.see([aurora, modelPortfolio]);
  await signIn();
  segmentsMeet('arrives', 'lost');
  await pullOnce();
  expect(count()).toBe(3);
  model.see([modelPortfolio]);
  model.forgetSegments();
  segmentsMeet();
  expect((await pullOnce()).kind).toBe('upToDate');
  expect(names()).toEqual(['Prova Numero5']);
});

test('a set that another agent’s program was gathering when it ended is not shown to this one', async () => {
  model.put(modelCustomer(1));
  await signIn();
  const theirs = { owner: 'B', portfolios: [aurora], manifest: { changes: 'theirs', segments: [] } };
  await files.write('begin', { target: 'next', ...theirs });
  await files.write('finish', { target: 'next' });
  const shown: (string | null)[] = [];
  const watched: Files = {
    ...files,
    async swapCache() {
      await files.swapCache();
      shown.push(files.cache((cache) => cache.mark('owner')));
    },
  };
  expect((await pullOnce({ files: watched })).kind).toBe('upToDate');
  expect(shown).toEqual(['A']);
  expect(names()).toEqual(['Prova Numero1']);
});

test('bytes that are no blocks are refused, and nothing of them is stored', async () => {
  model.put(modelCustomer(1));
  await signIn();
  const { segment } = backend;
  const wrong = (bytes: Uint8Array): Partial<PullDeps> => ({
    backend: {
      ...backend,
      segment: async (...asked) => {
        const answer = await segment(...asked);
        return answer.kind === 'ok'
          ? { kind: 'ok', value: { status: 200, headers: new Headers(), body: new Blob([bytes.slice()]).stream() } }
          : answer;
      },
    },
  });
  for (const bytes of [
    Buffer.from('<html>Welcome to the hotel</html>'),
    Buffer.from([0, 0, 0, 4, 0, 0, 0, 1, 1, 2, 3, 4]),
  ])
    expect(await pullOnce(wrong(bytes))).toMatchObject({ kind: 'failed', failure: { code: 'backend.notCornetta' } });
  expect(count()).toBe(0);
  expect((await pullOnce()).kind).toBe('upToDate');
});
