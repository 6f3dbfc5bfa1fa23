// Whether a command can be given just now, for who offers it where it belongs and does not carry it out.
import { useSyncExternalStore } from 'react';
import { useDesk } from '../store/useDesk.ts';
import type { Standing } from './registry.ts';
import type { CommandId } from './table.ts';

/** Null: nobody is there to carry it out. */
export function useStanding(id: CommandId): Standing | null {
  const { commands } = useDesk();
  return useSyncExternalStore(commands.onChange, () => commands.list().find((one) => one.id === id) ?? null);
}
