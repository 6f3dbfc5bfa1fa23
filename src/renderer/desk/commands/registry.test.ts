// What can be done just now: commands come and go with whoever carries them out.
import { describe, expect, it, vi } from 'vitest';
import { createRegistry } from './registry.ts';

const refuse = (reason: string) => {
  throw new Error(reason);
};
const standing = (id: 'hold' | 'transfer' | 'leaveTogether', run = () => {}) => ({ id, run });

describe('the commands that can be given', () => {
  it('are those that stand, for as long as they do', () => {
    const registry = createRegistry(refuse);
    const away = registry.register(standing('hold'));
    registry.register(standing('transfer'));
    expect(registry.list().map(({ id }) => id)).toEqual(['hold', 'transfer']);
    away();
    expect(registry.list().map(({ id }) => id)).toEqual(['transfer']);
  });

  it('that stand twice are given to the one drawn last, and to the first again when it goes', () => {
    const registry = createRegistry(refuse);
    const [first, second] = [standing('hold', vi.fn()), standing('hold', vi.fn())];
    registry.register(first);
    const away = registry.register(second);
    expect(registry.list()).toEqual([second]);
    away();
    expect(registry.list()).toEqual([first]);
  });

  it('are the same list until one comes or goes, which whoever listens is told', () => {
    const registry = createRegistry(refuse);
    const told = vi.fn();
    const deaf = registry.onChange(told);
    const away = registry.register(standing('hold'));
    const list = registry.list();
    expect(registry.list()).toBe(list);
    away();
    expect(told).toHaveBeenCalledTimes(2);
    expect(registry.list()).not.toBe(list);
    deaf();
    registry.register(standing('hold'));
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('are wrong where two of them have one key at the same time', () => {
    const registry = createRegistry(refuse);
    registry.register(standing('transfer'));
    expect(() => registry.register(standing('leaveTogether'))).toThrow('Alt+T');
  });
});
