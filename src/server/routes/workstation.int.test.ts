import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemUrn } from '#shared/protocol/errors';
import { oldestProtocol, protocolVersion } from '#shared/protocol/version';
import { workstationSchema } from '#shared/protocol/workstation';
import { startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('each agent has their own extension, and the others as colleagues', async () => {
  const ask = await server.as('giulia');
  const workstation = workstationSchema.parse((await ask({ url: '/v1/workstation' })).json());
  expect(workstation.company).toEqual({ name: 'Aurora Servizi S.p.A.', country: 'IT', practice: true });
  expect(workstation.pbx).toEqual({
    servers: ['wss://pbx.esempio.it:8089/ws'],
    domain: 'pbx.esempio.it',
    extension: '1001',
    authUser: '1001',
    password: 's3cret-1001',
    iceServers: [],
    featureCodes: {
      pause: '*73',
      resume: '*74',
      echo: '9000',
      voicemail: '*97',
      parking: ['701', '702', '703', '704', '705', '706'],
    },
    agentState: 'codes',
  });
  expect(workstation.colleagues.map((colleague) => colleague.extension)).toEqual(['1002', '1100']);
  expect(workstation.queues.map((queue) => queue.number)).toEqual(['8000', '8001', '8002', '8003']);
  expect(workstation.reasons.map((group) => group.code)).toEqual([
    'FAT',
    'CTR',
    'TEC',
    'CON',
    'REC',
    'INF',
    'PRV',
    'ALT',
  ]);
  const queueOf = (code: string) =>
    workstation.reasons.flatMap((group) => group.reasons).find((reason) => reason.code === code)?.queueId;
  expect([queueOf('REC-04'), queueOf('TEC-01'), queueOf('INF-05')]).toEqual(['complaints', 'support', null]);
  expect(workstation.outcomes.map((group) => group.code)).toEqual(['RIS', 'INO', 'TRA', 'RIC', 'ATT', 'NON']);
});

test('the STUN and TURN servers of the installation go to every phone', async () => {
  const iceServers = [
    { urls: 'stun:stun.esempio.it' },
    { urls: 'turn:turn.esempio.it', username: 'agents', credential: 'exercise' },
  ];
  const remote = await startTestServer({ config: { iceServers } });
  const ask = await remote.as('giulia');
  expect((await ask({ url: '/v1/workstation' })).json().pbx.iceServers).toEqual(iceServers);
  await remote.stop();
});

test('as long as no PBX is set up, it says so', async () => {
  const bare = await startTestServer({ config: { pbxServers: [] } });
  const ask = await bare.as('giulia');
  const answer = await ask({ url: '/v1/workstation' });
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ type: problemUrn('unavailable'), detail: expect.stringContaining('PBX') });
  await bare.stop();
});

test('anybody may ask whether the backend is there; an unknown address is a problem document', async () => {
  expect((await server.ask({ url: '/v1/health' })).json()).toEqual({
    status: 'ok',
    product: 'cornetta',
    protocol: protocolVersion,
    oldest: oldestProtocol,
    bridge: 'none',
  });
  const unknown = await server.ask({ url: '/v1/nothing' });
  expect(unknown.statusCode).toBe(404);
  expect(unknown.headers['content-type']).toContain('application/problem+json');
});

test('the OpenAPI document is there, and the pages for people', async () => {
  const document = (await server.ask({ url: '/docs/json' })).json();
  // Which they are is compared with docs/openapi.json (test/integration/openapi.int.test.ts).
  expect(Object.keys(document.paths)).toContain('/v1/workstation');
  expect((await server.ask({ url: '/docs/' })).statusCode).toBe(200);
});
