// Whether somebody can be at this screen: it is locked, or the PC asleep, or neither.
import { powerMonitor } from 'electron';

/** Told each time it is otherwise. Asleep and locked are told apart: a PC that wakes up is locked still. */
export function watchPresence(tell: (away: boolean) => void): void {
  let told = false;
  let isLocked = false;
  let isAsleep = false;
  function changed(): void {
    const away = isLocked || isAsleep;
    if (away === told) return;
    told = away;
    tell(away);
  }
  powerMonitor.on('lock-screen', () => {
    isLocked = true;
    changed();
  });
  powerMonitor.on('unlock-screen', () => {
    isLocked = false;
    isAsleep = false;
    changed();
  });
  powerMonitor.on('suspend', () => {
    isAsleep = true;
    changed();
  });
  powerMonitor.on('resume', () => {
    isAsleep = false;
    changed();
  });
}
