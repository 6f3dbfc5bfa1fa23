// `npm run torture -- data|feed [--kills N] [--rounds N] [--seed N]`: what `npm test` tries a few times, for as long as it takes. The seed is
// printed; the same one makes the same choices again.
import { parseArgs } from 'node:util';
import { tortureData, tortureFeed } from './torture/runs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const count = Number(positionals[0] === 'data' ? values.kills : values.rounds);
const runs = { data: tortureData, feed: tortureFeed };
const [name] = positionals;
if ((name !== 'data' && name !== 'feed') || !Number.isInteger(seed) || !(Number.isInteger(count) && count > 0)) {
  console.error('Which torture? npm run torture -- data [--kills 300] [--seed N], or feed [--rounds 1000] [--seed N]');
  process.exit(2);
}
console.log(`--seed ${seed}`);
try {
  const told = await runs[name](count, seed, (line) => console.error(line));
  console.log(JSON.stringify({ torture: name, seed, ...told }));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
