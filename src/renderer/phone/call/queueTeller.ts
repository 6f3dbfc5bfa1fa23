// How the queues hear whether this agent takes calls: by the backend's bridge to the PBX where there is one, by the site's feature
// codes where there is none, or where it cannot be reached.
import type { Client } from '#shared/contract/envelope';
import type { phoneData } from '#shared/contract/phoneData';
import type { Telling } from '#shared/model/availabilityMachine';
import type { PbxSettings } from '#shared/protocol/workstation';
import type { Engine } from '../engine/engine.ts';

export interface QueueTellerDeps {
  readonly engine: Pick<Engine, 'tellQueues'>;
  /** Null while there is no data program. */
  readonly data: () => Pick<Client<typeof phoneData>, 'tellQueues'> | null;
  readonly agentState: () => PbxSettings['agentState'];
  readonly log: (level: 'warn', message: string) => void;
}

/** Resolves with whether the PBX agreed. */
export type TellQueues = (telling: Telling) => Promise<boolean>;

export function createQueueTeller({ engine, data, agentState, log }: QueueTellerDeps): TellQueues {
  return async ({ offer, reason }) => {
    const bridge = agentState() === 'bridge' ? data() : null;
    if (bridge === null) return engine.tellQueues(offer);
    try {
      return await bridge.tellQueues({ offer, reason });
    } catch (error) {
      log('warn', `the bridge cannot be asked, the codes are dialled: ${String(error)}`);
      return engine.tellQueues(offer);
    }
  };
}
