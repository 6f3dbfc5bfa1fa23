// `npm run demo`: the story of two agents in real Electron, step by step, with a picture of each. `-- --pbx` plays it against Asterisk,
// `-- --packaged FILE` with a packaged app, `-- --json` ends with one line for machines.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asteriskWorld } from '../test/pbx/asteriskWorld.ts';
import { prepareApps } from '../test/support/app.ts';
import { simulatorWorld } from '../test/support/simulatorWorld.ts';
import { playStory } from '../test/support/story.ts';
import { buildIfStale } from './build.ts';
import { projectFolder } from './paths.ts';

const { values: options } = parseArgs({
  options: {
    pbx: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    packaged: { type: 'string' },
    pictures: { type: 'string' },
  },
});
/** With --json the last line of stdout is the result's alone. */
const report = (line: string) => (options.json ? console.error(line) : console.log(line));

const pictures = options.pictures ?? join(projectFolder, 'artifacts', options.pbx ? 'demo-pbx' : 'demo');
if (options.packaged === undefined) await buildIfStale({ report });
const world = options.pbx ? await asteriskWorld(report) : await simulatorWorld();
report(`The exercise company’s site, with its chat: ${world.backendUrl}/chat/demo.html`);
const apps = await prepareApps(report);
try {
  const steps = await playStory({
    apps,
    world,
    pictures,
    ...(options.packaged === undefined ? {} : { packaged: options.packaged }),
    onStep: (step) =>
      report(
        `${step.ok ? '  ok' : 'FAIL'} ${String(step.ms).padStart(6)} ms  ${step.name}${step.error ? `\n      ${step.error}` : ''}`,
      ),
  });
  const ok = steps.every((step) => step.ok);
  report(`Pictures are in ${pictures}`);
  if (options.json) console.log(JSON.stringify({ ok, steps: steps.map(({ name, ok, ms }) => ({ name, ok, ms })) }));
  process.exitCode = ok ? 0 : 1;
} finally {
  await apps.dispose();
  await world.stop();
}
