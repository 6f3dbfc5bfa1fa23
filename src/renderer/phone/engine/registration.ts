// One registration over one connection: a new Registerer each time, because one whose socket died, or whose 200 had no contact,
// answers "already in progress" for good. Tells how it went, and later that it was lost.
import { type Core, Registerer, RegistererState, type UserAgent } from 'sip.js';
import { FailureError, failure } from '#shared/contract/failure';

export interface Registered {
  /** Says goodbye to the PBX where it still can. */
  leave(): Promise<void>;
  /** Forgets it without a word: the connection has gone. */
  drop(): void;
}

export interface RegistrationOptions {
  readonly userAgent: UserAgent;
  readonly expiresSeconds: number;
  readonly deadlineMs: number;
  /** A refresh was refused, or the registration has run out. */
  readonly onLost: (reason: FailureError) => void;
}

const goodbyeMs = 1_000;

/** @throws FailureError `pbx.wrongPassword`, `pbx.refused` or `pbx.timeout` */
export function register(options: RegistrationOptions): Promise<Registered> {
  const { userAgent } = options;
  const registerer = new Registerer(userAgent, {
    expires: options.expiresSeconds,
    refreshFrequency: 90,
    logConfiguration: false,
  });
  let dropped = false;

  function drop(): void {
    dropped = true;
    registerer.stateChange.removeListener(onState);
    // Disposing of one that is registered says goodbye, which may arrive after the greeting over the next connection and undo it.
    const library = registerer as unknown as { unregistered(): void };
    library.unregistered();
    // Waits for an answer that may never come; nobody needs to.
    void registerer.dispose().catch(() => undefined);
  }

  function leave(): Promise<void> {
    dropped = true;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(deadline);
        drop();
        resolve();
      };
      const deadline = setTimeout(done, goodbyeMs);
      registerer.unregister({ requestDelegate: { onAccept: done, onReject: done } }).catch(done);
    });
  }

  let wasRegistered = false;
  let onState = (_state: RegistererState): void => {};

  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => fail(failure('pbx.timeout', 'phone', 'REGISTER')), options.deadlineMs);
    function fail(reason: FailureError): void {
      clearTimeout(deadline);
      drop();
      reject(reason);
    }
    onState = (state) => {
      if (dropped || state === RegistererState.Registered) return;
      if (wasRegistered) options.onLost(failure('pbx.refused', 'phone', 'the registration was not refreshed'));
      // An answer without our contact comes to nobody else; a refusal comes right after this.
      else queueMicrotask(() => dropped || fail(failure('pbx.refused', 'phone', 'REGISTER: no contact')));
    };
    registerer.stateChange.addListener(onState);
    registerer
      .register({
        requestDelegate: {
          onAccept: () => {
            if (dropped) return;
            clearTimeout(deadline);
            wasRegistered = true;
            resolve({ leave, drop });
          },
          onReject: ({ message }) => {
            if (!dropped && !wasRegistered) fail(refusal(message));
          },
        },
      })
      .catch((error: unknown) => fail(failure('pbx.refused', 'phone', String(error))));
  });
}

/**
 * 401, 403 and 407 after the credentials were sent: they are wrong. 408 and 503 come from the library when the socket is gone.
 * Asterisk also says 403 while contacts of ours from before a cut fill its list: that goes by.
 */
function refusal(
  response: Pick<Core.IncomingResponseMessage, 'statusCode' | 'reasonPhrase' | 'getHeader'>,
): FailureError {
  const status = response.statusCode ?? 0;
  const message = `REGISTER: ${status}`;
  const isFull = status === 403 && /contact/i.test(response.reasonPhrase ?? '');
  if (isFull) return failure('pbx.refused', 'phone', message);
  if (status === 401 || status === 403 || status === 407) return failure('pbx.wrongPassword', 'phone', message);
  if (status === 408) return failure('pbx.timeout', 'phone', message);
  const seconds = Number.parseInt(response.getHeader('Retry-After') ?? '', 10);
  const retryAfterMs = seconds > 0 ? { retryAfterMs: Math.min(seconds, 300) * 1_000 } : {};
  return new FailureError({ code: 'pbx.refused', origin: 'phone', message, ...retryAfterMs });
}
