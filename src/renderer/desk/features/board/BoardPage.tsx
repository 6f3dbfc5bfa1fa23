// The lead's board: the queues now and today, the requests for help, who waits. Figures of the team; of one
// person only what an agreement allows.
import type { ReactNode } from 'react';
import { definitions } from '#shared/model/kpi';
import { type Board, levelOf } from '#shared/protocol/board';
import { filledDefinition } from '#shared/protocol/figureLines';
import { queueName } from '../../store/callerWords.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { count, localTime, since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Chats } from './Chats.tsx';
import { figuresOf, none, percent } from './figures.ts';
import { HalfHours } from './HalfHours.tsx';
import { HelpRequests } from './HelpRequests.tsx';
import { People } from './People.tsx';
import { Team } from './Team.tsx';
import { WaitingCallers } from './WaitingCallers.tsx';

/** A wait that is worth a colour. */
const longMs = 180_000;

/** Of a queue's team, by what they do. */
const groups = ['talking', 'ready', 'notReady'] as const;

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly about: string;
}

function Tile({ name, value, about }: TileProps) {
  return (
    <div className="tile">
      <p className="tile-name">{name}</p>
      <p className="tile-value num">{value}</p>
      <p className="tile-about num">{about}</p>
    </div>
  );
}

function Tiles({ board }: { readonly board: Board }) {
  const { t, language } = useWords();
  const now = useNow();
  const figures = figuresOf(board.queues);
  const within = board.queues[0]?.today.withinSeconds ?? 0;
  const { offered, answered, abandoned } = figures.today;
  const longest = figures.longestSince === null ? none : wait(since(figures.longestSince, now));
  return (
    <div className="tiles">
      <Tile
        name={t('board.waiting')}
        value={figures.waiting === null ? none : count(figures.waiting, language)}
        about={t('board.longest', { time: longest })}
      />
      <Tile
        name={t('board.serviceLevel')}
        value={percent(levelOf(figures.today))}
        about={t('board.within', { seconds: within })}
      />
      <Tile
        name={t('board.answered')}
        value={count(answered, language)}
        about={t('board.ofOffered', { offered: count(offered, language) })}
      />
      <Tile
        name={t('board.abandoned')}
        value={count(abandoned, language)}
        about={percent(offered === 0 ? null : abandoned / offered)}
      />
    </div>
  );
}

function Queues({ board }: { readonly board: Board }) {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const now = useNow();
  const number = (value: number | undefined): ReactNode => value ?? none;
  return (
    <div className="wide-table">
      <table className="board-table num">
        <thead>
          <tr>
            <th scope="col">{t('board.queue')}</th>
            {(['inQueue', 'longestShort', ...groups, 'levelToday'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`board.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.queues.map(({ queueId, now: live, today }) => {
            const longest = live?.longestSince == null ? null : since(live.longestSince, now);
            return (
              <tr key={queueId} data-testid="board-queue">
                <th scope="row">{queueName(queueId, workstation, language)}</th>
                <td>{number(live?.waiting)}</td>
                <td className={longest !== null && longest > longMs ? 'urgent' : ''}>
                  {longest === null ? none : wait(longest)}
                </td>
                {groups.map((name) => (
                  <People key={name} of={live?.[name] ?? null} />
                ))}
                <td>{percent(levelOf(today))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const callCodes = ['serviceLevel', 'offered', 'answered', 'abandonRate', 'averageWait'] as const;
const chatCodes = ['chatsOffered', 'chatsAnswered', 'chatAbandonRate', 'chatsLeft'] as const;

/** What today's figures count, for who reads them by eye, key or ear. */
function HowCounted({ withChats }: { readonly withChats: boolean }) {
  const { t, language } = useWords();
  const { figures: rules } = useLists(null);
  if (rules === undefined) return null;
  return (
    <details className="figures-how" data-testid="board-how">
      <summary>{t('figures.howAll')}</summary>
      <p>
        <strong>{t('board.waiting')}</strong>: {t('board.howWaiting')}
      </p>
      {[...callCodes, ...(withChats ? chatCodes : [])].map((code) => (
        <p key={code}>
          <strong>{definitions[code].name[language]}</strong>:{' '}
          {filledDefinition(definitions[code].counts[language], { rules })}
        </p>
      ))}
      <p>
        <strong>{t('board.halfHours.title')}</strong>: {t('board.halfHours.how')}
      </p>
      <p>
        <strong>{t('board.people')}</strong>: {t('board.howPeople', { than: rules.leastPeople })}
      </p>
      {withChats ? (
        <p>
          <strong>{t('board.chats.people')}</strong>: {t('board.chats.howPeople', { than: rules.leastPeople })}
        </p>
      ) : null}
    </details>
  );
}

export function BoardPage() {
  const { t } = useWords();
  const board = useDeskState((state) => state.data?.boards.board ?? null);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const about =
    board === null
      ? t('boards.unheard')
      : !current
        ? t('boards.asOf', { time: localTime(board.asOf) })
        : board.bridge === 'connected'
          ? t(board.team === null ? 'board.about' : 'board.aboutNamed')
          : t('board.blind');
  return (
    <section className="page board" data-testid="board-page">
      <div>
        <h1>{t('board.title')}</h1>
        <p className={board !== null && current && board.bridge === 'connected' ? 'sub' : 'sub urgent'}>{about}</p>
      </div>
      {board === null ? null : (
        <>
          <Tiles board={board} />
          <HowCounted withChats={(board.chats ?? []).length > 0} />
          <div className="board-body">
            <div className="board-cards">
              <div className="board-card">
                <Queues board={board} />
                {board.team === null ? null : <Team team={board.team} />}
              </div>
              {board.chats === null || board.chats.length === 0 ? null : <Chats chats={board.chats} />}
              {board.halfHours === null ? null : <HalfHours board={board} halfHours={board.halfHours} />}
            </div>
            <div className="board-card">
              <HelpRequests />
              <WaitingCallers callers={board.callers ?? []} />
            </div>
          </div>
        </>
      )}
    </section>
  );
}
