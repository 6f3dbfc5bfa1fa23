// Calls that were passed on, from queue to queue: a row for where they came from, a column for where they went.
import type { PeopleCount } from '#shared/model/kpi';
import type { Figures } from '#shared/protocol/figures';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';

interface TransfersProps {
  readonly transfers: Figures['transfers'];
  readonly told: (count: PeopleCount) => string;
  /** '' is no queue. */
  readonly nameOf: (queueId: string) => string;
}

/** By name, those of no queue last. */
const inOrder = (ids: readonly string[], nameOf: TransfersProps['nameOf']): string[] =>
  [...new Set(ids)].toSorted(
    (one, other) => Number(one === '') - Number(other === '') || nameOf(one).localeCompare(nameOf(other)),
  );

export function TransfersCard({ transfers: { rows, sum }, told, nameOf }: TransfersProps) {
  const { t } = useWords();
  const title = t('figures.transfers.title');
  const from = inOrder(
    rows.map((row) => row.from),
    nameOf,
  );
  const to = inOrder(
    rows.map((row) => row.to),
    nameOf,
  );
  return (
    <section className="board-card" data-testid="figures-transfers">
      <SectionTitle right={told(sum)}>{title}</SectionTitle>
      <p className="sub">{rows.length === 0 ? t('figures.transfers.none') : t('figures.transfers.how')}</p>
      {rows.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
        <section className="transfers wide-table" tabIndex={0} aria-label={title}>
          <table className="board-table num">
            <thead>
              <tr>
                <th scope="col">{t('figures.transfers.from')}</th>
                {to.map((id) => (
                  <th key={id} scope="col">
                    {id === '' ? t('figures.transfers.elsewhere') : nameOf(id)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {from.map((id) => (
                <tr key={id}>
                  <th scope="row">{nameOf(id)}</th>
                  {to.map((other) => {
                    const cell = rows.find((row) => row.from === id && row.to === other);
                    return cell === undefined ? (
                      <td key={other} className="none">
                        0
                      </td>
                    ) : (
                      <td key={other}>{told(cell.count)}</td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
