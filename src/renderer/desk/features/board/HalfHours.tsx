// Today by the half hour, the latest first, of all queues or of one: their sum is the day of the tiles and of the queues' table.
import { useState } from 'react';
import { averageWait } from '#shared/model/kpi';
import { type Board, type CameCounts, levelOf, sumOfCame } from '#shared/protocol/board';
import { queueName } from '../../store/callerWords.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { clockWithin, count, wait } from '../../ui/time.ts';
import { halfHourRows, none, percent } from './figures.ts';

const everywhere = 'all';

interface HalfHoursProps {
  readonly board: Board;
  readonly halfHours: NonNullable<Board['halfHours']>;
}

export function HalfHours({ board, halfHours }: HalfHoursProps) {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const [chosen, setChosen] = useState(everywhere);
  const rows = halfHourRows(halfHours, chosen === everywhere ? null : chosen);
  const starts = halfHours.map(({ start }) => start);
  const queues = board.queues.map(({ queueId }) => ({
    id: queueId as string,
    name: queueName(queueId, workstation, language) ?? queueId,
  }));
  const title = t('board.halfHours.title');
  return (
    <section className="board-card" data-testid="half-hours">
      <div className="half-hours-head">
        <SectionTitle>{title}</SectionTitle>
        <Dropdown
          label={t('board.queue')}
          options={[{ id: everywhere, name: t('figures.allQueues') }, ...queues]}
          chosen={chosen}
          onChoose={setChosen}
          testId="half-hours-queue"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard. */}
      <section className="half-hours wide-table" tabIndex={0} aria-label={title}>
        <table className="board-table num">
          <thead>
            <tr>
              {(['from', 'offered', 'answered', 'abandoned', 'level', 'averageWait'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`board.halfHours.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="half-hours-sum">
              <th scope="row">{t('board.halfHours.day')}</th>
              <Cells counts={sumOfCame(rows.map(({ counts }) => counts))} />
            </tr>
            {rows.map(({ start, counts, runs }) => (
              <tr key={start} data-testid="half-hour">
                <th scope="row">
                  <span className="num">{clockWithin(start, starts, language)}</span>
                  {runs ? <Tag>{t('board.halfHours.runs')}</Tag> : null}
                </th>
                <Cells counts={counts} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Cells({ counts }: { readonly counts: CameCounts }) {
  const { language } = useWords();
  const waited = averageWait(counts);
  return (
    <>
      <td>{count(counts.offered, language)}</td>
      <td>{count(counts.answered, language)}</td>
      <td>{count(counts.abandoned, language)}</td>
      <td>{percent(levelOf(counts))}</td>
      <td>{waited === null ? none : wait(waited * 1_000)}</td>
    </>
  );
}
