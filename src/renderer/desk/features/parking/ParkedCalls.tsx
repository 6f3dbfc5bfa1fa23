// Who is parked, since when, and one action that picks them up. It floats, and is not there while nobody is parked.
import { SquareParking } from 'lucide-react';
import { formatNumber } from '#shared/model/phoneNumber';
import { useCommand } from '../../commands/useCommand.ts';
import { type ParkedRow, parkedRows } from '../../store/parked.ts';
import { useDeskSelection, useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

function Parked({
  row,
  isFirst,
  usable,
}: {
  readonly row: ParkedRow;
  readonly isFirst: boolean;
  readonly usable: boolean;
}) {
  const { t } = useWords();
  const { pickUp } = useIntents();
  const now = useNow();
  const name =
    row.name === row.number && row.number !== null ? formatNumber(row.number) : (row.name ?? t('parking.unknown'));
  return (
    <li className="parked-row" data-testid="parked-call" data-place={row.place}>
      <span className="parked-who">
        <span className="parked-name">{name}</span>
        <span className="parked-where num">
          {row.place} · {wait(since(row.since, now))}
        </span>
      </span>
      <Button
        size="small"
        {...(isFirst && { command: 'pickUp' })}
        disabled={!usable}
        onClick={() => void pickUp(row)}
        data-testid="pick-up"
      >
        {t('parking.pickUp')}
        <span className="visually-hidden">: {t('parking.who', { name, place: row.place })}</span>
      </Button>
    </li>
  );
}

export function ParkedCalls() {
  const { t } = useWords();
  const { pickUp } = useIntents();
  const rows = useDeskSelection(parkedRows);
  const usable = useDeskState((state) => state.phone?.registration.kind === 'registered');
  const [first] = rows;
  useCommand('pickUp', () => first !== undefined && void pickUp(first), { enabled: usable && first !== undefined });
  if (first === undefined) return null;
  return (
    <section className="parked-card" aria-label={t('parking.title')} data-testid="parked">
      <SectionTitle icon={SquareParking}>{t('parking.title')}</SectionTitle>
      <ul className="parked-rows">
        {rows.map((row) => (
          <Parked key={row.place} row={row} isFirst={row === first} usable={usable} />
        ))}
      </ul>
    </section>
  );
}
