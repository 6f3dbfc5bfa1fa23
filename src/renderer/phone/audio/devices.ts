// Which devices there are, now and whenever that changes. Plugging in one headset makes several changes at once: they are looked
// at together, half a second after the last.
import type { Device } from '#shared/contract/deskPhone';
import type { Clock } from '../clock.ts';

const quietMs = 500;

export interface DeviceLists {
  readonly inputs: readonly Device[];
  readonly outputs: readonly Device[];
  /** The group of the system's own microphone: tells when the system has changed its mind. */
  readonly defaultInputGroup: string | null;
}

/** "default" is offered by everybody already, and "communications" is Windows' second name for one of the others. */
const isReal = ({ deviceId }: MediaDeviceInfo): boolean =>
  deviceId !== '' && deviceId !== 'default' && deviceId !== 'communications';

export function toDeviceLists(found: readonly MediaDeviceInfo[]): DeviceLists {
  const listOf = (kind: MediaDeviceKind): Device[] =>
    found
      .filter((device) => device.kind === kind && isReal(device))
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  const systems = found.find(({ kind, deviceId }) => kind === 'audioinput' && deviceId === 'default');
  return { inputs: listOf('audioinput'), outputs: listOf('audiooutput'), defaultInputGroup: systems?.groupId ?? null };
}

/** Returns the function that looks now. Whoever was looking when another look began is not heard. */
export function watchDevices(
  media: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'>,
  clock: Clock,
  onLists: (lists: DeviceLists) => void,
): () => Promise<void> {
  let looks = 0;
  let callOff = () => {};

  async function look(): Promise<void> {
    looks += 1;
    const mine = looks;
    const found = await media.enumerateDevices();
    if (mine === looks) onLists(toDeviceLists(found));
  }

  media.addEventListener('devicechange', () => {
    callOff();
    callOff = clock.after(quietMs, () => void look().catch(() => undefined));
  });
  return look;
}
