// Files of cases in any order of what agents, networks, disks and the power do: none that was said to be kept is lost without a word, none
// is on the backend twice, and what is there is what was added.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { house } from '#server/db/seenBy';
import { bytesOf } from '#server/repositories/attachments';
import { handedPieceBytes } from '#shared/contract/attachments';
import { FailureError } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { problemUrn } from '#shared/protocol/errors';
import { createPatientClock, type PatientClock, type Rig, startRig } from '#test/support/dataRig';
import { type Fate, injectedFetch } from '#test/support/injectedFetch';
import { madeFile } from '#test/support/madeFiles';
import { rounds } from '#test/support/rounds';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { type TroubledDisk, troubleDisk } from '#test/support/troubledDisk';

let server: TestServer;
let disk: TroubledDisk;
let caseId: string;
beforeAll(async () => {
  server = await startTestServer();
  disk = await troubleDisk();
  const open = await server.write((tx) =>
    tx.selectFrom('cases').select('id').where('status', '<>', 'closed').executeTakeFirstOrThrow(),
  );
  caseId = open.id;
});
afterAll(async () => {
  disk.stop();
  await server.stop();
});
vi.setConfig({ testTimeout: 300_000 });

const problem = (type: Parameters<typeof problemUrn>[0], status: number) =>
  new Response(JSON.stringify({ type: problemUrn(type), title: type, status }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
/** What becomes of the next request about a file. */
const fates = {
  through: () => 'through' as const,
  unheard: () => 'unheard' as const,
  lost: () => 'lost' as const,
  twice: () => 'twice' as const,
  notSeen: () => problem('not-found', 404),
  restricted: () => problem('restricted', 423),
  busy: () => problem('unavailable', 503),
  proxy: () => new Response('<html>', { status: 502 }),
} satisfies Record<string, () => Fate>;
type FateName = keyof typeof fates;
const fateNames = Object.keys(fates) as FateName[];

const limit = (perCase: number) =>
  server.write((tx) =>
    tx
      .updateTable('company')
      .set({ policy: JSON.stringify({ attachments: { perCase } }) })
      .execute(),
  );
const here = () =>
  server.write((tx) => tx.selectFrom('attachments').select(['id', 'name']).where('state', '=', 'here').execute());
async function hashOf(id: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of bytesOf(server.deps.db.query, house, id, null)) hash.update(piece);
  return hash.digest('hex');
}

/** One agent's PC, over as many lives of the program as it takes. */
function createPc() {
  const clock: PatientClock = createPatientClock();
  const folders: string[] = [];
  const coming: FateName[] = [];
  let life = 0;
  let rig: Rig;

  async function start(folder: string): Promise<void> {
    folders.push(folder);
    life += 1;
    const mine = life;
    const fetch = injectedFetch(
      () => server.app,
      ({ path }) => {
        // A program that was killed asks nothing more.
        if (mine !== life) return 'unheard';
        return path.startsWith('/v1/attachments') ? fates[coming.shift() ?? 'through']() : 'through';
      },
    );
    rig = await startRig({ folder, clock, fetch });
  }
  const newFolder = () => mkdtempSync(join(tmpdir(), 'cornetta-any-order-'));
  const end = async () => {
    life += 1;
    await rig.stop();
  };
  const loaded = () => rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');

  return {
    /** What becomes of the next requests about files. */
    coming,
    get rig() {
      return rig;
    },
    async begin() {
      await start(newFolder());
      await rig.signIn('cornetta');
      await loaded();
    },
    /** Another program begins on the disk as it is at this instant, whatever the old one was about to do. */
    async kill() {
      const after = newFolder();
      cpSync(must(folders.at(-1), 'a folder'), after, { recursive: true, filter: (path) => !path.endsWith('-shm') });
      await end();
      await start(after);
      await loaded();
    },
    /** So many turns, and moments of those who wait. */
    async run(turns: number) {
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (turn % 12 === 11) clock.passToNext();
      }
    },
    async end() {
      await end();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const file = (number: number, bytes: number) => ({ name: `file-${number}.pdf`, bytes: madeFile('pdf', bytes, number) });

/** As the desk does it; false: it was never said to be kept. */
async function attach({ desk }: Rig, { name, bytes }: ReturnType<typeof file>): Promise<boolean> {
  try {
    const begun = await desk.beginAttachment({ caseId, name, bytes: bytes.length });
    if (begun.kind === 'refused') return false;
    for (let at = 0; at < bytes.length; at += handedPieceBytes)
      await desk.handAttachment({ id: begun.id, bytes: bytes.subarray(at, at + handedPieceBytes) });
    return (await desk.keepAttachment({ id: begun.id })).kind === 'kept';
  } catch (error) {
    // A full disk, or a program that was killed: the desk says so.
    if (error instanceof FailureError) return false;
    throw error;
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('attach' as const), bytes: fc.integer({ min: 600, max: 1_300_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('killedWhileAttaching' as const),
      bytes: fc.integer({ min: 600, max: 900_000 }),
      turns: fc.nat(60),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('run' as const), turns: fc.nat(150) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('network' as const),
      fates: fc.array(fc.constantFrom(...fateNames), { minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('disk' as const),
      trouble: fc.constantFrom('none', 'noRoom', 'noRoomForRows', 'held'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('limit' as const), perCase: fc.constantFrom(0, 1, 100) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(9), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), which: fc.nat(9) }) },
);

function trouble(which: 'none' | 'noRoom' | 'noRoomForRows' | 'held'): void {
  disk.files('write', which === 'noRoom' ? 'ENOSPC' : null);
  disk.files('read', which === 'held' ? 'EBUSY' : null);
  disk.workIsFull(which === 'noRoomForRows');
}

test('whatever happens in whatever order, each file that was kept is on the backend once, or is asked about', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
      await server.write((tx) => tx.deleteFrom('attachments').execute());
      await limit(100);
      const pc = createPc();
      await pc.begin();
      const kept = new Map<string, ReturnType<typeof file>>();
      const dropped = new Set<string>();
      let number = 0;
      const own = () => pc.rig.state().attachments.own;
      const said = (error: unknown) => {
        if (!(error instanceof FailureError)) throw error;
      };

      for (const taken of steps) {
        switch (taken.kind) {
          case 'attach': {
            const one = file(number++, taken.bytes);
            if (await attach(pc.rig, one)) kept.set(one.name, one);
            break;
          }
          case 'killedWhileAttaching': {
            const one = file(number++, taken.bytes);
            let isDead = false;
            const attached = attach(pc.rig, one).then((isKept) => {
              // What a program says that was killed, nobody hears.
              if (isKept && !isDead) kept.set(one.name, one);
            });
            await pc.run(taken.turns);
            isDead = true;
            await pc.kill();
            await attached;
            break;
          }
          case 'run':
            await pc.run(taken.turns);
            break;
          case 'kill':
            await pc.kill();
            break;
          case 'network':
            pc.coming.push(...taken.fates);
            break;
          case 'disk':
            trouble(taken.trouble);
            break;
          case 'limit':
            await limit(taken.perCase);
            break;
          case 'again': {
            const refused = own().filter(({ state }) => state.kind === 'refused');
            const one = refused[taken.which % Math.max(1, refused.length)];
            if (one === undefined) break;
            const again = () => pc.rig.desk.sendAgain({ id: one.id }).catch(said);
            await Promise.all(taken.twice ? [again(), again()] : [again()]);
            break;
          }
          case 'drop': {
            const unsent = own().filter(({ state }) => state.kind === 'refused' || state.kind === 'waiting');
            const one = unsent[taken.which % Math.max(1, unsent.length)];
            if (one === undefined) break;
            await pc.rig.desk
              .dropAttachment({ id: one.id })
              .then(() => dropped.add(one.name))
              .catch(said);
            break;
          }
        }
        // Nothing that was said to be kept has vanished: it is shown here, or it has arrived.
        const known = new Set([...own(), ...(await here())].map(({ name }) => name));
        expect([...kept.keys()].filter((name) => !dropped.has(name) && !known.has(name))).toEqual([]);
      }

      trouble('none');
      pc.coming.length = 0;
      await limit(100);
      await pc.rig.until('everything has arrived', async () => {
        for (const { id, state } of own())
          if (state.kind === 'refused') {
            expect(pc.rig.state().sync.outbox.setAside).toBeGreaterThan(0);
            await pc.rig.desk.sendAgain({ id });
          }
        return own().length === 0;
      });
      const arrived = await here();
      const names = arrived.map(({ name }) => name);
      expect(names).toHaveLength(new Set(names).size);
      expect([...kept.keys()].filter((name) => !dropped.has(name) && !names.includes(name))).toEqual([]);
      for (const { id, name } of arrived) {
        const one = kept.get(name);
        if (one !== undefined) expect(await hashOf(id)).toBe(createHash('sha256').update(one.bytes).digest('hex'));
      }
      expect(pc.rig.state().sync.notices.filter(({ code }) => !code.startsWith('files.'))).toEqual([]);
      await pc.end();
    }),
    { numRuns: rounds({ short: 10, long: 200 }), endOnFailure: true },
  );
});
