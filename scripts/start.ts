// `npm start`: from a fresh checkout to the app's window, saying what it does. Arguments after `--` go to the app.
import { spawn } from 'node:child_process';
import { buildIfStale } from './build.ts';
import { prepareLaunch } from './launch.ts';
import { projectFolder } from './paths.ts';
import { ended } from './processes.ts';

const report = (line: string) => console.log(line);

async function start(args: string[]): Promise<number> {
  await buildIfStale({ report });
  const launch = await prepareLaunch({ report });
  report('Starting Cornetta …');
  const app = spawn(launch.executable, [...launch.args, projectFolder, ...args], {
    env: { ...process.env, ...launch.env },
    stdio: 'inherit',
  });
  // The app ends in its own way (closing files, hanging up); this script waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
  try {
    return await ended(app);
  } finally {
    await launch.dispose();
  }
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
