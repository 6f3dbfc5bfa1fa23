// Carrying out a command: by its key, and by its name for whoever looks for it.
import { useEffect, useRef } from 'react';
import { useDesk } from '../store/useDesk.ts';
import { useKey } from '../ui/keys.ts';
import { type CommandId, rowOf } from './table.ts';

interface CommandOptions {
  readonly enabled?: boolean;
  /** Looked for by its name, it is found: not so where it would only take back what is done already. */
  readonly offered?: boolean;
  /** Its key does it: not so where it would do what nobody has in sight any more. */
  readonly keyed?: boolean;
  /** Its key where the table has none, since it follows from its place: whoever draws it listens for it. */
  readonly placed?: string | undefined;
}

/** `run` for as long as this is drawn and enabled. */
export function useCommand(
  id: CommandId,
  run: () => void,
  { enabled = true, offered = true, keyed = true, placed }: CommandOptions = {},
): void {
  const { commands } = useDesk();
  const { chord = '', bare = false, byLetter = false } = rowOf(id);
  const latest = useRef(run);
  latest.current = run;
  useKey(chord, run, { enabled: enabled && keyed && chord !== '', bare });
  useKey(chord.slice(-1), run, { enabled: enabled && keyed && byLetter, bare: true });
  useEffect(
    () =>
      enabled && offered
        ? commands.register({ id, run: () => latest.current(), ...(placed !== undefined && { chord: placed }) })
        : undefined,
    [commands, id, enabled, offered, placed],
  );
}
