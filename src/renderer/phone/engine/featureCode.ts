// A feature code: a call without a voice, whose answer is the PBX's yes. The PBX ends it; where it does not, we do.
import { Inviter, SessionState, type URI, type UserAgent } from 'sip.js';
import type { Clock } from '../clock.ts';

const answerDeadlineMs = 8_000;
const patienceMs = 2_000;

/** Resolves with whether the PBX took it. */
export function dialFeatureCode(userAgent: UserAgent, code: URI, clock: Clock): Promise<boolean> {
  const inviter = new Inviter(userAgent, code);
  return new Promise((resolve) => {
    const callOff = clock.after(answerDeadlineMs, () => {
      resolve(false);
      void inviter.cancel().catch(() => undefined);
    });
    const settle = (taken: boolean): void => {
      callOff();
      resolve(taken);
    };
    inviter.delegate = { onBye: (bye) => void bye.accept(), onRefer: (referral) => void referral.reject() };
    inviter.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) settle(false);
      if (state !== SessionState.Established) return;
      settle(true);
      clock.after(patienceMs, () => {
        if (inviter.state === SessionState.Established) void inviter.bye().catch(() => undefined);
      });
    });
    inviter.invite().catch(() => settle(false));
  });
}
