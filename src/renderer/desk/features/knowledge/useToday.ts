// The day where the agent is, by which articles hold or do not.
import { useDesk } from '../../store/useDesk.ts';
import { localDay } from '../../ui/time.ts';

export function useToday(): string {
  const { now } = useDesk();
  return localDay(new Date(now()).toISOString());
}
