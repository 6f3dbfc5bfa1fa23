// An agent's own day, made up: promised calls that ring, work at the screen, figures, a checked workstation.
import type { DayState } from '#shared/contract/day';
import { type CaseShelf, caseShelfSchema } from '#shared/model/caseShelf';
import checks from '../../assets/lists/workstationChecks.json' with { type: 'json' };
import { boards } from './deskBoards.ts';
import { afternoon, at } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from './deskPrograms.ts';

const MINUTE = 60_000;

export const figures = {
  today: { conversations: 14, talkedMs: 252_000, wroteMs: 58_000, promisesKept: 2 },
  week: { conversations: 61, talkedMs: 241_000, wroteMs: 63_000, promisesKept: 7 },
};
export const none = { conversations: 0, talkedMs: null, wroteMs: null, promisesKept: 0 };

/** At the screen for so long; then resting for so long, or working still (null). */
export const workedFor = (minutes: number, restMinutes: number | null = null): DayState['activity'] => {
  const rest = (restMinutes ?? 0) * MINUTE;
  const began = afternoon - rest - minutes * MINUTE;
  const work = { at: began, does: 'screen' as const };
  return restMinutes === null ? [work] : [work, { at: afternoon - rest, does: 'rest' as const }];
};

export const checked = (wrong: Readonly<Record<string, string>> = {}): NonNullable<DayState['checks']> => ({
  at: at(afternoon - 40 * 24 * 60 * MINUTE),
  answers: Object.fromEntries(
    checks.items.map(({ code }) => [code, { isRight: wrong[code] === undefined, words: wrong[code] ?? '' }]),
  ),
});

/** Nothing is in anybody’s charge. */
export const noCases = () => ({
  cases: [],
  counts: Object.fromEntries(caseShelfSchema.options.map((shelf) => [shelf, 0])) as Record<CaseShelf, number>,
});

interface Shown {
  readonly day?: Partial<DayState>;
  /** The first of the promised calls rings. */
  readonly rings?: boolean;
  /** Not ready for that reason. */
  readonly reason?: string;
}

export function dayPrograms({ day = {}, rings = false, reason }: Shown = {}): DeskPrograms {
  const known = boards();
  const ringing = rings ? known.callbacks?.callbacks.slice(0, 1).map(({ id }) => id) : [];
  const phone = readyPhone();
  const programs = createDeskPrograms({
    data: {
      ...quietData(),
      boards: { ...known, ringing: ringing ?? [] },
      day: { activity: workedFor(80), checks: null, ...day },
    },
    phone:
      reason === undefined
        ? phone
        : { ...phone, availability: { ...phone.availability, wish: { kind: 'notReady', reasonCode: reason } } },
  });
  programs.answers.data.ownFigures = () => figures;
  programs.answers.data.listCases = noCases;
  return programs;
}
