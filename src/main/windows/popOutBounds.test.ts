import { expect, it } from 'vitest';
import { popOutBounds } from './popOutBounds.ts';

const screen = { x: 0, y: 24, width: 1920, height: 1056 };
const size = { width: 460, height: 132 };

it('opens in the upper right corner of the desk’s screen, and where the agent has left it from then on', () => {
  expect(popOutBounds(size, null, screen)).toEqual({ ...size, x: 1444, y: 40 });
  expect(popOutBounds(size, { x: 300, y: 500 }, screen)).toEqual({ ...size, x: 300, y: 500 });
});

it('is in sight whole where the screen that it was left on is gone, or it has grown', () => {
  expect(popOutBounds(size, { x: 2600, y: -900 }, screen)).toEqual({ ...size, x: 1460, y: 24 });
  expect(popOutBounds({ width: 460, height: 300 }, { x: 300, y: 1000 }, screen)).toMatchObject({ y: 780, height: 300 });
});

it('is no larger than what is free of its screen', () => {
  const small = { x: 0, y: 0, width: 400, height: 100 };
  expect(popOutBounds(size, null, small)).toEqual(small);
});
