// `npm test`: everything but what needs Asterisk; first what runs without Electron, then what needs it built.
// `--project NAME` picks others; further arguments go to vitest. Each run leaves its report in artifacts/<name>.json.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';
import { run } from './processes.ts';

const RUNS = { test: ['unit', 'desk', 'integration'], e2e: ['e2e'] };

const args = process.argv.slice(2);
const chosen = args.flatMap((argument, index) => (args[index - 1] === '--project' ? [argument] : []));
const rest = args.filter((argument, index) => argument !== '--project' && args[index - 1] !== '--project');
const runs = chosen.length > 0 ? { [chosen.join('-')]: chosen } : RUNS;

await mkdir(join(projectFolder, 'artifacts'), { recursive: true });
const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs');
let failed = false;
for (const [name, projects] of Object.entries(runs)) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=artifacts/${name}.json`];
  // Arguments that name files may leave one of the two runs with nothing to do.
  const options = [...reporters, ...(rest.length > 0 ? ['--passWithNoTests', ...rest] : [])];
  const picked = projects.flatMap((project) => ['--project', project]);
  if ((await run(process.execPath, [vitest, 'run', ...picked, ...options], { cwd: projectFolder })) !== 0)
    failed = true;
}
process.exitCode = failed ? 1 : 0;
