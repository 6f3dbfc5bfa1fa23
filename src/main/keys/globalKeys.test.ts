// Keys over other programs: there while there is something to do with them, and never taken from others for longer.
import { expect, test } from 'vitest';
import { chordSchema } from '#shared/model/chord';
import { acceleratorOf, createGlobalKeys } from './globalKeys.ts';

/** A system in which another program has taken some. */
function systemWith(taken: readonly string[]) {
  const held = new Map<string, () => void>();
  const pressed: string[] = [];
  const refused: (readonly string[])[] = [];
  const clock = { ms: 0 };
  const keys = createGlobalKeys({
    system: {
      register(accelerator, run) {
        if (taken.includes(accelerator) || held.has(accelerator)) return false;
        held.set(accelerator, run);
        return true;
      },
      unregister: (accelerator) => void held.delete(accelerator),
    },
    steadyMs: () => clock.ms,
    onPress: (key) => pressed.push(key),
    onRefused: (some) => refused.push(some),
  });
  return { keys, held, pressed, refused, clock };
}
const wanted = { answerKey: 'Ctrl+Shift+F2', muteKey: 'Ctrl+Shift+F3', hangUpKey: null };

test('they are taken when it rings, do what they are for, and are given back when it is over', () => {
  const { keys, held, pressed } = systemWith([]);
  keys.choose(wanted);
  expect([...held.keys()]).toEqual([]);
  keys.hold(true);
  expect([...held.keys()]).toEqual(['CommandOrControl+Shift+F2', 'CommandOrControl+Shift+F3']);
  held.get('CommandOrControl+Shift+F3')?.();
  expect(pressed).toEqual(['muteKey']);
  keys.choose({ ...wanted, muteKey: 'Alt+M' });
  expect([...held.keys()]).toEqual(['CommandOrControl+Shift+F2', 'Alt+M']);
  keys.hold(false);
  expect([...held.keys()]).toEqual([]);
});

test('held down it is pressed once, also while what it was for ends and something else begins; let go, it can be pressed again', () => {
  const { keys, held, pressed, clock } = systemWith([]);
  const hear = (afterMs: number, accelerator: string) => {
    clock.ms += afterMs;
    held.get(accelerator)?.();
  };
  const [answer, mute] = ['CommandOrControl+Shift+F2', 'CommandOrControl+Shift+F3'];
  keys.choose(wanted);
  keys.hold(true);
  for (const afterMs of [0, 500, 500, 30]) hear(afterMs, mute);
  expect(pressed).toEqual(['muteKey']);
  hear(30, answer);
  expect(pressed).toEqual(['muteKey', 'answerKey']);
  keys.hold(false);
  keys.hold(true);
  hear(500, mute);
  hear(700, mute);
  expect(pressed).toEqual(['muteKey', 'answerKey', 'muteKey']);
});

test('one that another program has is said as soon as it is chosen, and the others work', () => {
  const { keys, held, refused } = systemWith(['CommandOrControl+Shift+F2']);
  keys.choose(wanted);
  expect(refused).toEqual([['answerKey']]);
  keys.hold(true);
  expect([...held.keys()]).toEqual(['CommandOrControl+Shift+F3']);
});

test('one key is for one thing', () => {
  const { keys, refused } = systemWith([]);
  keys.choose({ ...wanted, hangUpKey: wanted.answerKey });
  expect(refused).toEqual([['hangUpKey']]);
});

test.each(['F2', 'Shift+F2', 'A', 'Ctrl+', 'Ctrl+F25', 'Ctrl+Ctrl+A', 'Shift+Ctrl+A', 'Ctrl+a', 'Meta+A'])(
  'no key is %s: it would be taken from everybody, or is none',
  (chord) => expect(chordSchema.safeParse(chord).success).toBe(false),
);

test('keys are written as the system names them', () => {
  expect(acceleratorOf('Ctrl+Alt+Shift+F2')).toBe('CommandOrControl+Alt+Shift+F2');
  expect(acceleratorOf('Alt+M')).toBe('Alt+M');
});
