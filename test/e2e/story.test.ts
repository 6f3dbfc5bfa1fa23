// The story of two agents in real Electron against our switchboard, and its pictures in artifacts/e2e.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../scripts/paths.ts';
import { openOffice } from '../support/office.ts';
import { playStory } from '../support/story.ts';

/** Against what hangs: a whole day of two agents, on a machine that may be busy. */
const longestMs = 300_000;

const office = openOffice();

test('a call, end to end: the customer on the screen, the note on the backend, the specialist who knows everything', {
  timeout: longestMs,
}, async () => {
  const steps = await playStory({ ...office, pictures: join(projectFolder, 'artifacts', 'e2e') });
  expect(steps.filter((step) => !step.ok)).toEqual([]);
});
