// Looks at the line, part by part, as somebody from support would: microphone, each server of the PBX, the registration, the ways
// for the voice, and a call that comes back. Each finding is told as soon as it is there. A call that comes ends it.
import type { LineAdvice, LineCheck, LineStep, Registration } from '#shared/contract/deskPhone';
import { FailureError, failure } from '#shared/contract/failure';
import { isSecured } from '#shared/lib/securedServer';
import type { PbxSettings } from '#shared/protocol/workstation';
import type { Clock } from '../clock.ts';
import type { Route } from './probes.ts';

export interface LineCheckDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly pbx: () => PbxSettings | null;
  readonly registration: () => Registration;
  /** The loudest sample within a moment; 0: nothing at all comes from it. @throws FailureError `microphone.…` */
  readonly hearMicrophone: () => Promise<number>;
  /**
   * Resolves with whether the server takes a connection; `untrusted`: it is there, and its certificate is not to be trusted. Asked of
   * secured servers alone.
   */
  readonly reach: (server: string) => Promise<'there' | 'away' | 'untrusted'>;
  /** Resolves with whether there is an address of this kind, by this server where one is needed. */
  readonly findRoute: (kind: 'host' | 'srflx' | 'relay', server: RTCIceServer | null) => Promise<Route>;
  readonly callEcho: (number: string, calledOff: AbortSignal) => Promise<'heard' | 'silent' | 'refused'>;
  readonly isInCall: () => boolean;
  readonly onChange: (check: LineCheck) => void;
}

export interface LineCheckUnit {
  /** Resolves at its end; asked again meanwhile it answers with the same. @throws FailureError `call.notNow` during a call */
  run(): Promise<void>;
  /** A call has come: the line is needed. */
  callOff(): void;
}

interface Look {
  readonly part: LineStep['part'];
  readonly target: string | null;
  /** What is wrong; null: nothing. */
  readonly look: (calledOff: AbortSignal) => Promise<LineAdvice | null>;
  /** Set where there is nothing to look at. */
  readonly skipped?: LineAdvice;
}

const serverAdvices = { there: null, away: 'serverAway', untrusted: 'serverUntrusted' } as const;
const stunAdvices = { found: null, none: 'stunAway', refused: 'stunAway' } as const;
const relayAdvices = { found: null, none: 'turnAway', refused: 'turnRefused' } as const;

export function createLineCheck(deps: LineCheckDeps): LineCheckUnit {
  let running: Promise<void> | null = null;
  let calling = new AbortController();

  function looks(): readonly Look[] {
    const pbx = deps.pbx();
    // One sentence is enough: the server's own.
    const inVain: Pick<Look, 'skipped'> = pbx?.servers.some(isSecured) === false ? { skipped: 'noServer' } : {};
    return [
      { part: 'microphone', target: null, look: lookAtMicrophone },
      ...(pbx?.servers ?? []).map(
        (server): Look => ({
          part: 'server',
          target: new URL(server).host,
          look: async () => (isSecured(server) ? serverAdvices[await deps.reach(server)] : 'serverUnsecured'),
        }),
      ),
      { part: 'registration', target: null, look: async () => adviceOn(deps.registration()), ...inVain },
      {
        part: 'route',
        target: null,
        look: async () => ((await deps.findRoute('host', null)) === 'found' ? null : 'noRoute'),
      },
      ...(pbx?.iceServers ?? []).map(lookAtIceServer),
      { ...inVain, ...lookAtEcho(pbx?.featureCodes.echo) },
    ];
  }

  async function lookAtMicrophone(): Promise<LineAdvice | null> {
    try {
      return (await deps.hearMicrophone()) > 0 ? null : 'microphoneSilent';
    } catch (error) {
      const code = error instanceof FailureError ? error.failure.code : null;
      if (code === 'microphone.refused') return 'microphoneRefused';
      return code === 'microphone.busy' ? 'microphoneBusy' : 'microphoneMissing';
    }
  }

  function lookAtIceServer({ urls, username, credential }: PbxSettings['iceServers'][number]): Look {
    const isRelay = urls.startsWith('turn');
    const server: RTCIceServer = {
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    };
    return {
      part: isRelay ? 'turn' : 'stun',
      target: urls.replace(/^\w+:/, '').replace(/\?.*$/, ''),
      async look() {
        const route = await deps.findRoute(isRelay ? 'relay' : 'srflx', server);
        return (isRelay ? relayAdvices : stunAdvices)[route];
      },
    };
  }

  function lookAtEcho(number: string | undefined): Look {
    if (number === undefined) return { part: 'echo', target: null, look: async () => null, skipped: 'echoNotSet' };
    return {
      part: 'echo',
      target: number,
      async look(calledOff) {
        if (deps.registration().kind !== 'registered') return 'notRegistered';
        const answer = await deps.callEcho(number, calledOff);
        if (answer === 'heard') return null;
        return answer === 'silent' ? 'echoSilent' : 'echoRefused';
      },
    };
  }

  async function go(): Promise<void> {
    calling = new AbortController();
    const { signal } = calling;
    const all = looks();
    const startedAt = deps.clock.now().toISOString();
    const results: LineStep['result'][] = all.map(() => ({ kind: 'waiting' }));
    const tell = (isRunning: boolean): void =>
      deps.onChange({
        startedAt,
        running: isRunning,
        steps: all.map(({ part, target }, at) => ({ part, target, result: results[at] ?? { kind: 'waiting' } })),
      });
    for (const [at, each] of all.entries()) {
      results[at] = { kind: 'running' };
      tell(true);
      results[at] = await resultOf(each, signal);
    }
    tell(false);
  }

  async function resultOf({ look, skipped }: Look, calledOff: AbortSignal): Promise<LineStep['result']> {
    if (skipped !== undefined) return { kind: 'skipped', advice: skipped };
    if (calledOff.aborted) return { kind: 'skipped', advice: 'calledOff' };
    const from = deps.clock.now().getTime();
    const advice = await look(calledOff);
    if (calledOff.aborted) return { kind: 'skipped', advice: 'calledOff' };
    if (advice !== null) return { kind: 'wrong', advice };
    return { kind: 'fine', ms: Math.max(0, deps.clock.now().getTime() - from) };
  }

  return {
    run() {
      if (running !== null) return running;
      if (deps.isInCall()) return Promise.reject(failure('call.notNow', 'phone', 'checkLine'));
      running = go().finally(() => {
        running = null;
      });
      return running;
    },
    callOff: () => calling.abort(),
  };
}

function adviceOn(registration: Registration): LineAdvice | null {
  if (registration.kind === 'registered') return null;
  const isWrong = registration.kind === 'failed' && registration.failure.code === 'pbx.wrongPassword';
  return isWrong ? 'wrongPassword' : 'notRegistered';
}
