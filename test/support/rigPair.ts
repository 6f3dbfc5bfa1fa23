// PCs at one backend, each signed in, their caches loaded: two agents, or one agent in two places.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Customer } from '#shared/model/customer';
import { createPatientClock, type PatientClock, type Rig, startRig } from './dataRig.ts';
import { createModelBackend, type ModelBackend } from './modelBackend.ts';

interface Shared {
  readonly folder: string;
  readonly backend: ModelBackend;
  readonly clock: PatientClock;
  /** Takes their files along. */
  stop(): Promise<void>;
}
/** Each under its name, which is its folder's; a test may start one anew in its place. */
export type RigPair<Name extends string> = Shared & Record<Name, Rig>;

export async function startRigPair<const Name extends string>(
  customers: readonly Customer[],
  names: readonly [Name, Name],
): Promise<RigPair<Name>> {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-pair-'));
  const backend = createModelBackend();
  for (const customer of customers) backend.put(customer);
  const clock = createPatientClock();
  const start = async (name: Name): Promise<[Name, Rig]> => {
    const rig = await startRig({ folder: join(folder, name), fetch: backend.fetch, clock });
    await rig.signIn();
    await rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');
    return [name, rig];
  };
  const rigs = Object.fromEntries([await start(names[0]), await start(names[1])]) as Record<Name, Rig>;
  const pair: RigPair<Name> = {
    folder,
    backend,
    clock,
    async stop() {
      for (const name of names) await pair[name].stop();
      rmSync(folder, { recursive: true, force: true });
    },
    ...rigs,
  };
  return pair;
}
