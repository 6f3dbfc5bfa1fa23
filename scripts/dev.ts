// `npm run dev`: the app with its pages reloaded as their sources change. Arguments after `--` go to the app.
import { join } from 'node:path';
import { prepareLaunch } from './launch.ts';
import { projectFolder } from './paths.ts';
import { run } from './processes.ts';

const cli = join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
const launch = await prepareLaunch({ report: console.log });
try {
  process.exitCode = await run(
    process.execPath,
    [cli, 'dev', '--watch', '--', ...launch.args, ...process.argv.slice(2)],
    {
      cwd: projectFolder,
      env: { ...process.env, ...launch.env, ELECTRON_EXEC_PATH: launch.executable },
    },
  );
} finally {
  await launch.dispose();
}
