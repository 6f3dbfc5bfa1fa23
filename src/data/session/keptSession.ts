// The session as it lies in work.db: the app starts and works with it while the backend is away.
import { z } from 'zod';
import type { DeskWorkstation } from '#shared/contract/deskData';
import { type Workstation, workstationSchema } from '#shared/protocol/workstation';

export const keptSessionSchema = z.object({
  backendUrl: z.url(),
  accessToken: z.string(),
  refreshToken: z.string(),
  workstation: workstationSchema,
});
export type KeptSession = z.infer<typeof keptSessionSchema>;

/** What the desk gets: all but how to register with the PBX. */
export function forDesk(workstation: Workstation): DeskWorkstation {
  const { pbx, ...rest } = workstation;
  const { whisper = null, barge = null, listen = null, parking = [] } = pbx.featureCodes;
  return { ...rest, extension: pbx.extension, parking, helpCodes: { whisper, barge }, listenCode: listen };
}
