import { beforeEach, expect, test, vi } from 'vitest';
import { createMediaOfLegs } from './mediaOfLegs.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));
const mediaOf = (session: object) => ({
  session,
  prepareAnswer: vi.fn(async (_offer: string) => undefined),
  close: vi.fn(),
});
type FakeMedia = ReturnType<typeof mediaOf>;
let made: FakeMedia[];
let medias: ReturnType<typeof createMediaOfLegs<object, FakeMedia>>;
const make = (session: object): FakeMedia => {
  const own = mediaOf(session);
  made.push(own);
  return own;
};
const call = { name: 'a call' };
const another = { name: 'another one' };
beforeEach(() => {
  made = [];
  medias = createMediaOfLegs(make);
});

test('a call that is answered gets what was prepared for its offer while it rang', () => {
  medias.prepare(call, 'its offer');
  medias.prepare(another, 'another offer');
  expect(medias.of(call)).toBe(null);
  const own = medias.take(call);
  expect(own).toBe(made[0]);
  expect(own.prepareAnswer).toHaveBeenCalledExactlyOnceWith('its offer');
  expect(medias.of(call)).toBe(own);
  expect(medias.of(another)).toBe(null);
});

test('a call for which nothing was prepared gets its own at once', () => {
  expect(medias.take(call)).toMatchObject({ session: call });
  expect(made[0]?.prepareAnswer).not.toHaveBeenCalled();
});

test('what was prepared for a call that nobody answered is closed, what was taken is not', () => {
  medias.prepare(call, 'its offer');
  medias.prepare(another, 'another offer');
  const own = medias.take(another);
  medias.drop(call);
  medias.drop(another);
  expect(made[0]?.close).toHaveBeenCalledOnce();
  expect(own.close).not.toHaveBeenCalled();
  medias.drop(call);
  expect(made[0]?.close).toHaveBeenCalledOnce();
});

test('what could not be prepared, without a network for example, is made when somebody answers', async () => {
  medias = createMediaOfLegs((session) => {
    const own = make(session);
    own.prepareAnswer.mockRejectedValue(new Error('no network'));
    return own;
  });
  medias.prepare(call, 'its offer');
  await settled();
  expect(made[0]?.close).toHaveBeenCalledOnce();
  expect(medias.take(call).session).toBe(call);
  expect(made).toHaveLength(2);
});

test('on another network whatever rings is prepared anew; what is taken already stays', () => {
  medias.prepare(call, 'its offer');
  medias.prepare(another, 'another offer');
  const taken = medias.take(another);
  medias.renew();
  expect(made[0]?.close).toHaveBeenCalledOnce();
  expect(taken.close).not.toHaveBeenCalled();
  expect(made).toHaveLength(3);
  expect(medias.take(call)).toBe(made[2]);
  expect(made[2]?.prepareAnswer).toHaveBeenCalledExactlyOnceWith('its offer');
});
