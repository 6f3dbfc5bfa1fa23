// Which of the PBX's addresses may be used: numbers, passwords' digests and the fingerprints that the sound's keys stand on go over them.

const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Nobody between the phone and the PBX can read or change what they say: `wss:`, or `ws:` that never leaves this machine. False of what is no address. */
export function isSecured(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'wss:' || (protocol === 'ws:' && thisMachine.test(hostname));
}
