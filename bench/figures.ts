// A benchmark's figures: ours beside a floor or a peer that was measured in the same run.

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly beside: number | null;
  readonly besideWhat: string;
  /** ours / beside. */
  readonly ratio: number | null;
  readonly goal: string;
  readonly ok: boolean;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** A figure that is good when it is at most `atMost`. */
export function figure(
  name: string,
  unit: string,
  ours: number,
  atMost: number,
  beside: { readonly what: string; readonly value: number } | null,
): Figure {
  return {
    name,
    unit,
    ours: round(ours),
    beside: beside === null ? null : round(beside.value),
    besideWhat: beside?.what ?? '',
    ratio: beside === null || beside.value === 0 ? null : Math.round((ours / beside.value) * 100) / 100,
    goal: Number.isFinite(atMost) ? `<= ${round(atMost)} ${unit}` : '',
    ok: ours <= atMost,
  };
}

/** A figure that is good when it is at least that share of what stands beside it. */
export function atLeast(
  name: string,
  unit: string,
  ours: number,
  share: number,
  beside: { readonly what: string; readonly value: number },
): Figure {
  const plain = figure(name, unit, ours, Number.POSITIVE_INFINITY, beside);
  return { ...plain, goal: share === 0 ? '' : `>= ${share} of it`, ok: ours >= share * beside.value };
}

/** Of the better one. */
const share = 0.8;

/** A figure that is good when it is at most 0.8 of the better of the peers; of those that can do it at all. */
export function besideBetter(
  name: string,
  unit: string,
  ours: number,
  peers: Readonly<Record<string, number | null>>,
  atMost = Number.POSITIVE_INFINITY,
): Figure {
  const able = Object.entries(peers).flatMap(([what, value]) => (value === null ? [] : [{ what, value }]));
  const better = able.toSorted((a, b) => a.value - b.value)[0] ?? null;
  const plain = figure(name, unit, ours, atMost, better);
  if (better === null) return { ...plain, besideWhat: `${Object.keys(peers).join(', ')}: cannot` };
  const others = able.filter((one) => one !== better).map(({ what, value }) => `, ${what} ${round(value)}`);
  return {
    ...plain,
    besideWhat: `${better.what}${others.join('')}`,
    goal: Number.isFinite(atMost) ? `<= ${share} of it, ${plain.goal}` : `<= ${share} of it`,
    ok: plain.ok && ours <= share * better.value,
  };
}

/** The value below which the share `p` (0 to 1) of the samples lies, by nearest rank. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = Math.max(0, Math.ceil(p * sorted.length) - 1);
  return sorted[at] ?? Number.NaN;
}

export function table(figures: readonly Figure[]): string {
  const rows = [
    ['', 'ours', 'beside', 'what', 'ratio', 'goal', ''],
    ...figures.map((one) => [
      one.name,
      `${one.ours} ${one.unit}`,
      one.beside === null ? '' : `${one.beside} ${one.unit}`,
      one.besideWhat,
      one.ratio === null ? '' : String(one.ratio),
      one.goal,
      one.ok ? 'ok' : 'NOT REACHED',
    ]),
  ];
  return inColumns(rows);
}

/** Rows of cells as lines of text, each column as wide as its widest cell. */
export function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
