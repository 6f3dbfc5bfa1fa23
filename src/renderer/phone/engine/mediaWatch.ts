// Whether the sound of a call still has a path: by what ICE says, and by whether packets come in. A path that is broken for long
// does not mend itself when the network has changed: the agent's PC has another address then, which the other side must hear of.
import type { Clock } from '../clock.ts';

/** Chromium says "disconnected" after some 3 s without a packet: that often goes by, but another path does no harm either. */
const patienceMs = 500;
/** While it stays broken, another one is asked for: the first offer may come before Chromium has seen the new network (it looks every 2 s). */
const againMs = 2_000;
/** In this time some fifteen packets come in. */
const listenMs = 300;

/** What is read of a connection. */
export type WatchedConnection = Pick<RTCPeerConnection, 'connectionState' | 'addEventListener' | 'getStats'>;

/** Calls `onBroken` when the path has been broken for too long, and again as long as it stays so. Ends with the connection. */
export function watchMedia(connection: WatchedConnection, clock: Clock, onBroken: () => void): void {
  let callOff: (() => void) | null = null;

  function expectBy(ms: number): void {
    callOff?.();
    callOff = clock.after(ms, () => {
      // Whoever closes a connection is not told of it.
      if (connection.connectionState === 'closed') return;
      onBroken();
      expectBy(againMs);
    });
  }

  connection.addEventListener('connectionstatechange', () => {
    const state = connection.connectionState;
    if (state === 'disconnected') {
      if (callOff === null) expectBy(patienceMs);
    } else if (state === 'failed') expectBy(0);
    else if (state === 'connected' || state === 'closed') {
      callOff?.();
      callOff = null;
    }
  });
}

/** Whether sound comes in. Where none is expected (held), what ICE believes has to do. */
export async function mediaFlow(
  connection: WatchedConnection,
  isSoundExpected: boolean,
  clock: Clock,
): Promise<boolean> {
  if (connection.connectionState !== 'connected') return false;
  if (!isSoundExpected) return true;
  const before = await packetsReceived(connection);
  await new Promise<void>((resolve) => clock.after(listenMs, resolve));
  return (await packetsReceived(connection)) > before;
}

async function packetsReceived(connection: WatchedConnection): Promise<number> {
  let received = 0;
  (await connection.getStats()).forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'inbound-rtp') received += entry.packetsReceived ?? 0;
  });
  return received;
}
