// The team by name: who is ready, in a call or not ready at this moment. Only where an agreement allows it, which stands beside it;
// and the way to listen, where it allows that.
import { Ear } from 'lucide-react';
import type { Board, MemberState } from '#shared/protocol/board';
import { lineupOf } from '../../store/lineup.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

/** Who is in a call can be listened to; where states are not shown, who is not in one is told of by the answer. */
const isListenable = (state: MemberState | null): boolean => state === null || state === 'inCall';

/** Green is who can take a call, as in the list of those to transfer to. */
const tones = { ready: 'live', ringing: 'note', inCall: 'plain', notReady: 'hold', absent: 'plain' } as const;
/** Who can be asked first, who is not there last. */
const order: readonly MemberState[] = ['ready', 'ringing', 'inCall', 'notReady', 'absent'];

const placeOf = (state: MemberState | null): number => (state === null ? 0 : order.indexOf(state));

export function Team({ team }: { readonly team: NonNullable<Board['team']> }) {
  const { t, language } = useWords();
  const { askToListen } = useIntents();
  const code = useDeskState((state) => workstationOf(state)?.listenCode ?? null);
  const asked = useDeskState((state) => state.toListenTo);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const busy = useDeskState((state) => lineupOf(state.phone) !== null);
  const colleagues = useDeskState((state) => workstationOf(state)?.colleagues);
  const supervision = useDeskState((state) => workstationOf(state)?.policy.supervision ?? null);
  const members = team
    .flatMap(({ id, state }) => {
      const name = colleagues?.find((colleague) => colleague.id === id)?.name;
      return name === undefined ? [] : [{ id, state, name }];
    })
    .sort((one, other) => placeOf(one.state) - placeOf(other.state) || one.name.localeCompare(other.name));
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
            <span className="grow" />
            {asked.includes(id) ? <span className="faint">{t('listening.asked')}</span> : null}
            {code !== null && isListenable(state) && !asked.includes(id) ? (
              <Button
                look="ghost"
                size="small"
                icon={Ear}
                disabled={!current || busy}
                onClick={() => void askToListen(id)}
                data-testid="listen"
              >
                {t('listening.listen')}
              </Button>
            ) : null}
            {state === null ? null : <Tag tone={tones[state]}>{t(`board.states.${state}`)}</Tag>}
          </li>
        ))}
      </ul>
    </section>
  );
}
