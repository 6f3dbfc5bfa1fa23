// Which HID devices a page may have: headsets with a telephone's buttons, for our own pages; no keyboard, no key, nothing else. The
// rule is asked each time, so no grant is ever stored, and a headset that is plugged in later needs no click. The desk's page is
// kept out by its permissions policy (pages.ts): buttons are the phone's matter.
import type { Session } from 'electron';
import { z } from 'zod';

const telephonyPage = 0x0b;

const askedSchema = z.object({
  deviceType: z.literal('hid'),
  origin: z.string(),
  device: z.object({ collections: z.array(z.object({ usagePage: z.number() })) }),
});

/** `asked` is what Electron tells of the page and the device. */
export function mayHaveDevice(asked: unknown, ownOrigin: string): boolean {
  const known = askedSchema.safeParse(asked);
  if (!known.success || known.data.origin.replace(/\/$/, '') !== ownOrigin) return false;
  return known.data.device.collections.some(({ usagePage }) => usagePage === telephonyPage);
}

/** Asking for a device by a dialogue is refused with all other permissions; devices come by this rule alone. */
export function grantHeadsets(session: Session, ownOrigin: string): void {
  session.setDevicePermissionHandler((asked) => mayHaveDevice(asked, ownOrigin));
}
