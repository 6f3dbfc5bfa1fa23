// The headset makers' library with a headset that is in the test's hands.
import type { VendorService } from '../../src/renderer/phone/headset/vendorHeadset.ts';

export function createFakeVendorLibrary() {
  const told: unknown[][] = [];
  let heard: (event: unknown) => void = () => {};
  const note =
    (what: string) =>
    (...args: readonly unknown[]): Promise<void> => {
      told.push([what, ...args]);
      return Promise.resolve();
    };
  const service: VendorService = {
    headsetEvents$: {
      subscribe(listener) {
        heard = listener;
      },
    },
    deviceIsSupported: ({ micLabel }) => micLabel.includes('EPOS'),
    activeMicChange: note('microphone'),
    retryConnection: note('retry'),
    incomingCall: note('incoming'),
    outgoingCall: note('outgoing'),
    answerCall: note('answered'),
    rejectCall: note('rejected'),
    setMute: note('mute'),
    setHold: note('hold'),
    endCall: note('ended'),
  };
  return { service, told, says: (event: string, payload: unknown) => heard({ event, payload }) };
}
