import { expect, test } from 'vitest';
import { createVirtualClock } from '#test/support/virtualClock';
import { type FrameSource, frameMs, frameSamples, silence } from '../media/frames.ts';
import { createCustomer, type Script } from './customer.ts';

const tone = (level: number): FrameSource => ({ next: () => new Int16Array(frameSamples).fill(level) });
const line = (level: number, ms: number, pauseMs: number) => ({
  samples: new Int16Array((ms / frameMs) * frameSamples).fill(level),
  pauseMs,
});
const script: Script = {
  lines: [line(1_000, 200, 100), line(2_000, 200, 300)],
  afterwards: 'silence',
  patienceSeconds: null,
  staysSeconds: null,
};

/** What the customer says during so many milliseconds, as one level for each frame, runs drawn together. */
function says(customer: { voice: FrameSource }, ms: number): string {
  const levels = Array.from({ length: ms / frameMs }, () => customer.voice.next()[0] ?? 0);
  const runs: [number, number][] = [];
  for (const level of levels) {
    const last = runs.at(-1);
    if (last?.[0] === level) last[1] += frameMs;
    else runs.push([level, frameMs]);
  }
  return runs.map(([level, length]) => `${level}:${length}`).join(' ');
}

test('says nothing before an agent is there, then line after line with its pauses', () => {
  const customer = createCustomer(script, createVirtualClock());
  expect(says(customer, 1_000)).toBe('0:1000');
  customer.join(silence);
  expect(says(customer, 1_400)).toBe('0:100 1000:200 0:300 2000:200 0:600');
});

test('lets the agent finish a sentence, but does not wait for ever', () => {
  const customer = createCustomer(script, createVirtualClock());
  customer.join(tone(5_000));
  expect(says(customer, 1_000)).toBe('0:100 1000:200 0:700');
  customer.join(silence);
  expect(says(customer, 1_000)).toBe('0:680 2000:200 0:120');

  const patient = createCustomer(script, createVirtualClock());
  patient.join(tone(5_000));
  expect(says(patient, 14_000)).toContain('2000:200');
});

test('echoes at the end where the script says so, and keeps a measure of what was heard', () => {
  const customer = createCustomer(
    { ...script, lines: [line(1_000, 200, 0)], afterwards: 'echo' },
    createVirtualClock(),
  );
  customer.wait(tone(9_000));
  says(customer, 500);
  customer.join(tone(4_000));
  expect(says(customer, 600)).toBe('1000:200 4000:400');
  expect(customer.heard()).toEqual({ ms: 600, soundMs: 600, loudest: 4_000 });
});

test('gives up waiting when patience ends, and goes when it is time', () => {
  const clock = createVirtualClock();
  const gone: string[] = [];
  const impatient = createCustomer({ ...script, patienceSeconds: 60 }, clock);
  impatient.onHungUp(() => gone.push('impatient'));
  const brief = createCustomer({ ...script, patienceSeconds: 60, staysSeconds: 30 }, clock);
  brief.onHungUp(() => gone.push('brief'));
  clock.pass(50_000);
  brief.join(silence);
  clock.pass(10_000);
  expect(gone).toEqual(['impatient']);
  clock.pass(20_000);
  expect(gone).toEqual(['impatient', 'brief']);
});

test('one who was hung up on does nothing more', () => {
  const clock = createVirtualClock();
  const gone: string[] = [];
  const customer = createCustomer({ ...script, patienceSeconds: 60 }, clock);
  customer.onHungUp(() => gone.push('gone'));
  customer.hangUp();
  clock.pass(100_000);
  expect(gone).toEqual([]);
});
