// Stands where a package may have the headset makers' library: `npm run package -- --vendor-headsets` puts plugins/vendor-headsets in its place.
import type { VendorService } from './vendorHeadset.ts';

export const vendorLibrary: VendorService | null = null;
