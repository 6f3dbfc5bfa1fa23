// `npm run check`: types of every folder, style, arrows of import, dead code, the lock. Runs all of them and then says
// which failed. Leaves the count of those that hold and the names of those that do not in artifacts/check.json.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { projectFolder } from './paths.ts';

type Check = { name: string; command: string; args: string[] };

const binaries = join(projectFolder, 'node_modules/.bin');
const bin = (name: string) => join(binaries, name);
// The tools start with `env node`: that must be the project's own Node, however this script was started.
const environment = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` };
const programs = globSync('src/{*,renderer/*}/tsconfig.json', { cwd: projectFolder }).sort();

const checks: Check[] = [
  ...[...programs, 'tsconfig.json'].map((file) => ({
    name: `types  ${file}`,
    command: bin('tsc'),
    args: ['-p', file],
  })),
  { name: 'style  biome', command: bin('biome'), args: ['check', '--error-on-warnings', '--max-diagnostics=200'] },
  {
    name: 'arrows dependency-cruiser',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'src'],
  },
  { name: 'unused knip', command: bin('knip'), args: [] },
  { name: 'lock', command: process.execPath, args: ['scripts/lockfile.ts', '--check'] },
];

const failed = checks.filter((check) => !holds(check)).map(({ name }) => name);
const counts = { passed: checks.length - failed.length, failed };
await mkdir(join(projectFolder, 'artifacts'), { recursive: true });
await writeFile(join(projectFolder, 'artifacts/check.json'), `${JSON.stringify(counts)}\n`);
console.log(failed.length === 0 ? '\nAll checks hold.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function holds({ name, command, args }: Check): boolean {
  const startedAt = performance.now();
  const result = spawnSync(command, args, {
    cwd: projectFolder,
    env: environment,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const ok = result.status === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name}  ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  if (!ok) console.log(`${result.error?.message ?? ''}${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd());
  return ok;
}
