// The story of two agents in real Electron against Asterisk, and its pictures in artifacts/pbx.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFolder } from '../../scripts/paths.ts';
import { type Apps, prepareApps } from '../support/app.ts';
import { playStory } from '../support/story.ts';
import { type AsteriskWorld, asteriskWorld } from './asteriskWorld.ts';

/** Against what hangs: a whole day of two agents, on a machine that may be busy. */
const longestMs = 300_000;

let world: AsteriskWorld;
let apps: Apps;
beforeAll(async () => {
  world = await asteriskWorld(console.log);
  apps = await prepareApps();
});
afterAll(async () => {
  await apps?.dispose();
  await world?.stop();
});

test('the same story with a PBX that is not ours', { timeout: longestMs }, async () => {
  const steps = await playStory({ apps, world, pictures: join(projectFolder, 'artifacts', 'pbx') });
  expect(steps.filter((step) => !step.ok)).toEqual([]);
});
