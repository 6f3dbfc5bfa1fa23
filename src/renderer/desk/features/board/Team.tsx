// The team by name: who is ready, in a call or not ready at this moment. Only where an agreement allows it, which stands beside it.
import type { Board, MemberState } from '#shared/protocol/board';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { fullDay } from '../../ui/time.ts';

const tones = { ready: 'plain', ringing: 'note', inCall: 'live', notReady: 'hold', absent: 'plain' } as const;
/** Who can be asked first, who is not there last. */
const order: readonly MemberState[] = ['ready', 'ringing', 'inCall', 'notReady', 'absent'];

export function Team({ team }: { readonly team: NonNullable<Board['team']> }) {
  const { t, language } = useWords();
  const colleagues = useDeskState((state) => workstationOf(state)?.colleagues);
  const supervision = useDeskState((state) => workstationOf(state)?.policy.supervision ?? null);
  const members = team
    .flatMap(({ id, state }) => {
      const name = colleagues?.find((colleague) => colleague.id === id)?.name;
      return name === undefined ? [] : [{ id, state, name }];
    })
    .sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state) || one.name.localeCompare(other.name));
  return (
    <section className="section">
      <SectionTitle right={members.length}>{t('board.team')}</SectionTitle>
      {supervision === null ? null : (
        <p className="sub faint">
          {t('board.allowedBy', { reference: supervision.legalReference, until: fullDay(supervision.until, language) })}
        </p>
      )}
      <ul className="team">
        {members.map(({ id, state, name }) => (
          <li key={id} data-state={state} data-testid="team-member">
            <span>{name}</span>
            <Tag tone={tones[state]}>{t(`board.states.${state}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
