// The desk inside React: one context, one hook for state, one for intents, one for the time.
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { must } from '#shared/lib/must';
import type { Desk } from './desk.ts';
import type { DeskState } from './deskState.ts';
import type { Intents } from './intents.ts';

export const DeskContext = createContext<Desk | null>(null);

export const useDesk = (): Desk => must(useContext(DeskContext), 'DeskContext');

/** `select` must return something that stays the same while the state does: no new arrays or objects. */
export const useDeskState = <T>(select: (state: DeskState) => T): T => useStore(useDesk().store, select);

/** For selections that are built anew each time: the same object as long as it says the same. */
export function useDeskSelection<T>(select: (state: DeskState) => T): T {
  const last = useRef<{ readonly json: string; readonly value: T } | null>(null);
  return useDeskState((state) => {
    const value = select(state);
    const json = JSON.stringify(value);
    if (last.current?.json !== json) last.current = { json, value };
    return last.current.value;
  });
}

export const useIntents = (): Intents => useDesk().intents;

const tickMs = 500;

/** The time, in milliseconds since the epoch, twice a second while `running`. */
export function useNow(running = true): number {
  const { now } = useDesk();
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(now());
    if (!running) return;
    const timer = setInterval(() => setAt(now()), tickMs);
    return () => clearInterval(timer);
  }, [now, running]);
  return at;
}
