// The agent's own day: its page, a promised call that rings, the break from the screen, a minute to breathe.
import { checked, dayPrograms, noCases, none, workedFor } from '#test/support/deskDay';
import { interactionOf } from '#test/support/deskPeople';
import { createDeskPrograms, quietData } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press } from './gestures.ts';

const page = (programs = dayPrograms(), ...more: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('myDay'), ...more],
});

function newcomer() {
  const programs = createDeskPrograms({ data: { ...quietData(), lists: [] } });
  programs.answers.data.ownFigures = () => ({ today: none, week: none });
  programs.answers.data.listCases = noCases;
  return programs;
}

/** What is written up, after the steps that bring back calm were opened. */
function afterwards(): GalleryState {
  const open = interactionOf({ stage: 'wrapUp' });
  const programs = createDeskPrograms({ data: { ...quietData(), open: [open] } });
  return { programs, gestures: [press('Shift+F6'), press('Escape')] };
}

export const myDayStates: Readonly<Record<string, () => GalleryState>> = {
  'my-day': () => page(),
  'my-day-nothing': () => page(newcomer()),
  'my-day-due': () => page(dayPrograms({ day: { activity: workedFor(131), checks: checked() } })),
  'my-day-break': () => page(dayPrograms({ day: { activity: workedFor(121, 4) }, reason: 'screen-break' })),
  'my-day-checks': () => page(dayPrograms(), click('checks-open')),
  'my-day-checked': () => page(dayPrograms({ day: { checks: checked({ chair: 'Lo schienale non si blocca.' }) } })),
  'my-day-forget': () => page(dayPrograms(), click('figures-forget')),
  'callback-rings': () => ({ programs: dayPrograms({ rings: true }), gestures: [] }),
  'break-soon': () => ({ programs: dayPrograms({ day: { activity: workedFor(108) } }), gestures: [] }),
  'break-due': () => ({ programs: dayPrograms({ day: { activity: workedFor(120) } }), gestures: [] }),
  'break-runs': () => ({
    programs: dayPrograms({ day: { activity: workedFor(121, 4) }, reason: 'screen-break' }),
    gestures: [],
  }),
  'breath-offered': afterwards,
  'breathing-before': () => ({ programs: dayPrograms(), gestures: [click('myDay'), click('day-breathe')] }),
  breathing: () => ({
    programs: dayPrograms(),
    gestures: [click('myDay'), click('day-breathe'), click('breathe-begin')],
  }),
};
