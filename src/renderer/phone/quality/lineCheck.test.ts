import { beforeEach, describe, expect, it } from 'vitest';
import type { LineCheck, Registration } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import type { PbxSettings } from '#shared/protocol/workstation';
import { createPhoneClock } from '#test/support/phoneClock';
import { createLineCheck, type LineCheckDeps } from './lineCheck.ts';

const pbx: PbxSettings = {
  servers: ['wss://pbx.example/ws', 'wss://spare.example:8443/ws'],
  domain: 'pbx.example',
  extension: '1001',
  authUser: '1001',
  password: 'made-up',
  iceServers: [
    { urls: 'stun:stun.example:3478' },
    { urls: 'turns:turn.example:443?transport=tcp', username: 'giulia', credential: 'made-up' },
  ],
  featureCodes: { pause: '*73', resume: '*74', echo: '9000' },
  agentState: 'codes',
};
const registered: Registration = { kind: 'registered', sinceAt: '2026-01-05T09:00:00.000Z' };

let told: LineCheck[];
const clock = createPhoneClock();

function lineCheck(change: Partial<LineCheckDeps> = {}) {
  return createLineCheck({
    clock,
    pbx: () => pbx,
    registration: () => registered,
    hearMicrophone: async () => 0.2,
    reach: async () => 'there',
    findRoute: async () => 'found',
    callEcho: async () => 'heard',
    isInCall: () => false,
    onChange: (check) => told.push(check),
    ...change,
  });
}

const found = () =>
  must(told.at(-1), 'a finding').steps.map(({ part, target, result }) =>
    [part, target, result.kind, 'advice' in result ? result.advice : null].filter((word) => word !== null).join(' '),
  );

beforeEach(() => {
  told = [];
});

describe('a line check', () => {
  it('looks at every part there is, one after the other, and tells each finding at once', async () => {
    await lineCheck().run();
    expect(found()).toEqual([
      'microphone fine',
      'server pbx.example fine',
      'server spare.example:8443 fine',
      'registration fine',
      'route fine',
      'stun stun.example:3478 fine',
      'turn turn.example:443 fine',
      'echo 9000 fine',
    ]);
    // Each part was seen at work before its finding, and the last word is that it is over.
    expect(told.map(({ steps }) => steps.findIndex(({ result }) => result.kind === 'running'))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, -1,
    ]);
    expect(told.map(({ running }) => running).at(-1)).toBe(false);
  });

  it('says of each part what is wrong with it, and goes on', async () => {
    await lineCheck({
      hearMicrophone: () => Promise.reject(failure('microphone.refused', 'device')),
      reach: async (server) => (server.includes('spare') ? 'untrusted' : 'away'),
      findRoute: async (kind) => (kind === 'host' ? 'found' : 'none'),
      callEcho: async () => 'silent',
    }).run();
    expect(found()).toEqual([
      'microphone wrong microphoneRefused',
      'server pbx.example wrong serverAway',
      'server spare.example:8443 wrong serverUntrusted',
      'registration fine',
      'route fine',
      'stun stun.example:3478 wrong stunAway',
      'turn turn.example:443 wrong turnAway',
      'echo 9000 wrong echoSilent',
    ]);
  });

  it('tells a relay that refuses from one that is away', async () => {
    await lineCheck({ findRoute: async (kind) => (kind === 'relay' ? 'refused' : 'found') }).run();
    expect(found()).toContain('turn turn.example:443 wrong turnRefused');
  });

  it('of a phone that is not registered calls nobody', async () => {
    const failed: Registration = {
      kind: 'failed',
      failure: failure('pbx.wrongPassword', 'phone').failure,
      retryAt: null,
    };
    await lineCheck({ registration: () => failed, callEcho: () => expect.unreachable('no call') }).run();
    expect(found()).toContain('registration wrong wrongPassword');
    expect(found().at(-1)).toBe('echo 9000 wrong notRegistered');
  });

  it('does not knock at a server that is not secured, and skips what needs one where there is no other', async () => {
    const reached: string[] = [];
    const reach = async (server: string) => {
      reached.push(server);
      return 'there' as const;
    };
    const servers = ['ws://old.example:8088/ws', 'wss://pbx.example/ws', 'ws://127.0.0.1:5066/'];
    await lineCheck({ pbx: () => ({ ...pbx, servers }), reach }).run();
    expect(found().slice(1, 5)).toEqual([
      'server old.example:8088 wrong serverUnsecured',
      'server pbx.example fine',
      'server 127.0.0.1:5066 fine',
      'registration fine',
    ]);
    expect(reached).toEqual(servers.slice(1));

    const failed: Registration = { kind: 'failed', failure: failure('pbx.unsecured', 'phone').failure, retryAt: null };
    await lineCheck({ pbx: () => ({ ...pbx, servers: servers.slice(0, 1) }), registration: () => failed }).run();
    expect(found().filter((each) => !each.endsWith('fine'))).toEqual([
      'server old.example:8088 wrong serverUnsecured',
      'registration skipped noServer',
      'echo 9000 skipped noServer',
    ]);
  });

  it('skips the echo where the PBX has none, and everything of a PBX before the sign-in', async () => {
    const { echo: _none, ...featureCodes } = pbx.featureCodes;
    await lineCheck({ pbx: () => ({ ...pbx, iceServers: [], featureCodes }), hearMicrophone: async () => 0 }).run();
    expect(found()).toEqual([
      'microphone wrong microphoneSilent',
      'server pbx.example fine',
      'server spare.example:8443 fine',
      'registration fine',
      'route fine',
      'echo skipped echoNotSet',
    ]);
    await lineCheck({ pbx: () => null, registration: () => ({ kind: 'off' }) }).run();
    expect(found()).toEqual([
      'microphone fine',
      'registration wrong notRegistered',
      'route fine',
      'echo skipped echoNotSet',
    ]);
  });

  it('is refused during a call', async () => {
    await expect(lineCheck({ isInCall: () => true }).run()).rejects.toThrow('call.notNow');
    expect(told).toEqual([]);
  });

  it('gives way to a call that comes: what is left is not looked at', async () => {
    const check = lineCheck({
      async findRoute(kind) {
        if (kind === 'srflx') check.callOff();
        return 'found';
      },
      callEcho: () => expect.unreachable('no call'),
    });
    await check.run();
    expect(found().slice(-4)).toEqual([
      'route fine',
      'stun stun.example:3478 skipped calledOff',
      'turn turn.example:443 skipped calledOff',
      'echo 9000 skipped calledOff',
    ]);
    expect(told.at(-1)?.running).toBe(false);
  });

  it('is one at a time', async () => {
    const check = lineCheck();
    const first = check.run();
    expect(check.run()).toBe(first);
    await first;
  });
});
