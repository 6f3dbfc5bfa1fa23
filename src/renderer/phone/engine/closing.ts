// Closing a connection for good. Chromium (read in its source, and measured with 130) keeps one until the page goes, with all that
// listens to it, if it is closed between a change of its state and the event that tells of it: the event is never given out, and holds
// the connection. Short calls end while it still gathers addresses or connects, others together with the far end's media. So it is
// closed when nothing has changed for a while.

/** What the end of a call brings comes within a tenth of a second. */
const quietMs = 500;
/** A server that is asked for addresses and does not answer is given up by Chromium before this. */
const gatheringEndsMs = 15_000;

const changes = ['icegatheringstatechange', 'connectionstatechange'] as const;

/** What is read of a connection. */
export type ClosingConnection = Pick<
  RTCPeerConnection,
  'iceGatheringState' | 'localDescription' | 'addEventListener' | 'removeEventListener' | 'close'
>;

/** Nothing more is said or heard over it meanwhile, if its tracks are stopped. */
export function closeOnceQuiet(connection: ClosingConnection): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function wait(): void {
    clearTimeout(timer);
    const gathers = connection.localDescription !== null && connection.iceGatheringState !== 'complete';
    timer = setTimeout(close, gathers ? gatheringEndsMs : quietMs);
  }
  function close(): void {
    for (const change of changes) connection.removeEventListener(change, wait);
    connection.close();
  }
  for (const change of changes) connection.addEventListener(change, wait);
  wait();
}
