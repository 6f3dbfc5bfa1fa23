// How large everything on the desk is: Ctrl (on a Mac the command key) with plus, minus and 0, as in a browser, or by name from the desk. Chromium remembers it.
import type { Input } from 'electron';
import type { ZoomStep } from '#shared/contract/main';

const steps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** What a rounding may change. */
const near = 0.01;

/** The factor one step on. */
export function zoomed(now: number, step: ZoomStep): number {
  if (step === 'in') return steps.find((each) => each > now + near) ?? now;
  return step === 'out' ? (steps.findLast((each) => each < now - near) ?? now) : 1;
}

/** The factor that these keys ask for, from 0.8 to 2; null where they ask for none. */
export function zoomAfter(
  now: number,
  { type, key, control, meta, alt }: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt'>,
  isMac: boolean,
): number | null {
  if (type !== 'keyDown' || alt || control === isMac || meta !== isMac) return null;
  // The plus stands on a key of its own, above the equals sign, or among the digits at the right.
  if (key === '+' || key === '=') return zoomed(now, 'in');
  if (key === '-') return zoomed(now, 'out');
  return key === '0' ? zoomed(now, 'usual') : null;
}
