// `npm run package`: builds the app and packages it for the system it runs on, into dist/. With Electron's own
// runtime electron-builder does all of it; with the fallback runtime it makes the folder, and a deb is made from that.
//   --folder       only the unpacked folder
//   --inspectable  lets Playwright drive the packaged app (one fuse that packages for people have off)
//   --vendor-headsets  brings the headset makers' library along (plugins/vendor-headsets)
//   --try          installs the deb and opens the app as an ordinary person (see tryPackage.ts)
import { readdirSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from './build.ts';
import { type ElectronRuntime, ensureElectron } from './electronRuntime.ts';
import { nodeExecutable, projectFolder } from './paths.ts';
import { run } from './processes.ts';
import { tryPackage } from './tryPackage.ts';

const report = (line: string) => console.log(line);
const distFolder = join(projectFolder, 'dist');
const unpackedFolder = join(distFolder, 'linux-unpacked');
const folderOnly = process.argv.includes('--folder');
const fuses = process.argv.includes('--inspectable') ? ['-c.electronFuses.enableNodeCliInspectArguments=true'] : [];
const manifest: { version: string; description: string } = createRequire(import.meta.url)('../package.json');

async function electronBuilder(args: string[]): Promise<void> {
  const cli = join(projectFolder, 'node_modules/electron-builder/cli.js');
  const code = await run(process.execPath, [cli, '--publish', 'never', ...args], { cwd: projectFolder });
  if (code !== 0) throw new Error('electron-builder could not make the package; what it says above is why.');
}

/** Makes dist/linux-unpacked from the fallback runtime, with the Node that its programs need, and a deb of it. */
async function packageFallback(runtime: ElectronRuntime): Promise<void> {
  const dist = dirname(runtime.executable);
  await electronBuilder([
    '--linux',
    'dir',
    ...fuses,
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${runtime.version}`,
  ]);
  // The loader that stands in for Electron's default app when the runtime is started from a checkout.
  await rm(join(unpackedFolder, 'resources/app'), { recursive: true, force: true });
  const node = join(unpackedFolder, 'resources/node/bin/node');
  await mkdir(dirname(node), { recursive: true });
  await copyFile(nodeExecutable(), node);
  await chmod(node, 0o755);
  // electron-installer-debian looks for Electron's licence and version under these names.
  await copyFile(join(unpackedFolder, 'LICENSE.electron.txt'), join(unpackedFolder, 'LICENSE'));
  await writeFile(join(unpackedFolder, 'version'), runtime.version);
  if (folderOnly) return;
  report('Making the deb …');
  const { default: installer } = await import('electron-installer-debian');
  await installer({
    src: unpackedFolder,
    dest: distFolder,
    arch: 'amd64',
    options: {
      name: 'cornetta',
      bin: 'cornetta',
      productName: 'Cornetta',
      genericName: 'Softphone',
      version: manifest.version,
      description: manifest.description,
      maintainer: 'Cornetta <packages@cornetta.invalid>',
      section: 'comm',
      categories: ['Office'],
      mimeType: ['x-scheme-handler/tel', 'x-scheme-handler/callto', 'x-scheme-handler/cornetta'],
      icon: Object.fromEntries(
        [16, 24, 32, 48, 64, 128, 256, 512].map((size) => [
          `${size}x${size}`,
          join(projectFolder, `assets/icons/linux/${size}x${size}.png`),
        ]),
      ),
      depends: ['libasound2t64 | libasound2'],
      recommends: ['gnome-keyring'],
    },
  });
}

try {
  await build({ report, vendorHeadsets: process.argv.includes('--vendor-headsets') });
  const runtime = await ensureElectron({ report });
  await rm(distFolder, { recursive: true, force: true });
  if (runtime.source === 'fallback') await packageFallback(runtime);
  else await electronBuilder([...(folderOnly ? ['--dir'] : []), ...fuses]);
  const packages = readdirSync(distFolder).filter((name) => /\.(deb|rpm|AppImage|exe|dmg)$/.test(name));
  report(`Made in dist/: ${packages.join(', ') || 'the unpacked folder'}`);
  if (process.argv.includes('--try')) {
    const deb = packages.find((name) => name.endsWith('.deb'));
    if (!deb) throw new Error('There is no deb to try: --try is for Debian and Ubuntu.');
    await tryPackage(join(distFolder, deb), report);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
