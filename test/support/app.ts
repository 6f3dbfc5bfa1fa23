// The real app in real Electron, for tests, the demonstration and the benchmarks: started on a profile folder of its own,
// driven and looked at through Playwright.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { prepareLaunch } from '../../scripts/launch.ts';
import { projectFolder } from '../../scripts/paths.ts';

export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly profile: string;
  /** The page of a window; waits until it is there (again). */
  page(which: 'desk' | 'phone' | 'bar'): Promise<Page>;
  /** A link from another program, as the system brings it: the app is started once more with it. Resolves when that one has left it to this one. */
  openLink(link: string): Promise<void>;
  /** Ends it as an agent would, by closing. */
  quit(): Promise<void>;
  /** The power is gone: every process of it, at once. */
  cutPower(): Promise<void>;
}

export interface AppOptions {
  /** Folder of settings and files; a new one without it. */
  readonly profile?: string;
  readonly language?: 'it' | 'en';
  /** A wav file that the microphone hears; a beeping tone without it. */
  readonly microphone?: string;
  /** No microphone at all. */
  readonly deaf?: boolean;
  /** A session without a keyring. */
  readonly keyless?: boolean;
  /** Of the desk; as it opens without it. */
  readonly size?: { readonly width: number; readonly height: number };
  /** The executable and folder of a packaged app, in place of the built sources. */
  readonly packaged?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Apps {
  start(options?: AppOptions): Promise<RunningApp>;
  quitAll(): Promise<void>;
  dispose(): Promise<void>;
}

/** Makes the machine ready once (runtime, libraries, display, keyring); then starts as many apps as wanted. */
export async function prepareApps(report: (line: string) => void = () => {}): Promise<Apps> {
  const launch = await prepareLaunch({ report });
  const running = new Set<RunningApp>();

  async function start(options: AppOptions = {}): Promise<RunningApp> {
    const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'cornetta-profile-'));
    const sound = options.microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${options.microphone}`];
    const media = options.deaf ? [] : ['--use-fake-device-for-media-stream', ...sound];
    const executablePath = options.packaged ?? launch.executable;
    const args = [
      ...launch.args.map((arg) =>
        options.keyless && arg.startsWith('--password-store=') ? '--password-store=basic' : arg,
      ),
      `--user-data-dir=${profile}`,
      `--lang=${options.language ?? 'it'}`,
      '--force-device-scale-factor=1',
      ...media,
      ...(options.packaged === undefined ? [projectFolder] : []),
    ];
    const env = {
      ...definedOnly(process.env),
      LANG: options.language === 'en' ? 'en_GB.UTF-8' : 'it_IT.UTF-8',
      ...launch.env,
      ...options.env,
    };
    const electron = await _electron.launch({ executablePath, args, env, timeout: 30_000 });
    const page = async (which: 'desk' | 'phone' | 'bar'): Promise<Page> => {
      const isIt = (found: Page) => !found.isClosed() && found.url().includes(`/${which}/`);
      return (
        electron.windows().find(isIt) ?? (await electron.waitForEvent('window', { predicate: isIt, timeout: 20_000 }))
      );
    };
    if (options.size !== undefined) {
      const window = await electron.browserWindow(await page('desk'));
      await window.evaluate((desk, { width, height }) => desk.setContentSize(width, height), options.size);
    }
    const app: RunningApp = {
      electron,
      profile,
      page,
      async openLink(link) {
        await once(spawn(executablePath, [...args, link], { env, stdio: 'ignore' }), 'exit');
      },
      async quit() {
        running.delete(app);
        // Asked whether to hang up: yes.
        await electron.evaluate(({ dialog }) => {
          dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
        });
        await electron.close();
      },
      async cutPower() {
        running.delete(app);
        const gone = electron.waitForEvent('close');
        killTree(electron.process().pid);
        await gone;
      },
    };
    running.add(app);
    return app;
  }

  async function quitAll(): Promise<void> {
    await Promise.allSettled([...running].map((app) => app.quit()));
  }

  return {
    start,
    quitAll,
    async dispose() {
      await quitAll();
      await launch.dispose();
    },
  };
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));

function killTree(root: number | undefined): void {
  if (root === undefined) return;
  const family = [root];
  for (const pid of family) family.push(...childrenOf(pid));
  for (const pid of family) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
