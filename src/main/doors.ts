// The doors: what is started behind the one that the agent chose, and what is stopped when it is left.
import { join } from 'node:path';
import type { MessagePortMain } from 'electron';
import type { ChannelFor } from '#shared/contract/dataProgram';
import { FailureError, failure } from '#shared/contract/failure';
import type { Settings } from '#shared/contract/main';
import { emptyCopies } from './links/openCopy.ts';
import { type Practice, type PracticeDeps, startPractice } from './practice/practice.ts';
import { type DataProgram, type DataProgramDeps, startDataProgram } from './programs/dataProgram.ts';
import { type Keyring, profileKey, setKeyAside } from './secrets/profileKey.ts';
import type { MainStore } from './state.ts';

export interface Doors {
  /** Opens a door and closes the one that was open. */
  open(door: Settings['door']): Promise<void>;
  /** There is no keyring, and the agent goes on without one. */
  acceptFileKey(): Promise<void>;
  /** There is a key that cannot be read, and the agent goes on with a new one. */
  acceptNewKey(): Promise<void>;
  openDataChannel(user: ChannelFor): MessagePortMain | null;
  /** The data program may write there; resolves to the word by which the desk names it. */
  giveFile(file: string): Promise<string>;
  /** The screen is locked or the PC goes to sleep (`away`); or neither any more. */
  presence(away: boolean): void;
  /** The folder of the files behind the door that is open. */
  profile(): string | null;
  close(): Promise<void>;
}

export interface DoorsDeps {
  readonly store: MainStore;
  readonly userData: string;
  readonly appVersion: string;
  readonly keyring: Keyring;
  readonly data: Pick<DataProgramDeps, 'runtime' | 'now' | 'onRunning' | 'log'>;
  readonly practice: Pick<PracticeDeps, 'assets' | 'say'>;
  readonly programs: string;
}

export function createDoors(deps: DoorsDeps): Doors {
  const { store } = deps;
  let data: DataProgram | null = null;
  let practice: Practice | null = null;
  let profile: string | null = null;
  let fileKeyAccepted = false;
  /**
   * One opening or closing at a time, in the order of the clicks. First goes what an app that died has left readable, in every profile:
   * whichever of them is opened now, if any.
   */
  let turn: Promise<unknown> = Promise.all(
    (['practice', 'work'] as const).map((name) => emptyCopies(join(deps.userData, name))),
  );
  /** Counts the doors that were asked for: what an earlier click still waits for is not wanted any more. */
  let lastAsked = 0;

  function inTurn(work: () => Promise<void>): Promise<void> {
    const its = turn.catch(() => {}).then(work);
    turn = its;
    return its;
  }

  /** The turn of a door, or of the end: whatever is still starting is ended at once. `work` learns whether it is the latest. */
  function instead(work: (isWanted: () => boolean) => Promise<void>): Promise<void> {
    lastAsked += 1;
    const asked = lastAsked;
    void practice?.stop();
    return inTurn(() => work(() => asked === lastAsked));
  }

  async function shut(): Promise<void> {
    await Promise.all([data?.stop(), practice?.stop()]);
    data = null;
    practice = null;
    // Where it has died it has left them.
    if (profile !== null) await emptyCopies(profile);
    profile = null;
    store.setPractice(null);
  }

  function startData(name: 'practice' | 'work', allowFile: boolean): void {
    const folder = join(deps.userData, name);
    const key = profileKey(folder, deps.keyring, allowFile);
    for (const past of ['keyring.missing', 'keyring.locked', 'files.unwritable'] as const) store.withdrawNotices(past);
    if (!key.ok) {
      store.addNotice(key.error.failure);
      return;
    }
    profile = folder;
    data = startDataProgram({
      ...deps.data,
      file: join(deps.programs, 'data.js'),
      start: { folder, key: key.value, appVersion: deps.appVersion },
      onState: (state) => store.setProgram('data', state),
    });
  }

  async function enter(door: Settings['door'], isWanted: () => boolean): Promise<void> {
    await shut();
    if (door.kind === 'connect') startData('work', fileKeyAccepted);
    if (door.kind !== 'practise') return;
    practice = startPractice({
      runtime: deps.data.runtime,
      log: deps.data.log,
      programs: deps.programs,
      ...deps.practice,
      folder: join(deps.userData, 'practice'),
      now: deps.data.now,
      onState: (program, state) => store.setProgram(program, state),
    });
    startData('practice', true);
    try {
      const access = await practice.access;
      if (isWanted()) store.setPractice(access);
    } catch (error) {
      if (!isWanted()) return;
      throw error instanceof FailureError ? error : failure('program.bug', 'main', `practice: ${String(error)}`);
    }
  }

  return {
    open: (door) =>
      instead(async (isWanted) => {
        if (!isWanted()) return;
        store.setSettings({ ...store.get().settings, door });
        await enter(door, isWanted);
      }),
    acceptFileKey: () =>
      inTurn(async () => {
        fileKeyAccepted = true;
        if (store.get().settings.door.kind === 'connect' && data === null) startData('work', true);
      }),
    acceptNewKey: () =>
      inTurn(async () => {
        if (store.get().settings.door.kind !== 'connect' || data !== null) return;
        const aside = setKeyAside(join(deps.userData, 'work'), new Date());
        if (!aside.ok) store.addNotice(aside.error.failure);
        else startData('work', fileKeyAccepted);
      }),
    openDataChannel: (user) => data?.openChannel(user) ?? null,
    async giveFile(file) {
      if (data === null) throw failure('file.notSaved', 'main', 'no data program');
      return data.giveFile(file);
    },
    presence: (away) => data?.presence(away),
    profile: () => profile,
    close: () => instead(shut),
  };
}
