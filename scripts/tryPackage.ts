// `npm run package -- --try` (root on Debian or Ubuntu): installs the deb and starts the app the way its users
// do: as an ordinary person, with the sandbox on. Owns the proof that a window opened and that it is sandboxed.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headlessEnvironment } from './display.ts';
import { projectFolder } from './paths.ts';
import { ended, outputOf, type Report, run } from './processes.ts';

type Window = { type: string; url: string; title: string; webSocketDebuggerUrl: string };
type Finding = { title: string; words: string; renderers: number; sandboxed: number; screenshot: string };

const PERSON = 'cornetta-try';
const WINDOW_DEADLINE_MS = 45_000;
const ANSWER_DEADLINE_MS = 15_000;

/** Installs the package, opens it as a person made for the purpose, leaves dist/packaged.png; throws when it does not open. */
export async function tryPackage(deb: string, report: Report): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('Trying the package installs it: run this as root.');
  report(`Installing ${deb} …`);
  const apt = ['install', '-y', '-qq', '--reinstall', '--allow-downgrades', deb];
  if ((await run('apt-get', apt, { stdio: ['ignore', 'ignore', 'inherit'] })) !== 0)
    throw new Error('apt-get could not install it.');
  await run('useradd', ['--create-home', '--shell', '/bin/sh', PERSON], { stdio: 'ignore' });
  try {
    report(`Starting it as ${PERSON}, with the sandbox on …`);
    const finding = await openAsPerson();
    await writeFile(join(projectFolder, 'dist/packaged.png'), Buffer.from(finding.screenshot, 'base64'));
    report(`Its window "${finding.title}" opened and says "${finding.words}".`);
    report(`${finding.sandboxed} of ${finding.renderers} pages are sandboxed. The picture is dist/packaged.png.`);
    if (finding.renderers === 0 || finding.sandboxed < finding.renderers) throw new Error('The sandbox is not on.');
  } finally {
    await run('userdel', ['--remove', PERSON], { stdio: 'ignore' });
  }
}

function openAsPerson(): Promise<Finding> {
  const child = fork(import.meta.filename, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    let finding: Finding | undefined;
    child.once('message', (message: Finding) => {
      finding = message;
    });
    child.once('exit', () => {
      if (finding) resolve(finding);
      else reject(new Error('The packaged app opened no window; what it says above is why.'));
    });
  });
}

/** Runs in the forked child: becomes the person, then starts display, keyring and app. */
async function open(): Promise<Finding> {
  const id = (flag: string) => Number(outputOf('id', [flag, PERSON]));
  const [uid, gid] = [id('-u'), id('-g')];
  const home = `/home/${PERSON}`;
  for (const name of Object.keys(process.env))
    if (/^(XDG_|DBUS_|DISPLAY|XAUTHORITY)/.test(name)) delete process.env[name];
  Object.assign(process.env, { HOME: home, USER: PERSON, LOGNAME: PERSON, PATH: '/usr/bin:/bin' });
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
  process.chdir(home);
  const display = await headlessEnvironment({ report: console.log });
  const app = spawn('/usr/bin/cornetta', ['--remote-debugging-port=0', ...display.args], {
    env: { ...process.env, ...display.env },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const gone = ended(app);
  try {
    const debugPort = await debuggingPort(app);
    const { title, webSocketDebuggerUrl } = await openWindow(debugPort);
    return { title, ...(await look(webSocketDebuggerUrl)), ...rendererSandboxes(uid) };
  } finally {
    app.kill();
    await gone;
    await display.dispose();
  }
}

function debuggingPort(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    app.once('exit', (code) => reject(new Error(`the app ended with code ${code}`)));
    app.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(chunk.toString())?.[1];
      if (port) resolve(port);
    });
  });
}

/** The window that people see, once it is there; the phone's hidden one is not it. */
function openWindow(port: string): Promise<Window> {
  return eventually('no window opened in time', async () => {
    const targets: Window[] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    return targets.find(({ type, url }) => type === 'page' && url.includes('desk'));
  });
}

/** Waits until the page shows words, and takes its picture. */
async function look(url: string): Promise<{ words: string; screenshot: string }> {
  const socket = new WebSocket(url);
  const answers = new Map<number, (answer: CdpAnswer) => void>();
  let lastId = 0;
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('the window could not be looked at'));
  });
  socket.onmessage = ({ data }) => {
    const answer: CdpAnswer = JSON.parse(String(data));
    answers.get(answer.id ?? 0)?.(answer);
  };
  const ask = (method: string, params: object) =>
    new Promise<CdpAnswer>((resolve, reject) => {
      lastId += 1;
      answers.set(lastId, resolve);
      AbortSignal.timeout(ANSWER_DEADLINE_MS).onabort = () => reject(new Error(`the window did not answer ${method}`));
      socket.send(JSON.stringify({ id: lastId, method, params }));
    });
  try {
    const words = await eventually('the window stays empty', async () => {
      const answer = await ask('Runtime.evaluate', { expression: 'document.body?.innerText.trim()' });
      return answer.result?.result?.value?.split('\n')[0];
    });
    const picture = await ask('Page.captureScreenshot', { format: 'png' });
    return { words, screenshot: picture.result?.data ?? '' };
  } finally {
    socket.close();
  }
}

/** A page that is being loaded answers with an error, which has no result. */
type CdpAnswer = { id?: number; result?: { result?: { value?: string }; data?: string } };

/** Asks again and again until there is something that is not empty; throws `otherwise` after the deadline. */
async function eventually<T>(otherwise: string, find: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + WINDOW_DEADLINE_MS;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Chromium's pages under a system-call filter (Seccomp: 2 in /proc) that were not told to do without the sandbox. */
function rendererSandboxes(uid: number): { renderers: number; sandboxed: number } {
  const renderers = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && commandOf(pid).includes('--type=renderer'),
  );
  const own = renderers.filter((pid) => new RegExp(`^Uid:\\s+${uid}\\s`, 'm').test(statusOf(pid)));
  const sandboxed = own.filter(
    (pid) => /^Seccomp:\s+2$/m.test(statusOf(pid)) && !commandOf(pid).includes('--no-sandbox'),
  );
  return { renderers: own.length, sandboxed: sandboxed.length };
}

const commandOf = (pid: string) => readProc(`/proc/${pid}/cmdline`);
const statusOf = (pid: string) => readProc(`/proc/${pid}/status`);

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main && process.send) {
  const finding = await open();
  process.send(finding, () => process.disconnect());
}
