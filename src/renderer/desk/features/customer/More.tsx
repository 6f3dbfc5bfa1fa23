// The way from a part of the card to all of it: the timeline, with that part alone.
import type { CustomerId } from '#shared/model/ids';
import type { TimelineShown } from '../../store/deskState.ts';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';

interface MoreProps {
  readonly id: CustomerId;
  readonly show: TimelineShown;
  readonly name: string;
}

export function More({ id, show, name }: MoreProps) {
  const { openSheet } = useIntents();
  return (
    <Button
      look="ghost"
      size="small"
      className="card-more"
      onClick={() => openSheet({ kind: 'timeline', id, show })}
      data-testid={`more-${show}`}
    >
      {name}
    </Button>
  );
}
