// What Electron needs from a Linux machine beyond itself: finds what is missing, installs it where it may
// (root on Debian or Ubuntu), otherwise says the one command that does.
import { existsSync, readFileSync } from 'node:fs';
import { hasProgram, outputOf, type Report, runCaptured } from './processes.ts';

type Family = 'debian' | 'fedora' | 'suse' | 'arch';
/** Packages by family; for Debian the newest name first, since releases from 2024 on renamed some. */
type Packages = { debian: string[]; fedora: string; suse: string; arch: string };

const LIBRARIES: Record<string, Packages> = {
  'libgtk-3.so.0': { debian: ['libgtk-3-0t64', 'libgtk-3-0'], fedora: 'gtk3', suse: 'gtk3', arch: 'gtk3' },
  'libnss3.so': { debian: ['libnss3'], fedora: 'nss', suse: 'mozilla-nss', arch: 'nss' },
  'libasound.so.2': { debian: ['libasound2t64', 'libasound2'], fedora: 'alsa-lib', suse: 'alsa', arch: 'alsa-lib' },
  'libgbm.so.1': { debian: ['libgbm1'], fedora: 'mesa-libgbm', suse: 'libgbm1', arch: 'mesa' },
  'libatk-bridge-2.0.so.0': {
    debian: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
    fedora: 'at-spi2-atk',
    suse: 'at-spi2-core',
    arch: 'at-spi2-core',
  },
  'libcups.so.2': { debian: ['libcups2t64', 'libcups2'], fedora: 'cups-libs', suse: 'libcups2', arch: 'libcups' },
  // Loaded on demand, so ldd does not name it: without it secrets cannot be kept.
  'libsecret-1.so.0': { debian: ['libsecret-1-0'], fedora: 'libsecret', suse: 'libsecret-1-0', arch: 'libsecret' },
};

const PROGRAMS: Record<string, Packages> = {
  Xvfb: { debian: ['xvfb'], fedora: 'xorg-x11-server-Xvfb', suse: 'xorg-x11-server-Xvfb', arch: 'xorg-server-xvfb' },
  'dbus-daemon': { debian: ['dbus'], fedora: 'dbus-daemon', suse: 'dbus-1', arch: 'dbus' },
  'gnome-keyring-daemon': {
    debian: ['gnome-keyring'],
    fedora: 'gnome-keyring',
    suse: 'gnome-keyring',
    arch: 'gnome-keyring',
  },
};

const INSTALL: Record<Family, string> = {
  debian: 'apt-get install -y --no-install-recommends',
  fedora: 'dnf install -y',
  suse: 'zypper install -y',
  arch: 'pacman -S --needed',
};

/**
 * Makes sure that `executable` finds its libraries and, when `programs` are named, that those are installed.
 * Throws with the one command to run where it cannot install them itself. Does nothing but on Linux.
 */
export async function ensureSystemLibraries(options: {
  executable: string;
  programs: string[];
  report: Report;
}): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = findMissing(options.executable, options.programs);
  if (missing.length === 0) return;
  const family = familyOf(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '');
  options.report(`This machine lacks ${some(missing)}.`);
  if (family === 'debian' && process.getuid?.() === 0) await installOnDebian(missing, options.report);
  const still = findMissing(options.executable, options.programs);
  if (still.length > 0) throw new Error(advice(still, family));
}

/** Sonames and programs that are not there. */
function findMissing(executable: string, programs: string[]): string[] {
  const linked = [...(outputOf('ldd', [executable]) ?? '').matchAll(/^\s*(\S+) => not found/gm)].map(
    ([, name]) => name ?? '',
  );
  const known = outputOf('ldconfig', ['-p']) ?? outputOf('/sbin/ldconfig', ['-p']);
  const onDemand = known?.includes('libsecret-1.so.0') === false ? ['libsecret-1.so.0'] : [];
  return [...linked, ...onDemand, ...programs.filter((name) => !hasProgram(name))];
}

/** Reads the family of distributions from the text of /etc/os-release. */
export function familyOf(osRelease: string): Family | undefined {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value]) =>
    (value ?? '').split(' '),
  );
  if (ids.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian';
  if (ids.some((id) => id === 'fedora' || id === 'rhel')) return 'fedora';
  if (ids.some((id) => id === 'suse' || id === 'opensuse')) return 'suse';
  return ids.includes('arch') ? 'arch' : undefined;
}

/** Packages that hold the missing things; an unknown library brings the whole list, since GTK pulls in most of X. */
export function packagesFor(missing: string[], family: Family, exists: (name: string) => boolean): string[] {
  const table = { ...LIBRARIES, ...PROGRAMS };
  const libraryMissing = missing.some((name) => name.includes('.so'));
  const wanted = Object.entries(table).filter(
    ([name]) => missing.includes(name) || (libraryMissing && name in LIBRARIES),
  );
  return wanted.map(([, packages]) => {
    if (family !== 'debian') return packages[family];
    return packages.debian.find(exists) ?? packages.debian.at(-1) ?? '';
  });
}

async function installOnDebian(missing: string[], report: Report): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  report('Looking at the lists of packages (apt-get update) …');
  const updated = await runCaptured('apt-get', ['update', '-qq'], { env });
  if (updated.code !== 0) report('That failed; trying with the lists at hand.');
  const packages = packagesFor(missing, 'debian', isInArchive);
  report(`Installing ${packages.join(' ')} …`);
  const options = ['install', '-y', '-qq', '--no-install-recommends'];
  const installed = await runCaptured('apt-get', [...options, ...packages], { env });
  if (installed.code !== 0) report(installed.output);
}

function some(names: string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function isInArchive(name: string): boolean {
  return /Candidate: (?!\(none\))/.test(outputOf('apt-cache', ['policy', name]) ?? '');
}

function advice(missing: string[], family: Family | undefined): string {
  const what = `Cornetta needs ${some(missing)} on this machine.`;
  if (!family) return `${what} Install the packages of your distribution that hold them, then start again.`;
  const packages = packagesFor(missing, family, isInArchive);
  return `${what} Run this, then start again:\n\n  sudo ${INSTALL[family]} ${packages.join(' ')}\n`;
}
