import { beforeEach, expect, test, vi } from 'vitest';
import { createMediaOfLegs } from './mediaOfLegs.ts';

const make = (session: object, beforehand: boolean) => ({ session, beforehand, close: vi.fn() });
let medias: ReturnType<typeof createMediaOfLegs<object, ReturnType<typeof make>>>;
const call = { name: 'a call' };
const another = { name: 'another one' };
beforeEach(() => {
  medias = createMediaOfLegs(make);
});

test('a call that is answered gets what was prepared while it rang', () => {
  medias.prepare(call);
  medias.prepare(another);
  expect(medias.of(call)).toBe(null);
  const own = medias.take(call);
  expect(own).toMatchObject({ session: call, beforehand: true });
  expect(medias.of(call)).toBe(own);
  expect(medias.of(another)).toBe(null);
});

test('a call for which nothing was prepared gets its own at once', () => {
  expect(medias.take(call)).toMatchObject({ session: call, beforehand: false });
});

test('what was prepared for a call that nobody answered is closed, what was taken is not', () => {
  const made: ReturnType<typeof make>[] = [];
  medias = createMediaOfLegs((session, beforehand) => {
    const own = make(session, beforehand);
    made.push(own);
    return own;
  });
  medias.prepare(call);
  medias.prepare(another);
  const own = medias.take(another);
  medias.drop(call);
  medias.drop(another);
  expect(made[0]?.close).toHaveBeenCalledOnce();
  expect(own.close).not.toHaveBeenCalled();
  medias.drop(call);
  expect(made[0]?.close).toHaveBeenCalledOnce();
});
