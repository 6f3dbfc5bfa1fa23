// Tells, once for each interaction, that its screen-pop has reached the glass: the frame after the one that drew it.
import { useEffect } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { useDesk } from '../../store/useDesk.ts';

export function usePopPainted(id: InteractionId, popped: boolean): void {
  const { onPopPainted } = useDesk();
  useEffect(() => {
    if (!popped) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => onPopPainted(id));
    });
    return () => cancelAnimationFrame(frame);
  }, [id, popped, onPopPainted]);
}
