// `npm run torture -- data|feed [--kills N] [--runs N] [--rounds N] [--seed N]`: what `npm test` tries a few times, for as long as it takes. The seed is
// printed; the same one makes the same choices again.
import { parseArgs } from 'node:util';
import { tortureData, tortureFeed } from './torture/runs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '300' },
    runs: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const report = (line: string) => console.error(line);
const [seed, kills, runs, rounds] = [values.seed, values.kills, values.runs, values.rounds].map(Number) as [
  number,
  number,
  number,
  number,
];
const tortures = {
  data: () => tortureData({ kills, runs, seed, report }),
  feed: () => tortureFeed({ rounds, seed, report }),
};
const [name] = positionals;
if ((name !== 'data' && name !== 'feed') || ![seed, kills, runs, rounds].every((n) => Number.isInteger(n) && n >= 0)) {
  console.error(
    'Which torture? npm run torture -- data [--kills 300] [--runs 10000] [--seed N], or feed [--rounds 1000] [--seed N]',
  );
  process.exit(2);
}
console.log(`--seed ${seed}`);
try {
  const told = await tortures[name]();
  console.log(JSON.stringify({ torture: name, seed, ...told }));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
