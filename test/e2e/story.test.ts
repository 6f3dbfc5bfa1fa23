// The story of two agents in real Electron against our switchboard, and its pictures in artifacts/e2e.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFolder } from '../../scripts/paths.ts';
import { type Apps, prepareApps } from '../support/app.ts';
import { type SimulatorWorld, simulatorWorld } from '../support/simulatorWorld.ts';
import { playStory } from '../support/story.ts';

/** Against what hangs: a whole day of two agents, on a machine that may be busy. */
const longestMs = 300_000;

let world: SimulatorWorld;
let apps: Apps;
beforeAll(async () => {
  world = await simulatorWorld();
  apps = await prepareApps();
});
afterAll(async () => {
  await apps?.dispose();
  await world?.stop();
});

test('a call, end to end: the customer on the screen, the note on the backend, the specialist who knows everything', {
  timeout: longestMs,
}, async () => {
  const steps = await playStory({ apps, world, pictures: join(projectFolder, 'artifacts', 'e2e') });
  expect(steps.filter((step) => !step.ok)).toEqual([]);
});
