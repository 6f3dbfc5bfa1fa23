// What is said and done in a call, by the company's guide; and the panels that stand beside the note.
import { caller, callFor, cardOf, carlo, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, type } from './gestures.ts';

type Situation = Parameters<typeof interactionOf>[0];

const note = 'Richiesta — Linea assente da tre settimane, quarta chiamata.';

function inCall(situation: Situation, phase: Parameters<typeof talking>[0], ...gestures: Gesture[]): GalleryState {
  const open = interactionOf({
    stage: 'live',
    draft: { note, customerId: carlo.customer.id, identification: 'standard' },
    ...situation,
  });
  return {
    programs: createDeskPrograms({
      phone: {
        ...readyPhone(),
        availability: { ...readyPhone().availability, heldOffBy: 'call' },
        calls: [callFor(open, { startedAt: secondsAgo(140), waitedSeconds: 75, phase: talking(phase) })],
      },
      data: { ...quietData(), open: [open] },
    }),
    gestures,
  };
}

const unknownYet = { draft: { note, customerId: carlo.customer.id } };

const having = (customer: Partial<typeof carlo.customer>): Situation => ({
  match: { kind: 'number', cards: [{ ...carlo, customer: { ...carlo.customer, ...customer } }] },
});
const withDelegations = having({
  delegations: [
    { kind: 'delegate', name: 'Anna Bassi', upTo: 'basic', until: '2027-12-31' },
    { kind: 'representative', name: 'Avv. Ugo Conti', upTo: 'standard', until: '2025-12-31' },
  ],
});
const annasWord = { kind: 'delegate' as const, upTo: 'basic' as const };
const suspicious = having({ suspiciousUntil: secondsAgo(-86_400 * 20) });
const delicate = having({
  needs: [
    { code: 'slowly', detail: '' },
    { code: 'vulnerable', detail: 'apparecchio sempre acceso' },
    { code: 'vip', detail: '' },
  ],
});

const onHoldSince = (seconds: number) => ({ hold: { wanted: true, actual: true }, heldSince: secondsAgo(seconds) });
const phases = (count: number): Gesture[] => Array.from({ length: count }, () => press('Alt+a'));

const restricted = cardOf({
  number: 31,
  name: 'Dora Conti',
  phone: '+39 000 000 0131',
  restrictedAt: secondsAgo(86_400),
});

function withoutLists(...gestures: Gesture[]): GalleryState {
  const state = inCall({}, {}, ...gestures);
  state.programs.state.data.lists = [];
  return state;
}

export const guideStates: Readonly<Record<string, () => GalleryState>> = {
  'guide-welcome': () => inCall({}, {}),
  'guide-stranger': () =>
    inCall({ caller: caller('+39 000 000 0777'), match: { kind: 'notFound' }, draft: { note: '' } }, {}, ...phases(1)),
  'guide-identified': () => inCall({}, {}, ...phases(1)),
  'guide-listen': () => inCall({}, {}, ...phases(2)),
  'guide-promised': () =>
    inCall(
      {
        draft: {
          note,
          customerId: carlo.customer.id,
          identification: 'standard',
          promised: { text: 'Il tecnico controlla la linea in centrale', by: '2026-11-26', owner: null },
        },
      },
      {},
      ...phases(4),
    ),
  'guide-farewell': () => inCall({}, {}, ...phases(6)),
  'guide-english': () => inCall({ language: 'en' }, {}, ...phases(1)),
  'guide-restricted': () =>
    inCall(
      {
        match: { kind: 'number', cards: [restricted] },
        draft: { note: '', customerId: restricted.customer.id, identification: 'standard' },
      },
      {},
      ...phases(3),
    ),
  'guide-hold': () => inCall({}, onHoldSince(12)),
  'guide-hold-soon': () => inCall({}, onHoldSince(48)),
  'guide-hold-long': () => inCall({}, onHoldSince(72)),
  'guide-none': () => withoutLists(),
  'panel-none': () => withoutLists(press('F6')),
  'identify-begin': () => inCall(unknownYet, {}, press('Alt+4')),
  'identify-midway': () => inCall(unknownYet, {}, press('Alt+4'), press('1'), press('1'), press('2')),
  'identify-failed': () => inCall(unknownYet, {}, press('Alt+4'), press('2'), press('2'), press('2')),
  'identify-failed-say': () =>
    inCall(unknownYet, {}, press('Alt+4'), press('2'), press('2'), press('2'), press('Escape')),
  'identify-reached': () => inCall(unknownYet, {}, ...['Alt+4', '1', '1', '1', '1'].map(press)),
  'identify-nobody': () =>
    inCall(
      { caller: caller('+39 000 000 0777'), match: { kind: 'notFound' }, draft: { note: '' } },
      {},
      press('Alt+4'),
    ),
  'identify-lacking': () => inCall({ draft: { ...unknownYet.draft, reasonCode: 'CTR-04' } }, {}),
  'identify-doing': () =>
    inCall({ draft: { ...unknownYet.draft, reasonCode: 'CTR-02' } }, {}, press('Alt+4'), click('doing')),
  'identify-doing-chosen': () =>
    inCall(
      { draft: { ...unknownYet.draft, reasonCode: 'CTR-02' } },
      {},
      ...[press('Alt+4'), click('doing'), press('ArrowDown'), press('Enter')],
    ),
  'identify-speaker': () =>
    inCall(
      { ...withDelegations, draft: { ...unknownYet.draft, identification: 'standard', speaker: annasWord } },
      {},
      press('Alt+4'),
    ),
  'identify-speaker-none': () =>
    inCall({ draft: { ...unknownYet.draft, speaker: { kind: 'heir', upTo: 'none' } } }, {}, press('Alt+4')),
  'identify-suspicious': () =>
    inCall({ ...suspicious, draft: { ...unknownYet.draft, identification: 'standard' } }, {}),
  'identify-suspicious-panel': () => inCall({ ...suspicious, ...unknownYet }, {}, press('Alt+4')),
  'card-delicate': () => inCall({ ...delicate, draft: { ...unknownYet.draft, identification: 'basic' } }, {}),
  'card-delegations': () =>
    inCall({ ...withDelegations, draft: { ...unknownYet.draft, identification: 'strong' } }, {}),
  'card-basic': () => inCall({ draft: { ...unknownYet.draft, identification: 'basic' } }, {}),
  'card-strong': () => inCall({ draft: { ...unknownYet.draft, identification: 'strong' } }, {}),
  'panel-handle': () => inCall({}, {}, press('F6')),
  'panel-handle-typed': () => inCall({}, {}, press('F6'), type('handle-find', 'vo')),
  'panel-handle-none': () => inCall({}, {}, press('F6'), type('handle-find', 'zzz')),
  'panel-handle-one': () => inCall({}, {}, press('F6'), press('Enter')),
  'guide-handling': () => inCall({}, {}, ...phases(2), press('F6'), press('Enter'), press('Enter')),
  'panel-calm': () => inCall({}, {}, press('Shift+F6')),
  'panel-calm-step': () => inCall({}, {}, press('Shift+F6'), ...Array.from({ length: 5 }, () => press('ArrowDown'))),
  'panel-calm-warned': () => inCall({}, {}, press('Shift+F6'), click('insults'), click('warn'), click('warn')),
  'panel-spell': () => inCall({}, {}, press('F8')),
  'panel-spell-nobody': () => inCall({ draft: { note: '' } }, {}, press('F8')),
  'panel-spell-long': () =>
    inCall({ language: 'en' }, {}, press('F8'), type('spell-field', 'Łukasz O’Brien-D’Amico 120034')),
  'panel-words': () => inCall({}, {}, ...phases(3), press('F9')),
  'panel-words-found': () => inCall({ language: 'en' }, {}, press('F9'), type('prefer-find', 'prob')),
};
