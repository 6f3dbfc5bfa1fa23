// The desk's window dies in mid-call: the voice does not notice, and the desk is back with the call, its note and its buttons.
import { expect, test } from 'vitest';
import { inDesk, killDesk, msUntilInDesk } from '../support/afterCrash.ts';
import { openOffice } from '../support/office.ts';
import { rounds } from '../support/rounds.ts';

const longestGapMs = 100;
const backWithinMs = 2_000;

const office = openOffice();

test('the desk dies in mid-call, again and again: the voice goes on, the call and its note come back', async () => {
  const { app, desk, customer } = await office.answerCarlo();
  await desk.untilVoices(app);
  const note = 'Linea assente da tre settimane, quarta chiamata.';
  await desk.note().fill(note);
  await desk.untilSaved();

  const isBack = `(() => {
    const at = (id) => document.querySelector('[data-testid="' + id + '"]');
    const usable = (id) => at(id) !== null && !at(id).disabled;
    return ['call-bar', 'hold', 'mute', 'transfer', 'hang-up'].every(usable) && at('note')?.value === ${JSON.stringify(note)};
  })()`;
  const times: { gapMs: number; backMs: number }[] = [];
  for (let round = 0; round < rounds({ short: 4, long: 20 }); round += 1) {
    const stopWatching = customer.watchGap();
    await killDesk(app);
    const backMs = await msUntilInDesk(app, 'the desk is back with call, note and buttons', isBack);
    times.push({ gapMs: stopWatching(), backMs: Math.round(backMs) });
  }

  expect(Math.max(...times.map((time) => time.gapMs)), JSON.stringify(times)).toBeLessThanOrEqual(longestGapMs);
  expect(Math.max(...times.map((time) => time.backMs)), JSON.stringify(times)).toBeLessThanOrEqual(backWithinMs);
  expect(customer.state()).toMatchObject({ kind: 'talking' });

  await inDesk(app, `document.querySelector('[data-testid="hang-up"]').click()`);
  await msUntilInDesk(app, 'the wrap-up is open', `document.querySelector('[data-testid="wrap-up-save"]') !== null`);
});
