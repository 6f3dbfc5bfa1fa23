// A service that changes its version while somebody is signed in.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { protocolVersion } from '#shared/protocol/version';
import { createClient } from './client.ts';

test('a service of another version is noticed with its next answer, once, and so is its return', async () => {
  const told: (string | null)[] = [];
  let speaks: string | null = null;
  const client = createClient({
    backendUrl: 'https://servizio.esempio.it',
    fetch: async () => new Response('{}', { headers: speaks === null ? {} : { 'cornetta-protocol': speaks } }),
    tokens: null,
    now: () => new Date(),
    log: { info: () => {}, warn: () => {} },
    onMisfit: (misfit) => told.push(misfit),
  });
  const ask = () => client.ask({ method: 'GET', path: 'v1/anything', reply: z.object({}) });
  expect((await ask()).kind).toBe('ok');
  speaks = `${protocolVersion + 1}-${protocolVersion + 2}`;
  for (let time = 0; time < 2; time += 1)
    expect(await ask()).toMatchObject({ kind: 'silent', failure: { code: 'backend.newer' } });
  expect(told).toEqual(['newer']);
  speaks = `1-${protocolVersion}`;
  expect((await ask()).kind).toBe('ok');
  expect(told).toEqual(['newer', null]);
});
