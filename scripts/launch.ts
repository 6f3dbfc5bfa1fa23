// Everything that must be true before the app can be started on this machine, and how to start it then.
// Shared by `npm start`, the demonstration, the benchmarks and the end-to-end tests.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { headlessEnvironment, headlessPrograms } from './display.ts';
import { type ElectronRuntime, ensureElectron } from './electronRuntime.ts';
import { outputOf, type Report } from './processes.ts';
import { ensureSystemLibraries } from './systemLibraries.ts';

export type Launch = {
  executable: string;
  /** Switches that go before the app's folder. */
  args: string[];
  /** To be added to the environment. */
  env: Record<string, string>;
  /** Ends the virtual display, if one was started; call it after the app's end. */
  dispose(): Promise<void>;
};

export type LaunchOptions = {
  report: Report;
  getRuntime?: (options: { report: Report }) => Promise<ElectronRuntime>;
};

/** Electron finds Wayland by itself from version 38 on. */
const OLDER_ELECTRON = ['--ozone-platform-hint=auto'];

/**
 * Makes ready the runtime, the machine's libraries, the display and the keyring.
 * Start the app with `[...args, FOLDER, ...its own arguments]`. Throws with a sentence for people.
 */
export async function prepareLaunch({ report, getRuntime = ensureElectron }: LaunchOptions): Promise<Launch> {
  const runtime = await getRuntime({ report });
  await ensureSystemLibraries({ executable: runtime.executable, programs: headlessPrograms(), report });
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) requireSandbox(runtime.executable);
  const display = await headlessEnvironment({ report });
  return {
    executable: runtime.executable,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      ...(runtime.source === 'fallback' ? OLDER_ELECTRON : []),
      ...display.args,
    ],
    env: {
      ...display.env,
      ...(runtime.nodeForPrograms ? { CORNETTA_PROGRAM_NODE: runtime.nodeForPrograms } : {}),
    },
    dispose: display.dispose,
  };
}

/**
 * Some Linux kernels keep user namespaces from ordinary programs; Chromium then needs its set-uid helper.
 * The sandbox is never turned off for people: they get the one command that turns the helper on.
 */
function requireSandbox(executable: string): void {
  const helper = join(dirname(executable), 'chrome-sandbox');
  const stat = statSync(helper, { throwIfNoEntry: false });
  if (process.platform !== 'linux' || !stat) return;
  const helperWorks = stat.uid === 0 && (stat.mode & 0o4000) !== 0;
  const namespacesBarred =
    kernelSetting('kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    outputOf('unshare', ['--user', '--map-root-user', 'true']) === undefined;
  if (helperWorks || !namespacesBarred) return;
  throw new Error(
    `This system lets Chromium's sandbox run only with its helper. Run this once, then start again:\n\n  sudo chown root '${helper}' && sudo chmod 4755 '${helper}'\n`,
  );
}

function kernelSetting(name: string): string | undefined {
  try {
    return readFileSync(join('/proc/sys', name), 'utf8').trim();
  } catch {
    return undefined;
  }
}
