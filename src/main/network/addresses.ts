// The addresses of this PC in its networks. No system tells a program when they change, and Chromium tells its pages of a network
// that comes or goes but not of another one: so they are looked at, every half second, which takes a tenth of a millisecond.
import type { NetworkInterfaceInfo, networkInterfaces } from 'node:os';

const everyMs = 500;

export interface AddressWatchDeps {
  readonly interfaces: () => ReturnType<typeof networkInterfaces>;
  readonly onChange: () => void;
}

/** Tells of an address that has come or gone. The result ends it. */
export function watchAddresses({ interfaces, onChange }: AddressWatchDeps): () => void {
  let known = addressesOf(interfaces());
  const timer = setInterval(() => {
    const now = addressesOf(interfaces());
    if (now === known) return;
    known = now;
    onChange();
  }, everyMs);
  // Nothing stays alive for its sake.
  timer.unref();
  return () => clearInterval(timer);
}

/** Those that others can reach this PC at, in an order that does not change. */
function addressesOf(interfaces: ReturnType<typeof networkInterfaces>): string {
  const reachable = ({ internal, scopeid, family }: NetworkInterfaceInfo): boolean =>
    // One of the link alone (fe80::) reaches no PBX.
    !internal && (family === 'IPv4' || scopeid === 0);
  return Object.entries(interfaces)
    .flatMap(([name, found = []]) => found.filter(reachable).map(({ address }) => `${name} ${address}`))
    .sort()
    .join();
}
