// Directions of the media (RFC 3264): what we offer and answer while a call is held, and what the other side offered.
// SIP.js derives them from what was sent last, and so unholds into `recvonly`; ours depend on nothing but the hold itself.

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What we offer. Held: we may still send (the PBX plays its music to the other side), but take nothing. */
export const offerDirection = (held: boolean): Direction => (held ? 'sendonly' : 'sendrecv');

/** What we answer to an offer (RFC 3264 section 6.1), holding or not. */
export function answerDirection(offered: Direction, held: boolean): Direction {
  if (offered === 'sendrecv') return held ? 'sendonly' : 'sendrecv';
  if (offered === 'sendonly') return held ? 'inactive' : 'recvonly';
  if (offered === 'recvonly') return 'sendonly';
  return 'inactive';
}

/** The direction of the first audio section of a description; the session's where the section has none. */
export function offeredDirection(sdp: string): Direction {
  const [session = '', ...sections] = sdp.split(/^(?=m=)/m);
  const audio = sections.find((section) => section.startsWith('m=audio')) ?? '';
  return directionIn(audio) ?? directionIn(session) ?? 'sendrecv';
}

function directionIn(part: string): Direction | null {
  return (/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(part)?.[1] as Direction | undefined) ?? null;
}

/** Whether a description already names an address that media can be sent to. */
export const hasCandidate = (sdp: string): boolean => /^a=candidate:/m.test(sdp);
