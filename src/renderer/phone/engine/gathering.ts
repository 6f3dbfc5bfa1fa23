// When a description of ours names the addresses that it takes to be sent.
import { hasCandidate } from './sdp.ts';

export interface GatheringPatience {
  /** Wait this long for better candidates once there is one of this machine. */
  readonly afterHostCandidateMs: number;
  /** Never wait longer than this for another one. */
  readonly gatheringDeadlineMs: number;
  /** Nor than this for the first one. */
  readonly networkDeadlineMs: number;
}

/** What is read of a connection. */
export type GatheringConnection = Pick<
  RTCPeerConnection,
  'iceGatheringState' | 'localDescription' | 'addEventListener' | 'removeEventListener'
>;

/**
 * Good enough is: complete; or a candidate that reaches beyond this machine; or a moment after the first one of its own. None at all
 * means that Chromium has not seen the network yet that the PC is in now, and goes on by itself when it does. A description without
 * any is never made: Asterisk would answer it without ICE, and the library end the call.
 * A later description that names any names all.
 */
export function gathered(connection: GatheringConnection, patience: GatheringPatience): Promise<void> {
  const isEmpty = (): boolean => !hasCandidate(connection.localDescription?.sdp ?? '');
  if (!isEmpty()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const finishIfAny = (): void => {
      if (!isEmpty()) finish();
    };
    const timers = [
      setTimeout(finishIfAny, patience.gatheringDeadlineMs),
      setTimeout(finish, patience.networkDeadlineMs),
    ];
    const waitForBetter = (): void => void timers.push(setTimeout(finish, patience.afterHostCandidateMs));
    function finish(): void {
      for (const timer of timers) clearTimeout(timer);
      connection.removeEventListener('icecandidate', onCandidate);
      connection.removeEventListener('icegatheringstatechange', onState);
      if (isEmpty()) reject(new Error('no network'));
      else resolve();
    }
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent): void => {
      if (candidate === null || isEmpty()) return;
      if (candidate.type === 'srflx' || candidate.type === 'relay') finish();
      else waitForBetter();
    };
    const onState = (): void => {
      if (connection.iceGatheringState === 'complete') finishIfAny();
    };
    connection.addEventListener('icecandidate', onCandidate);
    connection.addEventListener('icegatheringstatechange', onState);
  });
}
