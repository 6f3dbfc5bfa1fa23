// What was done last and can be taken back: for how long it is in sight, and what becomes of it.
import { beforeEach, describe, expect, it } from 'vitest';
import type { InteractionId } from '#shared/model/ids';
import { ulid } from '#test/support/deskPeople';
import { createUndo, type TakenBack, type Undo, type Undoable } from './undo.ts';

let shown: Undoable | null;
let timers: Set<() => void>;
let undo: Undo;

beforeEach(() => {
  shown = null;
  timers = new Set();
  undo = createUndo({
    set: ({ undoable }) => {
      shown = undoable;
    },
    after: (_ms, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  });
});

function tenSecondsPass(): void {
  const due = [...timers];
  timers.clear();
  for (const callback of due) callback();
}
const promised = { kind: 'promised' } as const;
const back = () => 'back' as const;

describe('what was done', () => {
  it('is in sight for ten seconds, and can be taken back by its name after them', async () => {
    undo.did(promised, back);
    expect(shown).toEqual({ done: promised, standing: 'fresh' });
    tenSecondsPass();
    expect(shown).toEqual({ done: promised, standing: 'past' });
    await undo.takeBack();
    expect(shown).toBeNull();
  });

  it('stays in sight while the agent is at it', () => {
    undo.did(promised, back);
    undo.linger(true);
    expect(timers.size).toBe(0);
    undo.linger(false);
    tenSecondsPass();
    expect(shown?.standing).toBe('past');
    undo.linger(true);
    expect(shown?.standing).toBe('past');
  });

  it('gives way to what is done next, with ten seconds of its own', () => {
    undo.did({ kind: 'taken' }, back);
    undo.did(promised, back);
    expect(timers.size).toBe(1);
    expect(shown?.done).toEqual(promised);
  });

  it('that somebody has changed since stays as it is, which is said and then forgotten', async () => {
    let asked = 0;
    undo.did(promised, () => {
      asked += 1;
      return 'changed';
    });
    await undo.takeBack();
    expect(shown?.standing).toBe('changed');
    await undo.takeBack();
    expect(asked).toBe(1);
    tenSecondsPass();
    expect(shown).toBeNull();
  });

  it('whose taking back is refused can be tried again', async () => {
    const answers: TakenBack[] = ['refused', 'back'];
    undo.did(promised, () => answers.shift() ?? 'back');
    await undo.takeBack();
    expect(shown?.standing).toBe('fresh');
    await undo.takeBack();
    expect(shown).toBeNull();
  });

  it('while the one before is being taken back is what can be taken back then', async () => {
    let answer = (_came: TakenBack) => {};
    undo.did({ kind: 'taken' }, () => new Promise((resolve) => (answer = resolve)));
    const taking = undo.takeBack();
    undo.did(promised, back);
    answer('back');
    await taking;
    expect(shown).toEqual({ done: promised, standing: 'fresh' });
  });

  it('in a conversation goes with it, and with no other', () => {
    const [mine, other] = [ulid('I', 1), ulid('I', 2)] as [InteractionId, InteractionId];
    undo.did(promised, back, mine);
    undo.forget(other);
    expect(shown?.done).toEqual(promised);
    undo.forget(mine);
    expect(shown).toBeNull();
    expect(timers.size).toBe(0);
  });
});
