// What the tray says and offers, in each state.
import { expect, test } from 'vitest';
import type { Glance } from '#shared/contract/main';
import { trayItems, trayStateOf } from './trayMenu.ts';

const ready: Glance = { registered: true, wish: { kind: 'ready' }, ringing: null, talking: false };
const reasons = [{ id: 'break', labels: { it: 'Pausa', en: 'Break' } }];
const labels = (glance: Glance | null) =>
  trayItems({ glance, language: 'en', reasons }).flatMap((item) => (item.kind === 'line' ? [] : [item.label]));

test.each([
  [null, 'away'],
  [{ ...ready, registered: false }, 'away'],
  [ready, 'ready'],
  [{ ...ready, wish: { kind: 'notReady', reasonCode: null } }, 'notReady'],
  [{ ...ready, talking: true }, 'talking'],
  [{ ...ready, talking: true, ringing: { callId: 'A' as never, queueId: null } }, 'ringing'],
] as const)('%j is %s', (glance, state) => expect(trayStateOf(glance)).toBe(state));

test('states can be chosen while there is a line, with the one that is wished marked', () => {
  expect(labels(ready)).toEqual(['Ready', 'Ready', 'Not ready: Break', 'Open Cornetta', 'Quit Cornetta…']);
  const paused: Glance = { ...ready, wish: { kind: 'notReady', reasonCode: 'break' } };
  const chosen = trayItems({ glance: paused, language: 'it', reasons }).filter(
    (item) => item.kind === 'wish' && item.chosen,
  );
  expect(chosen).toEqual([
    { kind: 'wish', label: 'Non pronto: Pausa', wish: { kind: 'notReady', reasonCode: 'break' }, chosen: true },
  ]);
});

test('without a line there is only the way in and out', () => {
  expect(labels(null)).toEqual(['Not connected to the phone system', 'Open Cornetta', 'Quit Cornetta…']);
});
