// One place where the call can go: who, what for, how busy they are right now, and whether it is a favourite.
import { Hash, SquareParking, Star, User, Users } from 'lucide-react';
import { useNow } from '../../store/useDesk.ts';
import { Tag } from '../../ui/Tag.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import type { Destination } from './targets.ts';

const icons = { queue: Users, person: User, number: Hash, parking: SquareParking };
const tones = { reachable: 'live', telephoneFree: 'plain', unreachable: 'plain' } as const;

function LiveWords({ live }: { readonly live: Destination['live'] }) {
  const { t } = useWords();
  const now = useNow(live.kind === 'queue' && live.longestSince !== null);
  if (live.kind === 'unknown') return null;
  if (live.kind === 'person')
    return (
      <span className="target-live">
        <Tag tone={tones[live.presence]}>{t(`transfer.presence.${live.presence}`)}</Tag>
      </span>
    );
  const longest = live.longestSince === null ? '' : wait(since(live.longestSince, now));
  return (
    <>
      <span className="target-wait num">
        {live.waiting === 0 ? t('transfer.noneWaits') : t('transfer.waits', { count: live.waiting, time: longest })}
      </span>
      <span className="target-live">
        <Tag tone={live.free ? 'live' : 'hold'}>{t(live.free ? 'transfer.someFree' : 'transfer.noneFree')}</Tag>
      </span>
    </>
  );
}

interface DestinationRowProps {
  readonly row: Destination;
  readonly id: string;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

export function DestinationRow({ row, id, isSelected, onSelect }: DestinationRowProps) {
  const { t } = useWords();
  const { target, about } = row;
  const Icon = icons[target.kind];
  const aboutWords =
    about.kind === 'words' ? about.words : about.kind === 'role' ? t(`roles.${about.role}`) : t('transfer.numberAbout');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are heard by the field above
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      className="target"
      data-testid="transfer-target"
      data-number={target.number}
      data-group={row.group}
      onClick={onSelect}
    >
      <Icon aria-hidden="true" />
      <span className="target-name">
        {target.name}
        {row.isFavourite ? (
          <>
            <Star aria-hidden="true" className="target-star" />
            <span className="visually-hidden"> {t('transfer.favourite')}</span>
          </>
        ) : null}
      </span>
      <span className="target-about">{aboutWords}</span>
      <LiveWords live={row.live} />
      <span className="num target-number">{target.kind === 'number' ? '' : target.number}</span>
    </div>
  );
}
