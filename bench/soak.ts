// `npm run soak -- calls [--calls N] [--json]`: a phone takes N calls (500 unless told) one after another and several at once, with
// holds, mutes, keys and transfers of both kinds. Then its window may not have grown, and nothing of any call may be left in it.
import { soakCalls } from './soak/calls.ts';
import { soakTable } from './soak/leftovers.ts';

const [name, ...flags] = process.argv.slice(2);
const at = flags.indexOf('--calls');
const calls = at === -1 ? 500 : Number(flags[at + 1]);
if (name !== 'calls' || !Number.isInteger(calls) || calls < 1) {
  console.error('Which soak? npm run soak -- calls [--calls 500]');
  process.exit(2);
}
const { checks, taken } = await soakCalls(calls, (line) => console.error(line));
console.log(soakTable(checks));
console.log(JSON.stringify({ soak: name, calls: taken, checks }));
process.exit(checks.every(({ ok }) => ok) ? 0 : 1);
