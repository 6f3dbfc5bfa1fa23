// `npm run dev`: the app, built and started again whenever a source is saved. Arguments after `--` go to the app.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { prepareLaunch } from './launch.ts';
import { projectFolder } from './paths.ts';

const SETTLE_MS = 300;
const report = (line: string) => console.log(line);

const launch = await prepareLaunch({ report });
let app: ChildProcess | undefined;
let timer: NodeJS.Timeout | undefined;
let turn = Promise.resolve();

async function restart(): Promise<void> {
  try {
    await buildIfStale({ report });
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return;
  }
  const previous = app;
  app = undefined;
  if (previous && previous.exitCode === null) {
    previous.kill();
    await once(previous, 'exit');
  }
  const started = spawn(launch.executable, [...launch.args, projectFolder, ...process.argv.slice(2)], {
    env: { ...process.env, ...launch.env },
    stdio: 'inherit',
  });
  app = started;
  // Closed by hand, rather than by this script: that is the end.
  started.once('exit', async (code) => {
    if (app !== started) return;
    await launch.dispose();
    process.exit(code ?? 1);
  });
}

watch(join(projectFolder, 'src'), { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    turn = turn.then(restart);
  }, SETTLE_MS);
});
turn = turn.then(restart);
