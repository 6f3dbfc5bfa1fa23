// Takes the place of src/renderer/phone/headset/vendorLibrary.ts in a package that brings the headset makers' library.
import HeadsetService from 'softphone-vendor-headsets';

const quiet = () => {};

/** It logs at length, and conversations by name: what the phone logs of a headset is enough. */
const logger = { info: quiet, debug: quiet, warn: quiet, error: quiet };

export const vendorLibrary = HeadsetService.getInstance({ logger, appName: 'Cornetta' });
