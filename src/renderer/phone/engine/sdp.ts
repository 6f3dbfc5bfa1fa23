// What is in our descriptions: which codecs and how, and the directions of the media (RFC 3264): what we offer and answer while a
// call is held, and what the other side offered.
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

/** Whether a description already names an address that media can be sent to: TCP, which Chromium offers too, takes no PBX. */
export const hasCandidate = (sdp: string): boolean => /^a=candidate:\S+ \d+ udp /im.test(sdp);

/** In the order of preference: what loses least first. Whatever is not named here (comfort noise, redundancy) is not offered. */
const spoken = ['audio/opus', 'audio/g722', 'audio/pcma', 'audio/pcmu', 'audio/telephone-event'];

/** The codecs that a telephone offers, best first; digits at every rate that there is (RFC 4733 goes with the codec's clock). */
export function speechCodecs<C extends { readonly mimeType: string }>(codecs: readonly C[]): C[] {
  const placed = codecs.map((codec) => ({ codec, place: spoken.indexOf(codec.mimeType.toLowerCase()) }));
  return placed
    .filter(({ place }) => place !== -1)
    .sort((a, b) => a.place - b.place)
    .map(({ codec }) => codec);
}

/** Opus for one voice over a line that may lose (RFC 7587): the lost is mended from the next packet, and silence is sent too. */
const opusForSpeech = [
  ['minptime', '10'],
  ['useinbandfec', '1'],
  ['usedtx', '0'],
  ['stereo', '0'],
  ['sprop-stereo', '0'],
  ['maxaveragebitrate', '32000'],
] as const;
const packetMs = 20;

/** A description of ours that asks for Opus as above, in packets of 20 ms. Every other line stays as it is. */
export function tuneOpus(sdp: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=audio') ? tuneSection(section) : section))
    .join('');
}

function tuneSection(section: string): string {
  const payloads = [...section.matchAll(/^a=rtpmap:(\d+) opus\/48000/gim)].map(([, payload = '']) => payload);
  if (payloads.length === 0) return section;
  const tuned = payloads.reduce(tunePayload, section);
  if (/^a=ptime:/m.test(tuned)) return tuned;
  return tuned.replace(/^(a=rtpmap:\d+ opus\/48000.*?(\r?\n))/im, `$1a=ptime:${packetMs}$2`);
}

function tunePayload(section: string, payload: string): string {
  const format = new RegExp(`^a=fmtp:${payload} (.*?)(\\r?)$`, 'm');
  const tuned = (given: string): string => `a=fmtp:${payload} ${opusParameters(given)}`;
  if (format.test(section)) {
    return section.replace(format, (_line, given: string, end: string) => `${tuned(given)}${end}`);
  }
  const rtpmap = new RegExp(`^a=rtpmap:${payload} .*?(\\r?\\n)`, 'm');
  return section.replace(rtpmap, (line, end: string) => `${line}${tuned('')}${end}`);
}

/** What is given, with ours in its place or after it. */
function opusParameters(given: string): string {
  const parameters = new Map<string, string>();
  for (const part of given.split(';')) {
    const [name = '', ...rest] = part.trim().split('=');
    const value = rest.join('=');
    if (name !== '') parameters.set(name.toLowerCase(), value);
  }
  for (const [name, value] of opusForSpeech) parameters.set(name, value);
  return [...parameters].map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join(';');
}

/** An offer without the addresses in it, and those addresses: whoever has the one only looks for no path yet. */
export function partCandidates(sdp: string): { readonly offer: string; readonly candidates: RTCIceCandidateInit[] } {
  const [, ...sections] = sdp.split(/^(?=m=)/m);
  const candidates = sections.flatMap((section, sdpMLineIndex) =>
    [...section.matchAll(/^a=(candidate:.*?)\r?$/gm)].map(([, candidate = '']) => ({ candidate, sdpMLineIndex })),
  );
  return { offer: sdp.replace(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, ''), candidates };
}
