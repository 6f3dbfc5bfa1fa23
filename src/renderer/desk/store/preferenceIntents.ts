// What the agent has chosen: in force on this PC at once, and, where it follows the account, told to the data process, which brings it to every other PC.
import type { Settings } from '#shared/contract/main';
import { type Chosen, defaultPreferences, preferenceNames } from '#shared/model/preferences';
import { awaitingOf } from './awaiting.ts';
import type { Programs } from './connections.ts';
import type { DeskState } from './deskState.ts';
import { workstationOf } from './selectors.ts';

export type SettingsChange = Partial<Omit<Settings, 'door' | 'headset' | 'account'>>;

/** Whose account is followed; null: nobody is signed in, or somebody who practises, whose account is nobody's. */
function followedAgent(state: DeskState) {
  const workstation = workstationOf(state);
  return workstation === null || workstation.company.practice ? null : workstation.agent.id;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * What has to become of this PC, and of the account, once the account has been heard: what was chosen anywhere is in force; what was not is as on a new PC, where
 * somebody else sat here before; where nobody did, it is as they have chosen it here, and goes to the account. Null: nothing.
 */
export function following(state: DeskState): { readonly here: Partial<Settings>; readonly account: Chosen } | null {
  const { main, data } = state;
  const agentId = followedAgent(state);
  if (main === null || data === null || agentId === null || !data.preferences.told) return null;
  const { settings } = main;
  const { chosen } = data.preferences;
  const [here, account]: [Partial<Settings>, Chosen] = [{}, {}];
  for (const name of preferenceNames) {
    const value = chosen[name];
    if (value !== undefined) {
      if (!isSame(value, settings[name])) Object.assign(here, { [name]: value });
    } else if (isSame(settings[name], defaultPreferences[name])) continue;
    else if (settings.account === null) Object.assign(account, { [name]: settings[name] });
    else if (settings.account !== agentId) Object.assign(here, { [name]: defaultPreferences[name] });
  }
  if (settings.account !== agentId) here.account = agentId;
  return Object.keys(here).length + Object.keys(account).length === 0 ? null : { here, account };
}

interface PreferenceDeps {
  readonly programs: Programs;
  readonly attempt: (work: Promise<unknown>) => Promise<boolean>;
  readonly get: () => DeskState;
}

export function preferenceIntents({ programs, attempt, get }: PreferenceDeps) {
  let namesTold = '';
  let awaitingTold = '';
  /** Choices on their way: what is heard of the account meanwhile may be of before them. */
  let underWay = 0;
  const intents = {
    changeSettings(change: SettingsChange): Promise<boolean> {
      const names = preferenceNames.filter((name) => change[name] !== undefined);
      const told = Object.fromEntries(names.map((name) => [name, change[name]])) as Chosen;
      const follows = names.length > 0 && followedAgent(get()) !== null;
      const account = follows ? attempt(programs.data.changePreferences(told)) : true;
      const here = attempt(programs.main.changeSettings(change));
      underWay += 1;
      void Promise.all([account, here]).then(() => {
        underWay -= 1;
        intents.followAccount();
      });
      return here;
    },
    toggleFavourite(number: string): Promise<boolean> {
      const before = get().main?.settings.favourites ?? [];
      const favourites = before.includes(number) ? before.filter((each) => each !== number) : [...before, number];
      return intents.changeSettings({ favourites });
    },
    /** What main calls the company's queues and reasons outside this window; nothing, while nobody is signed in. */
    tellNames(): void {
      const { queues = [], notReadyReasons = [] } = workstationOf(get()) ?? {};
      const names = {
        queues: queues.map(({ id, name }) => ({ id, labels: name })),
        reasons: notReadyReasons.map(({ code, labels }) => ({ id: code, labels })),
      };
      const told = JSON.stringify(names);
      if (get().main === null || get().data === null || told === namesTold) return;
      namesTold = told;
      void attempt(programs.main.tellNames(names));
    },
    /** Who waits for this agent, for the system to say where the desk is not in front. */
    tellAwaiting(): void {
      const { main, phone, data } = get();
      if (main === null || phone === null || data === null) return;
      const awaiting = awaitingOf(get());
      const told = JSON.stringify(awaiting);
      if (told === awaitingTold) return;
      awaitingTold = told;
      void attempt(programs.main.tellAwaiting(awaiting));
    },
    /** The account has been heard, or there is somebody to be heard of. */
    followAccount(): void {
      if (underWay > 0) return;
      const todo = following(get());
      if (todo === null) return;
      if (Object.keys(todo.account).length > 0) void attempt(programs.data.changePreferences(todo.account));
      void attempt(programs.main.changeSettings(todo.here));
    },
  };
  return intents;
}
