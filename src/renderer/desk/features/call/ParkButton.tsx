// Parking the caller: one key, and they wait in a numbered place until somebody picks them up. Only where the PBX has places.
import { SquareParking } from 'lucide-react';
import type { Call } from '#shared/model/call';
import { freePlace } from '../../store/parked.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';

export function ParkButton({ call, usable }: { readonly call: Call; readonly usable: boolean }) {
  const { t } = useWords();
  const { park } = useIntents();
  const hasPlaces = useDeskState((state) => (workstationOf(state)?.parking.length ?? 0) > 0);
  const place = useDeskState(freePlace);
  const send = () => {
    if (place !== null) void park(call, place, t('parking.place', { place }));
  };
  if (!hasPlaces) return null;
  return (
    <CallButton
      icon={SquareParking}
      look="icon"
      label={t('parking.park')}
      command="park"
      onPress={send}
      disabled={!usable || place === null}
      testId="park"
    />
  );
}
