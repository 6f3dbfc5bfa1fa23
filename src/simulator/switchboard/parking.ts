// Parking: a caller waits with music in a numbered place until somebody calls that number. Nobody has: the caller goes back to whoever
// parked them, and from there to the queue.
import type { Clock } from '../clock.ts';
import type { Call } from './call.ts';
import type { Calls } from './calls.ts';

export interface Parking {
  /** False: somebody is in that place. `carried` are the header lines that go with the caller. */
  park(call: Call, place: string, by: string, carried: readonly string[]): boolean;
  /** Who is in that place. */
  at(place: string): Call | undefined;
}

export interface ParkingDeps {
  readonly clock: Clock;
  calls(): Calls;
  /** How long somebody may stay there. */
  readonly parkMs: number;
  log(line: string): void;
}

export function createParking({ clock, calls, parkMs, log }: ParkingDeps): Parking {
  const at = (place: string) =>
    calls()
      .all()
      .find(({ state }) => state.kind === 'parked' && state.place === place);

  function sendBack(call: Call, place: string, by: string, carried: readonly string[]): void {
    log(`${call.id} goes back to ${by}`);
    const queue = call.queue === null ? [] : [`X-Queue: ${call.queue}`];
    calls().ringExtension(call, by, [`X-Parked: ${place}`, ...queue, ...carried], {
      onAnswered: (leg) => calls().talk(call, leg),
      onRefused() {
        if (call.queue === null) calls().end(call);
        else calls().queueUp(call, call.queue, { first: true });
      },
    });
  }

  return {
    park(call, place, by, carried) {
      if (at(place) !== undefined) return false;
      calls().park(call, place, carried);
      const { state } = call;
      clock.after(parkMs, () => {
        if (call.state === state) sendBack(call, place, by, carried);
      });
      return true;
    },
    at,
  };
}
