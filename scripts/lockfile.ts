// Keeps package-lock.json whole for every system. npm records of a tool's optional packages (one native build for
// each system) only those that the registry at hand serves, and `npm ci` then refuses the lock.
// `node scripts/lockfile.ts` completes it after an `npm install`; with `--check` it only says what is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';

type Entry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32', 'mips64el'];

/** The entries that a lock lacks, by path; they carry no checksum, which npm then takes from the registry. */
export function missingEntries(lock: Lock): Record<string, Entry> {
  const missing: Record<string, Entry> = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const known = `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages;
      if (!known && /^\d/.test(version)) missing[`node_modules/${name}`] = describe(name, version, entry.dev === true);
    }
  }
  return missing;
}

/** Which machine a native package is for, read from its name: `cli-linux-x64-musl`, `core-win32-arm64-msvc`. */
function describe(name: string, version: string, dev: boolean): Entry {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : [];
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(dev ? { dev } : {}),
    ...(libc.length > 0 && os.includes('linux') ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

function sortedByPath(packages: Lock['packages']): Lock['packages'] {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

if (import.meta.main) {
  const file = join(projectFolder, 'package-lock.json');
  const lock: Lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const names = Object.keys(missing);
  if (process.argv.includes('--check')) {
    if (names.length > 0)
      console.log(`package-lock.json lacks:\n  ${names.join('\n  ')}\nRun: node scripts/lockfile.ts`);
    process.exitCode = names.length > 0 ? 1 : 0;
  } else if (names.length > 0) {
    lock.packages = sortedByPath({ ...lock.packages, ...missing });
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`Added ${names.length} optional packages of other systems.`);
  }
}
