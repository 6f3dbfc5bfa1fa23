// Today by the half hour, the latest first, of all queues or of one: their sum is the day of the tiles and of the queues' table.
import { averageWait } from '#shared/model/kpi';
import { type Board, type CameCounts, levelOf, sumOfCame } from '#shared/protocol/board';
import { useQueueChoice } from '../../store/useQueueChoice.ts';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { clockWithin, count, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { halfHourRows, none, percent } from './figures.ts';

interface HalfHoursProps {
  readonly board: Board;
  readonly halfHours: NonNullable<Board['halfHours']>;
}

export function HalfHours({ board, halfHours }: HalfHoursProps) {
  const { t, language } = useWords();
  const { queueId, field } = useQueueChoice(board.queues.map((queue) => queue.queueId));
  const rows = halfHourRows(halfHours, queueId);
  const starts = halfHours.map(({ start }) => start);
  const title = t('board.halfHours.title');
  return (
    <section className="board-card" data-testid="half-hours">
      <div className="half-hours-head">
        <SectionTitle>{title}</SectionTitle>
        <Dropdown {...field} testId="half-hours-queue" />
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
