// Files that were set aside and that no program will read by itself: damaged ones of which all that could be read is back, ones that another key has
// locked, copies from before a newer shape. They lie there for whoever is asked for help, and not for ever: people's data are in them.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorName, type Log } from '../log.ts';

/** As it is said to the agent (`errors.files`) and in the guide. */
const keptDays = 90;
const dayMs = 86_400_000;

/** With the logs beside them. What a newer program has written is none of these: it comes back (newerFiles.ts). */
const asideName = /^(?:work|cache|cache-next)\.db\.(?:damaged|locked|before)-/;
/** As `files.ts` names them. */
const datePattern = /(\d{4}-\d\d-\d\d)T[\d-]+Z/;

/** Whether a work.db lies there that the key of before would open, were it put back. */
export const isSomeLocked = (folder: string): boolean =>
  readdirSync(folder).some((name) => name.startsWith('work.db.locked-'));

/** Removes those that lie there for longer. What cannot be removed now is at the next start. */
export function forgetAsides(folder: string, now: Date, log: Log): void {
  for (const name of readdirSync(folder).filter((one) => asideName.test(one))) {
    try {
      const file = join(folder, name);
      const day = datePattern.exec(name)?.[1];
      const since = day === undefined ? statSync(file).mtimeMs : Date.parse(day);
      if (now.getTime() - since <= keptDays * dayMs) continue;
      rmSync(file);
      log.info('forgotten', { name });
    } catch (error) {
      log.warn('not forgotten', { name, error: errorName(error) });
    }
  }
}
