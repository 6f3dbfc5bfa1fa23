// A party: anyone who can be joined to somebody else, whether a simulated customer or an agent's phone.
import { type FrameSource, silence } from '../media/frames.ts';
import type { Leg } from '../switchboard/leg.ts';

export interface Party {
  /** What they say; pulled by whoever is joined to them. */
  readonly voice: FrameSource;
  /** They hear, and are heard by, somebody. */
  join(other: FrameSource): void;
  /** They hear music: in a queue, on hold, or while they are passed on. */
  wait(music: FrameSource): void;
  hangUp(): void;
}

/** Who says and hears nothing. */
export const nobody: Party = { voice: silence, join() {}, wait() {}, hangUp() {} };

/** The agent at a phone. */
export const partyOf = (leg: Leg): Party => ({
  voice: leg.peer.voice,
  join: leg.peer.hear,
  wait: leg.peer.hear,
  hangUp: leg.hangUp,
});
