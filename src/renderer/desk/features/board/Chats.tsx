// The chats of the queues, now and today: how many wait and since when, who is there for them, and what was left to be answered later.
import type { QueueChats } from '#shared/protocol/board';
import { queueName } from '../../store/callerWords.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { count, since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { none } from './figures.ts';
import { People } from './People.tsx';

/** A wait that is worth a colour: somebody who writes expects an answer within a minute. */
const longMs = 60_000;

const columns = ['waiting', 'longest', 'talking', 'ready', 'toTake', 'answered', 'abandoned', 'left'] as const;

export function Chats({ chats }: { readonly chats: readonly QueueChats[] }) {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const time = useNow();
  return (
    <section className="board-card" data-testid="board-chats">
      <SectionTitle>{t('board.chats.title')}</SectionTitle>
      <div className="wide-table">
        <table className="board-table num">
          <thead>
            <tr>
              <th scope="col">{t('board.queue')}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {t(`board.chats.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chats.map(({ queueId, now, today }) => {
              const longest = now.longestSince === null ? null : since(now.longestSince, time);
              return (
                <tr key={queueId} data-testid="board-chat-queue">
                  <th scope="row">{queueName(queueId, workstation, language)}</th>
                  <td>{count(now.waiting, language)}</td>
                  <td className={longest !== null && longest > longMs ? 'urgent' : ''}>
                    {longest === null ? none : wait(longest)}
                  </td>
                  <People of={now.talking} />
                  <People of={now.ready} />
                  <td>{count(now.left, language)}</td>
                  <td>
                    {t('board.chats.of', {
                      answered: count(today.answered, language),
                      offered: count(today.offered, language),
                    })}
                  </td>
                  <td>{count(today.abandoned, language)}</td>
                  <td>{count(today.left, language)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
