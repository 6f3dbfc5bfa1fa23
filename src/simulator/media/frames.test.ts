import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameQueue, frameSamples, playClip } from './frames.ts';

const ramp = (length: number) => Int16Array.from({ length }, (_, i) => i + 1);

test('a clip gives every sample once, then silence', () => {
  const clip = playClip(ramp(200));
  const heard = [...clip.next(), ...clip.next()];
  expect(heard.slice(0, 200)).toEqual([...ramp(200)]);
  expect(heard.slice(200).every((sample) => sample === 0)).toBe(true);
  expect(clip.finished()).toBe(true);
  expect(clip.next().every((sample) => sample === 0)).toBe(true);
});

test('music begins again when it is over', () => {
  const music = playClip(ramp(frameSamples * 2), { loop: true });
  const first = music.next();
  music.next();
  expect(music.next()).toEqual(first);
});

test('a queue gives samples in order whatever the size of packets, and never holds more than its most', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 60 }), (packets) => {
      const queue = createFrameQueue(2, 12);
      let next = 1;
      const heard: number[] = [];
      for (const length of packets) {
        queue.push(Int16Array.from({ length }, (_, i) => next + i));
        next += length;
        heard.push(...[...queue.next()].filter((sample) => sample !== 0));
      }
      for (let more = 0; more < 12; more += 1) heard.push(...[...queue.next()].filter((sample) => sample !== 0));
      expect(heard).toEqual([...heard].sort((a, b) => a - b));
      expect(queue.next().every((sample) => sample === 0)).toBe(true);
    }),
  );
});

test('a queue waits for its lead before it speaks, and again after it ran dry', () => {
  const queue = createFrameQueue(2, 12);
  const packet = new Int16Array(frameSamples).fill(7);
  const spoke = () => queue.next()[0] === 7;
  queue.push(packet);
  expect(spoke()).toBe(false);
  queue.push(packet);
  expect([spoke(), spoke(), spoke()]).toEqual([true, true, false]);
  queue.push(packet);
  expect(spoke()).toBe(false);
});
