// `npm run bench -- NAME [--json]` (and what a benchmark takes besides): runs one benchmark and prints its table for people, or one JSON object on the last line.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Figure, table } from './figures.ts';

export type Bench = (report: (line: string) => void, args: readonly string[]) => Promise<Figure[]>;

const folder = join(import.meta.dirname, 'benches');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name = '', ...flags] = process.argv.slice(2);
const asJson = flags.includes('--json');

if (!names.includes(name)) {
  console.error(`Which benchmark? One of: ${names.join(', ')}. For example: npm run bench -- ${names[0]}`);
  process.exit(2);
}
const { bench } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as { bench: Bench };
const figures = await bench(
  (line) => console.error(line),
  flags.filter((flag) => flag !== '--json'),
);
if (asJson) console.log(JSON.stringify({ bench: name, figures }));
else console.log(table(figures));
process.exit(figures.every((figure) => figure.ok) ? 0 : 1);
