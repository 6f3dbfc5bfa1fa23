// One figure over time as columns, and the same as a table: the picture says nothing that the table does not.
import type { Figure } from '#shared/protocol/figureLines';

export interface Point {
  readonly key: string;
  readonly label: string;
  readonly figure: Figure;
  /** As it is read. */
  readonly text: string;
}

interface ChartProps {
  readonly name: string;
  readonly about: string;
  readonly points: readonly Point[];
  /** A line across: what is aimed at. Null: there is none. */
  readonly goal: { readonly value: number; readonly text: string } | null;
  readonly textOf: (value: number) => string;
}

const size = { width: 720, height: 200, left: 52, right: 8, top: 12, bottom: 24 };
const labelsAtMost = 8;

const heightOf = ({ value }: Figure): number | null => value;

/** The next round number above: the columns' scale ends there. */
function roundAbove(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= most) ?? 10;
  return step * power;
}

export function Chart({ name, about, points, goal, textOf }: ChartProps) {
  const values = points.map(({ figure }) => heightOf(figure));
  const isShare = points.some(({ figure }) => figure.unit === 'share');
  const top = isShare ? 1 : roundAbove(Math.max(0, goal?.value ?? 0, ...values.map((value) => value ?? 0)));
  const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };
  const y = (value: number) => size.top + inner.height * (1 - value / top);
  const slot = inner.width / Math.max(1, points.length);
  const every = Math.ceil(points.length / labelsAtMost);
  return (
    <svg className="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={`${name}. ${about}`}>
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line
            className="chart-grid"
            x1={size.left}
            x2={size.width - size.right}
            y1={y(top * part)}
            y2={y(top * part)}
          />
          <text className="chart-text" x={size.left - 8} y={y(top * part) + 4} textAnchor="end">
            {textOf(top * part)}
          </text>
        </g>
      ))}
      {points.map(({ key, label, text }, at) => {
        const value = values[at] ?? null;
        const x = size.left + at * slot;
        return (
          <g key={key}>
            <title>{`${label}: ${text}`}</title>
            <rect className="chart-slot" x={x} y={size.top} width={slot} height={inner.height} />
            {value === null ? null : (
              <rect
                className="chart-column"
                x={x + slot * 0.14}
                y={Math.min(y(value), y(0) - 1)}
                width={Math.max(1, slot * 0.72)}
                height={Math.max(1, y(0) - y(value))}
                rx={Math.min(3, slot / 6)}
              />
            )}
            {at % every === 0 ? (
              <text className="chart-text" x={x + slot / 2} y={size.height - 6} textAnchor="middle">
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
      {goal === null ? null : (
        <g>
          <line
            className="chart-goal"
            x1={size.left}
            x2={size.width - size.right}
            y1={y(goal.value)}
            y2={y(goal.value)}
          />
          <text className="chart-goal-text" x={size.width - size.right} y={y(goal.value) - 5} textAnchor="end">
            {goal.text}
          </text>
        </g>
      )}
    </svg>
  );
}

interface TwinProps {
  readonly name: string;
  readonly time: string;
  readonly points: readonly Point[];
}

export function Twin({ name, time, points }: TwinProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
    <section className="chart-twin" tabIndex={0} aria-label={name}>
      <table className="board-table num">
        <thead>
          <tr>
            <th scope="col">{time}</th>
            <th scope="col">{name}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ key, label, text }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
