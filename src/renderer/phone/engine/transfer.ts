// A transfer (RFC 3515): REFER, then the PBX tells by NOTIFY how it goes. It does not end our leg: whoever asked for the transfer
// hangs up once it has been taken. To another session of ours it is an attended one (RFC 3891, Replaces).
import type { Session, URI } from 'sip.js';
import type { Clock } from '../clock.ts';

export type Transferred = 'accepted' | 'transfer.refused' | 'transfer.noAnswer' | 'transfer.unconfirmed';

export interface Transfer {
  readonly outcome: Promise<Transferred>;
  /** Word of it may have been lost with a connection: it is not waited for much longer. */
  doubt(): void;
}

/** Without any word about its end, longer than any telephone rings. */
const silenceMs = 120_000;
/** A PBX that rings somebody for us says so now and then. */
const doubtedSilenceMs = 10_000;

/** The status in a NOTIFY's body (RFC 3420), or null where there is none. */
export function statusOf(sipfrag: string): number | null {
  const status = /^SIP\/2\.0 (\d{3})/.exec(sipfrag.trimStart())?.[1];
  return status === undefined ? null : Number(status);
}

const unanswered = new Set([408, 480, 486, 487, 600, 603]);

export function transfer(
  session: Session,
  target: URI | Session,
  extraHeaders: readonly string[],
  clock: Clock,
): Transfer {
  let waitAtMost = (_ms: number): void => {};
  const outcome = new Promise<Transferred>((resolve) => {
    let callOff = (): void => {};
    const settle = (outcome: Transferred): void => {
      callOff();
      waitAtMost = () => {};
      resolve(outcome);
    };
    waitAtMost = (ms) => {
      callOff();
      callOff = clock.after(ms, () => settle('transfer.unconfirmed'));
    };
    waitAtMost(silenceMs);
    session
      .refer(target, {
        requestOptions: { extraHeaders: [...extraHeaders] },
        requestDelegate: {
          // 503 and 408 are the library's own: the PBX may have heard us, and its answer was lost.
          onReject: ({ message: { statusCode } }) =>
            settle(statusCode === 503 || statusCode === 408 ? 'transfer.unconfirmed' : 'transfer.refused'),
        },
        onNotify: (notification) => {
          void notification.accept().catch(() => undefined);
          const status = statusOf(notification.request.body);
          if (status === null) return;
          if (status < 200) return waitAtMost(silenceMs);
          if (status < 300) settle('accepted');
          else settle(unanswered.has(status) ? 'transfer.noAnswer' : 'transfer.refused');
        },
      })
      .catch(() => settle('transfer.refused'));
  });
  return { outcome, doubt: () => waitAtMost(doubtedSilenceMs) };
}
