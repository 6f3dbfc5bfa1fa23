// The story of two agents in real Electron against our switchboard, and its pictures in artifacts/e2e.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFolder } from '../../scripts/paths.ts';
import { type Apps, prepareApps } from '../support/app.ts';
import { type SimulatorWorld, simulatorWorld } from '../support/simulatorWorld.ts';
import { playStory } from '../support/story.ts';

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

test('a call, end to end: the customer on the screen, the note on the backend, the specialist who knows everything', async () => {
  const steps = await playStory({ apps, world, pictures: join(projectFolder, 'artifacts', 'e2e') });
  expect(steps.filter((step) => !step.ok)).toEqual([]);
});
