// Which of the connected headsets gives the buttons: the chosen one, else the one whose microphone is in use.
import type { HeadsetChoice } from '#shared/contract/headset';
import type { HidDevice } from './hid.ts';

/** What the choice is made from: the microphone's name as the browser gives it, null where it is not known. */
export interface Surroundings {
  readonly choice: HeadsetChoice;
  readonly microphone: string | null;
}

type Named = Pick<HidDevice, 'vendorId' | 'productId' | 'productName'>;

/** `0b0e:2456`, as USB numbers it and as the browser ends the names of microphones. */
export const modelOf = ({ vendorId, productId }: Named): string => `${fourHex(vendorId)}:${fourHex(productId)}`;

/** Null: none is wanted, or the wanted one is not there. */
export function pickHeadset<D extends Named>(found: readonly D[], { choice, microphone }: Surroundings): D | null {
  if (choice.kind === 'none') return null;
  if (choice.kind === 'model') return found.find((each) => modelOf(each) === choice.model) ?? null;
  const own = microphone === null ? undefined : found.find((each) => isNamed(each, microphone));
  return own ?? found[0] ?? null;
}

function isNamed(headset: Named, microphone: string): boolean {
  if (microphone.includes(`(${modelOf(headset)})`)) return true;
  const name = plain(headset.productName);
  return name !== '' && plain(microphone).includes(name);
}

const fourHex = (id: number): string => id.toString(16).padStart(4, '0');
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
