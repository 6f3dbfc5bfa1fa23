// How a conversation sounds, estimated: two looks at the counters of its media become one window with a mean opinion score
// (ITU-T G.107, the parts that a telephone can know), a verdict and where the fault lies. Pure; an estimate, and called so.
import { z } from 'zod';

export const qualitySchema = z.object({
  /** Mean opinion score of the worse direction, 1 to 4.5. */
  mos: z.number().min(1).max(4.5),
  verdict: z.enum(['good', 'fair', 'poor']),
  /** Null while it is good. */
  fault: z.enum(['network', 'microphone', 'farEnd']).nullable(),
  /** One way, mouth to ear. */
  delayMs: z.number().nonnegative(),
  /** Of the worse direction, 0 to 100. */
  lossPercent: z.number().min(0).max(100),
  jitterMs: z.number().nonnegative(),
});
export type Quality = z.infer<typeof qualitySchema>;

/** `silent`: since the beginning of the call nobody has been heard, for long enough to say so. */
export const soundSchema = qualitySchema.extend({ silent: z.boolean() });
export type Sound = z.infer<typeof soundSchema>;

/** The media of one call at one moment. Counters count from the beginning of the call (W3C webrtc-stats). */
export interface MediaSample {
  readonly atMs: number;
  /** What is heard. Discarded packets came too late to be played. */
  readonly received: {
    readonly packets: number;
    readonly lost: number;
    readonly discarded: number;
    readonly jitterMs: number;
    readonly bufferDelaySeconds: number;
    readonly bufferSamples: number;
    /** Of what is heard (`totalAudioEnergy`); null: the engine does not say. */
    readonly energy: number | null;
  };
  /** What is said, as the other end reports it; null while it has not. */
  readonly reported: { readonly packetsSent: number; readonly lost: number } | null;
  readonly roundTripMs: number | null;
  readonly microphone: { readonly live: boolean; readonly energy: number };
  /** What both sides have agreed on: nothing is expected of a direction that is switched off. */
  readonly sends: boolean;
  readonly receives: boolean;
  /** The agent has muted the microphone. */
  readonly muted: boolean;
  readonly connected: boolean;
  /** `audio/opus` and the like. */
  readonly codec: string | null;
}

interface Impairment {
  readonly ie: number;
  readonly bpl: number;
}

/** G.113: G.711 with loss concealment. Opus and G.722 have no narrowband figures; both conceal at least as well. */
const concealed: Impairment = { ie: 0, bpl: 25.1 };
/** G.729, as an example of what compresses harder. */
const compressed: Impairment = { ie: 11, bpl: 19 };
const codecs: Readonly<Record<string, Impairment>> = {
  'audio/opus': concealed,
  'audio/g722': concealed,
  'audio/pcma': concealed,
  'audio/pcmu': concealed,
};

/** Coding and packets of 20 ms, sound card and all, on both sides. */
const endpointsMs = 30;

/** The transmission rating R of G.107 with its default values, less what delay and loss take from it. */
export function rating(line: { delayMs: number; lossPercent: number; codec: string | null }): number {
  const { delayMs, lossPercent } = line;
  const { ie, bpl } = line.codec === null ? concealed : (codecs[line.codec.toLowerCase()] ?? compressed);
  const delayed = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const effective = ie + ((95 - ie) * lossPercent) / (lossPercent + bpl);
  return 93.2 - delayed - effective;
}

/** G.107 annex B. Below R = 6.5 its curve falls under 1, which no listener can say. */
export function meanOpinionScore(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
}

/** Good, as the field draws the line; poor is where G.109 counts many users dissatisfied (R < 70). */
const good = { mos: 4, delayMs: 150, lossPercent: 1, jitterMs: 30 };
const poorMos = 3.6;
/** Incoming loss alone is the other side's while our own way out is this clean. */
const clean = { lossPercent: 0.5, roundTripMs: 150 };
/** One step of 16 bits, for a second: a microphone that works is never this quiet. */
const silentEnergyPerSecond = 1e-10;
/** −50 dBFS for a second: above what lines hum and comfort noise hisses, far below a voice that speaks for a tenth of the time. */
const voiceEnergyPerSecond = 1e-5;

const grown = (before: number, after: number): number => Math.max(0, after - before);
const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(100, (100 * part) / whole));

/** Null where there was nothing to judge: held, or about to be. */
export function assess(before: MediaSample, after: MediaSample): Quality | null {
  if (!before.receives || !after.receives || !before.sends || !after.sends) return null;
  const arrived = grown(before.received.packets, after.received.packets);
  const lost = grown(before.received.lost, after.received.lost);
  const discarded = grown(before.received.discarded, after.received.discarded);
  const heardLoss = arrived === 0 ? 100 : percent(lost + discarded, arrived + lost);
  const saidLoss = reportedLoss(before, after);
  const samples = grown(before.received.bufferSamples, after.received.bufferSamples);
  const buffered = grown(before.received.bufferDelaySeconds, after.received.bufferDelaySeconds);
  const bufferMs = samples === 0 ? 0 : (buffered / samples) * 1_000;
  const delayMs = (after.roundTripMs ?? 0) / 2 + bufferMs + endpointsMs;
  const lossPercent = Math.max(heardLoss, saidLoss ?? 0);
  const jitterMs = after.received.jitterMs;
  const mos = meanOpinionScore(rating({ delayMs, lossPercent, codec: after.codec }));
  const line = { mos, delayMs, lossPercent, jitterMs };
  if (isSilent(before, after)) return { ...line, verdict: 'poor', fault: 'microphone' };
  const verdict = verdictOn(line);
  if (verdict === 'good') return { ...line, verdict, fault: null };
  const theirs =
    after.connected &&
    saidLoss !== null &&
    saidLoss < clean.lossPercent &&
    (after.roundTripMs ?? 0) < clean.roundTripMs &&
    (heardLoss >= good.lossPercent || jitterMs >= good.jitterMs);
  return { ...line, verdict, fault: theirs ? 'farEnd' : 'network' };
}

function verdictOn(line: Pick<Quality, 'mos' | 'delayMs' | 'lossPercent' | 'jitterMs'>): Quality['verdict'] {
  if (line.mos < poorMos) return 'poor';
  const isGood =
    line.mos >= good.mos &&
    line.delayMs < good.delayMs &&
    line.lossPercent < good.lossPercent &&
    line.jitterMs < good.jitterMs;
  return isGood ? 'good' : 'fair';
}

function reportedLoss({ reported: before }: MediaSample, { reported: after }: MediaSample): number | null {
  if (before === null || after === null) return null;
  return percent(grown(before.lost, after.lost), grown(before.packetsSent, after.packetsSent));
}

/** Nobody can hear the agent, though the agent thinks so. */
function isSilent(before: MediaSample, after: MediaSample): boolean {
  if (before.muted || after.muted) return false;
  if (!after.microphone.live) return true;
  const seconds = (after.atMs - before.atMs) / 1_000;
  return grown(before.microphone.energy, after.microphone.energy) < silentEnergyPerSecond * seconds;
}

/** Somebody was heard in between, or it cannot be told. */
export function isVoice(before: MediaSample, after: MediaSample): boolean {
  if (before.received.energy === null || after.received.energy === null) return true;
  const seconds = (after.atMs - before.atMs) / 1_000;
  return grown(before.received.energy, after.received.energy) >= voiceEnergyPerSecond * seconds;
}

/** A whole conversation in one short line, for its record: `mos 4.1 min 3.2 poor 4%`. Null where nothing was judged. */
export function summarise(windows: readonly Pick<Quality, 'mos' | 'verdict'>[]): string | null {
  if (windows.length === 0) return null;
  const scores = windows.map(({ mos }) => mos);
  const mean = scores.reduce((sum, mos) => sum + mos, 0) / scores.length;
  const poor = windows.filter(({ verdict }) => verdict === 'poor').length;
  const share = Math.round(percent(poor, windows.length));
  return `mos ${mean.toFixed(1)} min ${Math.min(...scores).toFixed(1)} poor ${share}%`;
}
