// Closing a connection for good. Chromium (measured with 130) keeps one that is closed while it still gathers addresses, as short
// calls are, until the page goes: it is closed when it is done with that, which is a tenth of a second later.

/** A server that is asked for addresses and does not answer is given up by Chromium before this. */
const gatheringEndsMs = 15_000;

/** What is read of a connection. */
export type ClosingConnection = Pick<
  RTCPeerConnection,
  'iceGatheringState' | 'localDescription' | 'addEventListener' | 'removeEventListener' | 'close'
>;

/** Nothing more is said or heard over it meanwhile, if its tracks are stopped. */
export function closeOnceGathered(connection: ClosingConnection): void {
  const gathers = connection.localDescription !== null && connection.iceGatheringState !== 'complete';
  if (!gathers) {
    connection.close();
    return;
  }
  const deadline = setTimeout(close, gatheringEndsMs);
  function close(): void {
    clearTimeout(deadline);
    connection.removeEventListener('icegatheringstatechange', onState);
    connection.close();
  }
  function onState(): void {
    if (connection.iceGatheringState === 'complete') close();
  }
  connection.addEventListener('icegatheringstatechange', onState);
}
