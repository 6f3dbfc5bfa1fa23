// `npm test`: everything but what needs Asterisk. `--project NAME …` picks others; further arguments go to vitest.
// Leaves its counts in artifacts/<projects>.json. Tests that need Electron build the app by themselves.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';
import { run } from './processes.ts';

const DEFAULT_PROJECTS = ['unit', 'desk', 'integration', 'e2e'];

const args = process.argv.slice(2);
const chosen = args.flatMap((argument, index) => (args[index - 1] === '--project' ? [argument] : []));
const projects = chosen.length > 0 ? [] : DEFAULT_PROJECTS.flatMap((name) => ['--project', name]);
const name = chosen.length > 0 ? chosen.join('-') : 'test';

await mkdir(join(projectFolder, 'artifacts'), { recursive: true });
const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=artifacts/${name}.json`];
process.exitCode = await run(process.execPath, [vitest, 'run', ...projects, ...reporters, ...args], {
  cwd: projectFolder,
});
