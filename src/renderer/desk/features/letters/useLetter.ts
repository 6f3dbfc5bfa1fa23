// A letter that is being written: what is typed goes to this PC's disk a moment after the fingers rest, and from there to the service. Somebody
// else's writing is never written over unseen.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DiscardOutcome } from '#shared/contract/letters';
import type { Written } from '#shared/model/letters';
import type { Letter } from '#shared/protocol/letters';
import { useDeskState, useIntents } from '../../store/useDesk.ts';

/** How far the disk may lag behind the fingers, and how long they rest before the service is asked. */
const diskMs = 250;
const restMs = 1_500;

/** `disk`: the service does not have all of it; `failed`: not even this PC's disk has. */
export type Keeping = 'saved' | 'writing' | 'disk' | 'failed';

export interface Writing {
  readonly letter: Letter;
  readonly parts: Written;
  /** Somebody else has written on it since: theirs stands in `letter`. */
  readonly isConflict: boolean;
  readonly keeping: Keeping;
}

interface Typed {
  readonly letter: Letter;
  readonly parts: Written;
  readonly base: number;
}

/** Somebody else has written on it since, and whose text stands is not decided yet. */
const isTornBetween = (typed: Typed | null): boolean => typed !== null && typed.base !== typed.letter.version;

const isSame = (one: Written, other: Written): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((code) => (one[code] ?? '') === (other[code] ?? ''));

/** `state` undefined: not read yet; null: it cannot be had now. */
export function useLetter(id: string) {
  const { openLetter, keepLetter, dropLetterDraft, saveLetter, discardLetter } = useIntents();
  const [state, setState] = useState<Writing | null>();
  const isAway = useDeskState((desk) => desk.data?.sync.link.kind !== 'online');
  const casesChanged = useDeskState((desk) => desk.casesChanged);
  /** As it was typed last, and over which version: ahead of what is drawn. */
  const typed = useRef<Typed | null>(null);
  const timers = useRef<{ disk?: ReturnType<typeof setTimeout>; rest?: ReturnType<typeof setTimeout> }>({});
  /** One save after the other. */
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  /** Of the letter as the service had it last. */
  const version = useRef(0);

  const read = useCallback(async () => {
    const found = await openLetter(id);
    if (found === null) return setState((before) => before ?? null);
    const { letter, draft } = found;
    version.current = letter.version;
    const isOver = draft === null || letter.state !== 'draft' || isSame(draft.parts, letter.parts);
    if (isOver) {
      if (draft !== null && (letter.state === 'sent' || isSame(draft.parts, letter.parts))) void dropLetterDraft(id);
      // What was typed while the letter went on elsewhere is not thrown away: it is there again should it come back.
      typed.current = null;
      return setState({ letter, parts: letter.parts, isConflict: false, keeping: 'saved' });
    }
    typed.current = { letter, parts: draft.parts, base: draft.base };
    setState({ letter, parts: draft.parts, isConflict: isTornBetween(typed.current), keeping: 'disk' });
  }, [id, openLetter, dropLetterDraft]);

  const toDisk = useCallback(async (): Promise<boolean> => {
    clearTimeout(timers.current.disk);
    const now = typed.current;
    if (now === null) return true;
    const kept = (await keepLetter(now.letter, now.parts, now.base)) === true;
    setState((before) => (before ? { ...before, keeping: kept ? 'disk' : 'failed' } : before));
    return kept;
  }, [keepLetter]);

  /** Resolves to the version under which the service has all of it; null: it does not. */
  const toService = useCallback((): Promise<number | null> => {
    clearTimeout(timers.current.rest);
    const once = async (): Promise<number | null> => {
      if (typed.current === null) return version.current;
      const sent = typed.current.parts;
      if (!(await toDisk())) return null;
      const outcome = await saveLetter(id);
      if (outcome === null) return null;
      if (outcome.kind === 'refused') {
        await read();
        return null;
      }
      const { letter } = outcome;
      version.current = letter.version;
      const now = typed.current;
      if (outcome.kind === 'conflict') {
        if (now !== null) typed.current = { ...now, letter };
        setState((before) => (before ? { ...before, letter, isConflict: true } : before));
        return null;
      }
      const isAll = now === null || isSame(now.parts, sent);
      typed.current = isAll ? null : { letter, parts: now.parts, base: letter.version };
      setState((before) => (before ? { ...before, letter, keeping: isAll ? 'saved' : 'disk' } : before));
      return isAll ? letter.version : null;
    };
    const done = saving.current.then(once, once);
    saving.current = done;
    return done;
  }, [id, read, saveLetter, toDisk]);

  useEffect(() => {
    const settle = () => void (isTornBetween(typed.current) ? toDisk() : toService());
    void read().then(settle);
    return settle;
  }, [read, toDisk, toService]);

  // Confirmed, sent back, sent or written elsewhere, it is shown as it is now.
  useEffect(() => {
    if (casesChanged > 0 && typed.current === null) void read();
  }, [casesChanged, read]);

  // With the service back, what lies here goes there.
  useEffect(() => {
    if (!isAway && typed.current !== null) void toService();
  }, [isAway, toService]);

  function write(code: string, text: string): void {
    if (!state) return;
    const base = typed.current?.base ?? state.letter.version;
    const parts = { ...(typed.current?.parts ?? state.parts), [code]: text };
    typed.current = { letter: state.letter, parts, base };
    setState({ ...state, parts, keeping: 'writing' });
    clearTimeout(timers.current.disk);
    clearTimeout(timers.current.rest);
    timers.current.disk = setTimeout(() => void toDisk(), diskMs);
    if (!state.isConflict) timers.current.rest = setTimeout(() => void toService(), restMs);
  }

  /** What was written here goes over what somebody else has written, who can see it in the letter's versions. */
  async function keepMine(): Promise<void> {
    const now = typed.current;
    if (now === null) return;
    typed.current = { ...now, base: now.letter.version };
    setState((before) => (before ? { ...before, isConflict: false } : before));
    await toService();
  }

  async function takeTheirs(): Promise<void> {
    typed.current = null;
    clearTimeout(timers.current.disk);
    await dropLetterDraft(id);
    await read();
  }

  /** With what was typed here; what goes to the service meanwhile goes first. Null: that could not be said. */
  async function discard(): Promise<DiscardOutcome | null> {
    clearTimeout(timers.current.disk);
    clearTimeout(timers.current.rest);
    await saving.current;
    const outcome = await discardLetter(id, version.current);
    if (outcome?.kind === 'gone') typed.current = null;
    return outcome ?? null;
  }

  return { state, isAway, write, keepMine, takeTheirs, read, toService, discard };
}
