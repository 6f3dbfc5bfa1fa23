// The doors: what is started behind the one that the agent chose, and what is stopped when it is left.
import { join } from 'node:path';
import type { MessagePortMain } from 'electron';
import { FailureError, failure } from '#shared/contract/failure';
import type { Settings } from '#shared/contract/main';
import { type Practice, type PracticeDeps, startPractice } from './practice/practice.ts';
import { type DataProgram, type DataProgramDeps, startDataProgram } from './programs/dataProgram.ts';
import { type Keyring, profileKey } from './secrets/profileKey.ts';
import type { MainStore } from './state.ts';

export interface Doors {
  /** Opens a door and closes the one that was open. */
  open(door: Settings['door']): Promise<void>;
  /** There is no keyring, and the agent goes on without one. */
  acceptFileKey(): Promise<void>;
  openDataChannel(user: 'desk' | 'phone'): MessagePortMain | null;
  close(): Promise<void>;
}

export interface DoorsDeps {
  readonly store: MainStore;
  readonly userData: string;
  readonly appVersion: string;
  readonly keyring: Keyring;
  readonly data: Pick<DataProgramDeps, 'runtime' | 'now' | 'onRunning' | 'log'>;
  readonly practice: Pick<PracticeDeps, 'assets'>;
  readonly programs: string;
}

export function createDoors(deps: DoorsDeps): Doors {
  const { store } = deps;
  let data: DataProgram | null = null;
  let practice: Practice | null = null;
  let fileKeyAccepted = false;
  /** One opening or closing at a time, in the order of the clicks. */
  let turn: Promise<void> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.catch(() => {}).then(work);
    return turn;
  }

  async function shut(): Promise<void> {
    await Promise.all([data?.stop(), practice?.stop()]);
    data = null;
    practice = null;
    store.setPractice(null);
  }

  function startData(profile: 'practice' | 'work', allowFile: boolean): void {
    const folder = join(deps.userData, profile);
    const key = profileKey(folder, deps.keyring, allowFile);
    if (!key.ok) {
      store.addNotice(key.error.failure);
      return;
    }
    store.withdrawNotices('keyring.missing');
    data = startDataProgram({
      ...deps.data,
      file: join(deps.programs, 'data.js'),
      start: { folder, key: key.value, appVersion: deps.appVersion },
      onState: (state) => store.setProgram('data', state),
    });
  }

  async function enter(door: Settings['door']): Promise<void> {
    await shut();
    if (door.kind === 'connect') startData('work', fileKeyAccepted);
    if (door.kind !== 'practise') return;
    practice = startPractice({
      runtime: deps.data.runtime,
      log: deps.data.log,
      programs: deps.programs,
      assets: deps.practice.assets,
      folder: join(deps.userData, 'practice'),
      onState: (program, state) => store.setProgram(program, state),
    });
    startData('practice', true);
    try {
      store.setPractice(await practice.access);
    } catch (error) {
      throw error instanceof FailureError ? error : failure('program.bug', 'main', `practice: ${String(error)}`);
    }
  }

  return {
    open: (door) =>
      inTurn(async () => {
        store.setSettings({ ...store.get().settings, door });
        await enter(door);
      }),
    acceptFileKey: () =>
      inTurn(async () => {
        fileKeyAccepted = true;
        if (store.get().settings.door.kind === 'connect' && data === null) startData('work', true);
      }),
    openDataChannel: (user) => data?.openChannel(user) ?? null,
    close: () => inTurn(shut),
  };
}
