// The world on Asterisk: the same story with a PBX that is not ours.
import { startBackend } from '../support/backend.ts';
import { backendView, type World } from '../support/world.ts';
import { type Asterisk, startAsterisk } from './asterisk.ts';
import { isQueueId } from './callCentre.ts';

export interface AsteriskWorld extends World {
  readonly asterisk: Asterisk;
}

export async function asteriskWorld(report: (line: string) => void): Promise<AsteriskWorld> {
  const asterisk = await startAsterisk(report);
  const backend = await startBackend({ pbxUrl: asterisk.wsUrl });
  return {
    asterisk,
    ...(await backendView(backend.url)),
    async ring({ caller, queue, name = '' }) {
      if (!isQueueId(queue)) throw new Error(`Asterisk has no queue ${queue}`);
      return asterisk.ringQueue({ number: caller === 'withheld' ? 'anonymous' : caller, name, queue });
    },
    async stop() {
      await backend.stop();
      await asterisk.stop();
    },
  };
}
