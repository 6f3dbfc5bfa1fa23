// How large everything on the desk is: Ctrl (on a Mac the command key) with plus, minus and 0, as in a browser. Chromium remembers it.
import type { Input } from 'electron';

const steps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** What a rounding may change. */
const near = 0.01;

/** The factor that these keys ask for, from 0.8 to 2; null where they ask for none. */
export function zoomAfter(
  now: number,
  { type, key, control, meta, alt }: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt'>,
  isMac: boolean,
): number | null {
  if (type !== 'keyDown' || alt || control === isMac || meta !== isMac) return null;
  // The plus stands on a key of its own, above the equals sign, or among the digits at the right.
  if (key === '+' || key === '=') return steps.find((step) => step > now + near) ?? now;
  if (key === '-') return steps.findLast((step) => step < now - near) ?? now;
  return key === '0' ? 1 : null;
}
