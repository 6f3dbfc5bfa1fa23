// Under which reason the agent is not ready, told to the data program: who is in a call, or writes one up, works whatever the badge says. By
// it the break from the screen is reckoned on this PC; nobody else is told.
import type { Client } from '#shared/contract/envelope';
import type { phoneData } from '#shared/contract/phoneData';
import type { Availability } from '#shared/model/availability';

type Data = Pick<Client<typeof phoneData>, 'agentStands'>;

export interface Stance {
  onAvailability(availability: Pick<Availability, 'wish' | 'heldOffBy'>): void;
  /** There is a data program (again). */
  connect(data: Data): void;
}

export function createStance(log: (level: 'warn', message: string) => void): Stance {
  let data: Data | null = null;
  let reason: string | null = null;
  function tell(): void {
    const to = data;
    to?.agentStands({ reason }).catch((error: unknown) => {
      if (to === data) log('warn', `stance: ${String(error)}`);
    });
  }
  return {
    onAvailability({ wish, heldOffBy }) {
      const now = wish.kind === 'notReady' && heldOffBy === 'nothing' ? wish.reasonCode : null;
      if (now === reason) return;
      reason = now;
      tell();
    },
    connect(newData) {
      data = newData;
      tell();
    },
  };
}
