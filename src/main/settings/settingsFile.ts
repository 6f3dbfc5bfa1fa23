// The settings of this PC in one small file. A broken one is set aside and told, never fatal and never overwritten.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Failure, failure } from '#shared/contract/failure';
import { defaultSettings, type Settings, settingsSchema } from '#shared/contract/main';

export interface LoadedSettings {
  readonly settings: Settings;
  /** `settings.broken` when the file could not be used; its message says where it was put and what was wrong. */
  readonly notice: Failure | null;
}

/** `stamp` names the file set aside: the date, safe in a file name. */
export function loadSettings(file: string, stamp: string): LoadedSettings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { settings: defaultSettings, notice: null };
    return { settings: defaultSettings, notice: failure('settings.broken', 'main', String(error)).failure };
  }
  const parsed = settingsSchema.safeParse(withWhatIsNew(parseJson(text)));
  if (parsed.success) return { settings: parsed.data, notice: null };
  const aside = `${file}.broken-${stamp}`;
  const kept = attempt(() => renameSync(file, aside)) ? `; kept as ${aside.split(/[\\/]/).at(-1)}` : '';
  const first = parsed.error.issues[0];
  const what = first === undefined ? '' : `${first.path.join('.') || 'the file'}: ${first.message}`;
  return {
    settings: defaultSettings,
    notice: failure('settings.broken', 'main', `${what}${kept}`).failure,
  };
}

/** Whole or not at all: written beside, then renamed. */
export function saveSettings(file: string, settings: Settings): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(beside, file);
}

/** Whether it could be done: a folder that cannot be written keeps nobody from starting. */
function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** A file of an older version lacks what has come since: that starts as on a new PC. */
const withWhatIsNew = (read: unknown): unknown =>
  typeof read === 'object' && read !== null ? { ...defaultSettings, ...read } : read;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
