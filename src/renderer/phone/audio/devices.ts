// Which devices there are, now and whenever that changes, and which of them an earlier choice means. Plugging in one headset
// makes several changes: the first is looked at at once, what follows within half a second together.
import type { ChosenDevice, Device } from '#shared/contract/deskPhone';
import type { Clock } from '../clock.ts';

const quietMs = 500;

/** A device as the browser tells of it: its microphone and its speaker have the same group. */
export interface FoundDevice extends Device {
  readonly group: string;
}

export interface DeviceLists {
  readonly inputs: readonly FoundDevice[];
  readonly outputs: readonly FoundDevice[];
  /** What the system uses by itself; the group tells when it has changed its mind. */
  readonly system: { readonly input: FoundDevice | null; readonly output: FoundDevice | null };
  /** Names are given only to those who may use the microphone: without them nothing can be said of who is here. */
  readonly named: boolean;
}

export const noDevices: DeviceLists = { inputs: [], outputs: [], system: { input: null, output: null }, named: false };

/** "default" is offered by everybody already, and "communications" is Windows' second name for one of the others. */
const isReal = ({ deviceId }: MediaDeviceInfo): boolean =>
  deviceId !== '' && deviceId !== 'default' && deviceId !== 'communications';

const toFound = ({ deviceId, label, groupId }: MediaDeviceInfo): FoundDevice => ({
  id: deviceId,
  label,
  group: groupId,
});

export function toDeviceLists(found: readonly MediaDeviceInfo[]): DeviceLists {
  const listOf = (kind: MediaDeviceKind): FoundDevice[] =>
    found.filter((device) => device.kind === kind && isReal(device)).map(toFound);
  const systemOf = (kind: MediaDeviceKind): FoundDevice | null => {
    const second = found.find((device) => device.kind === kind && device.deviceId === 'default');
    return second === undefined ? null : toFound(second);
  };
  return {
    inputs: listOf('audioinput'),
    outputs: listOf('audiooutput'),
    system: { input: systemOf('audioinput'), output: systemOf('audiooutput') },
    named: found.some(({ label }) => label !== ''),
  };
}

/** The chosen one among those that are here: by its id, else by name and group, else by a name that only one has. */
export function findChosen(chosen: ChosenDevice, devices: readonly FoundDevice[]): FoundDevice | null {
  const byId = devices.find(({ id }) => id === chosen.id);
  if (byId !== undefined || chosen.label === '') return byId ?? null;
  const namesakes = devices.filter(({ label }) => label === chosen.label);
  const sameGroup = namesakes.find(({ group }) => group === chosen.group);
  return sameGroup ?? (namesakes.length === 1 ? (namesakes[0] ?? null) : null);
}

/** The name of the device behind the system's own; null where it cannot be told. */
export function systemLabel(system: FoundDevice | null, devices: readonly FoundDevice[]): string | null {
  return devices.find(({ group }) => group === system?.group)?.label ?? null;
}

/** Returns the function that looks now. Whoever was looking when another look began is not heard. */
export function watchDevices(
  media: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'>,
  clock: Clock,
  onLists: (lists: DeviceLists) => void,
): () => Promise<void> {
  let looks = 0;
  let callOff: (() => void) | null = null;

  async function look(): Promise<void> {
    looks += 1;
    const mine = looks;
    const found = await media.enumerateDevices();
    if (mine === looks) onLists(toDeviceLists(found));
  }
  const glance = (): void => void look().catch(() => undefined);

  media.addEventListener('devicechange', () => {
    // Who talks does not wait for a list to come to rest.
    if (callOff === null) glance();
    callOff?.();
    callOff = clock.after(quietMs, () => {
      callOff = null;
      glance();
    });
  });
  return look;
}
