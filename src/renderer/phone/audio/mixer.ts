// A conference's sound: each of its callers hears the agent and the others, but not themselves (mix-minus). The agent hears each
// of them anyway.
import type { CallId } from '#shared/model/ids';

export interface Mixer {
  /** A caller's voice, as it comes in. */
  hear(callId: CallId, voice: MediaStream): void;
  forget(callId: CallId): void;
  /** One stream for each of these, with one track that belongs to the caller. The microphone's track is the mixer's from now on. */
  mix(callIds: readonly CallId[], microphone: MediaStream): ReadonlyMap<CallId, MediaStream>;
  /** Of the agent alone: the callers go on hearing each other. */
  setMuted(muted: boolean): void;
  end(): void;
}

const sampleRate = 48_000;

export function createMixer(): Mixer {
  const voices = new Map<CallId, MediaStream>();
  let running: { readonly context: AudioContext; readonly agent: GainNode; readonly microphone: MediaStream } | null =
    null;
  let isMuted = false;

  function end(): void {
    for (const track of running?.microphone.getTracks() ?? []) track.stop();
    void running?.context.close();
    running = null;
  }

  return {
    hear: (callId, voice) => void voices.set(callId, voice),
    forget: (callId) => void voices.delete(callId),
    mix(callIds, microphone) {
      end();
      const context = new AudioContext({ sampleRate });
      const agent = context.createGain();
      agent.gain.value = isMuted ? 0 : 1;
      context.createMediaStreamSource(microphone).connect(agent);
      running = { context, agent, microphone };
      const sources = callIds.flatMap((callId) => {
        const voice = voices.get(callId);
        return voice === undefined ? [] : [{ callId, source: context.createMediaStreamSource(voice) }];
      });
      return new Map(
        callIds.map((callId) => {
          const ear = context.createMediaStreamDestination();
          agent.connect(ear);
          for (const other of sources) if (other.callId !== callId) other.source.connect(ear);
          return [callId, ear.stream];
        }),
      );
    },
    setMuted(muted) {
      isMuted = muted;
      // A step would click.
      running?.agent.gain.setTargetAtTime(muted ? 0 : 1, running.context.currentTime, 0.01);
    },
    end,
  };
}
