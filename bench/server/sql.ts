// What one request says to PostgreSQL, written down, and said again and again by the bare driver: the floor beneath the server.
import pg from 'pg';
import { ulid } from 'ulid';

interface Said {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Speed {
  readonly perSecond: number;
  /** Of each, in ms. */
  readonly times: readonly number[];
}

/** All that is said to PostgreSQL in this process meanwhile. */
export async function sqlOf(work: () => Promise<unknown>): Promise<Said[]> {
  const said: Said[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [text, values] = given;
    if (typeof text === 'string') said.push({ text, values: Array.isArray(values) ? values : [] });
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return said;
}

/** Says it on `connections` at once for `seconds`. Ids that begin with `made` are made anew each time; `vary` gives other values in place of some. */
export async function sayAgain(
  url: string,
  said: readonly Said[],
  options: {
    readonly connections: number;
    readonly seconds: number;
    readonly made: string;
    readonly vary?: () => Readonly<Record<string, string>>;
  },
): Promise<Speed> {
  const times: number[] = [];
  const id = new RegExp(`${options.made}[0-9A-HJKMNP-TV-Z]{16}`, 'g');
  const end = performance.now() + options.seconds * 1000;
  const oneConnection = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, options: '-c jit=off' });
    await client.connect();
    while (performance.now() < end) {
      const instead = { ...options.vary?.() };
      const fresh = (value: unknown): unknown =>
        typeof value === 'string'
          ? (instead[value] ?? value.replace(id, (known) => (instead[known] ??= ulid())))
          : value;
      const from = performance.now();
      for (const { text, values } of said) await client.query(text, values.map(fresh));
      times.push(performance.now() - from);
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: options.connections }, oneConnection));
  return { perSecond: times.length / options.seconds, times };
}
