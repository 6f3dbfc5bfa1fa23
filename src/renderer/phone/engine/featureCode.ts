// A feature code: a call without a voice, whose answer is the PBX's yes. The PBX ends it; where it does not, we do.
import { Inviter, SessionState, type URI, type UserAgent } from 'sip.js';
import type { Clock } from '../clock.ts';

const answerDeadlineMs = 8_000;
const patienceMs = 2_000;
const noAnswer = 408;

/** Resolves with the final status of the PBX; 408 when it gives none. */
export function dialFeatureCode(userAgent: UserAgent, code: URI, clock: Clock): Promise<number> {
  const inviter = new Inviter(userAgent, code);
  let refused = noAnswer;
  return new Promise((resolve) => {
    const callOff = clock.after(answerDeadlineMs, () => {
      resolve(noAnswer);
      void inviter.cancel().catch(() => undefined);
    });
    const settle = (status: number): void => {
      callOff();
      resolve(status);
    };
    inviter.delegate = { onBye: (bye) => void bye.accept(), onRefer: (referral) => void referral.reject() };
    inviter.stateChange.addListener((state) => {
      // The status is told only after this.
      if (state === SessionState.Terminated) queueMicrotask(() => settle(refused));
      if (state !== SessionState.Established) return;
      settle(200);
      clock.after(patienceMs, () => {
        if (inviter.state === SessionState.Established) void inviter.bye().catch(() => undefined);
      });
    });
    inviter
      .invite({
        requestDelegate: {
          onReject: ({ message }) => {
            refused = message.statusCode ?? noAnswer;
          },
        },
      })
      .catch(() => settle(noAnswer));
  });
}
