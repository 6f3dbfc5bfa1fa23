// The phone's own sounds, computed: no recordings to ship, none to license. 16-bit mono WAV.

export type Tone = 'ring' | 'knock' | 'ringback' | 'beep' | 'reminder';

const sampleRate = 16_000;

interface Note {
  readonly hertz: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  /** 0 to 1. */
  readonly loudness: number;
}

interface Score {
  readonly totalMs: number;
  readonly notes: readonly Note[];
}

/**
 * Two rising thirds, then a pause; for a call that comes during another, two soft knocks; once, in the ear, for one that
 * is taken by itself; once, two soft notes, where a promised call is due; and while a number rings, the network's own tone (425 Hz, 1 s on, 4 s off: ITU-T E.180, Italy). Each is played in a loop.
 */
const scores: Readonly<Record<Tone, Score>> = {
  ring: {
    totalMs: 3_000,
    notes: [
      { hertz: [659.3, 1_318.5], fromMs: 0, toMs: 380, loudness: 0.5 },
      { hertz: [830.6, 1_661.2], fromMs: 190, toMs: 760, loudness: 0.5 },
      { hertz: [659.3, 1_318.5], fromMs: 850, toMs: 1_230, loudness: 0.5 },
      { hertz: [830.6, 1_661.2], fromMs: 1_040, toMs: 1_700, loudness: 0.5 },
    ],
  },
  knock: {
    totalMs: 5_000,
    notes: [
      { hertz: [425], fromMs: 0, toMs: 120, loudness: 0.15 },
      { hertz: [425], fromMs: 220, toMs: 340, loudness: 0.15 },
    ],
  },
  beep: {
    totalMs: 400,
    notes: [
      { hertz: [880], fromMs: 0, toMs: 150, loudness: 0.2 },
      { hertz: [1_174.7], fromMs: 170, toMs: 400, loudness: 0.2 },
    ],
  },
  reminder: {
    totalMs: 900,
    notes: [
      { hertz: [587.3], fromMs: 0, toMs: 420, loudness: 0.25 },
      { hertz: [880], fromMs: 240, toMs: 880, loudness: 0.25 },
    ],
  },
  ringback: { totalMs: 5_000, notes: [{ hertz: [425], fromMs: 0, toMs: 1_000, loudness: 0.12 }] },
};

/** In and out softly: an edge would click. */
const edgeMs = 12;

function loudnessAt(note: Note, ms: number): number {
  if (ms < note.fromMs || ms >= note.toMs) return 0;
  const rise = Math.min(1, (ms - note.fromMs) / edgeMs);
  const fall = Math.min(1, (note.toMs - ms) / edgeMs);
  const decay = 1 - (0.7 * (ms - note.fromMs)) / (note.toMs - note.fromMs);
  return note.loudness * rise * fall * decay;
}

/** The samples of one turn, each in [-1, 1]. */
export function synthesise(tone: Tone): Float32Array {
  const { totalMs, notes } = scores[tone];
  const samples = new Float32Array((totalMs * sampleRate) / 1_000);
  for (let index = 0; index < samples.length; index += 1) {
    const seconds = index / sampleRate;
    let sum = 0;
    for (const note of notes) {
      const loudness = loudnessAt(note, seconds * 1_000);
      if (loudness === 0) continue;
      for (const hertz of note.hertz) sum += (loudness * Math.sin(2 * Math.PI * hertz * seconds)) / note.hertz.length;
    }
    samples[index] = Math.max(-1, Math.min(1, sum));
  }
  return samples;
}

/** RIFF/WAVE, PCM. */
export function toWav(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const headerBytes = 44;
  const bytes = new Uint8Array(headerBytes + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  for (const [index, sample] of samples.entries()) {
    view.setInt16(headerBytes + index * 2, Math.round(sample * 32_767), true);
  }
  return bytes;
}
