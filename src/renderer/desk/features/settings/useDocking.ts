// The command that takes the window to the side of the screen, the one it stood at last, and back.
import { useEffect, useRef } from 'react';
import { useCommand } from '../../commands/useCommand.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';

export function useDocking(): void {
  const { changeSettings } = useIntents();
  const dock = useDeskState((state) => state.main?.settings.dock ?? 'none');
  const side = useRef<'left' | 'right'>('right');
  useEffect(() => {
    if (dock !== 'none') side.current = dock;
  }, [dock]);
  useCommand('dock', () => void changeSettings({ dock: dock === 'none' ? side.current : 'none' }));
}
