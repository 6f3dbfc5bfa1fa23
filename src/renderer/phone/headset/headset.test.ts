import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import type { HeadsetChoice } from '#shared/contract/headset';
import type { Call } from '#shared/model/call';
import { ringingCall } from '#test/support/calls';
import { talking } from '#test/support/deskPeople';
import { readyPhone } from '#test/support/deskPrograms';
import { createFakeHid } from '#test/support/fakeHid';
import { createFakeVendorLibrary } from '#test/support/fakeVendorLibrary';
import { logitechG535, realHeadsets } from '#test/support/headsetDescriptors';
import { collectionsOf } from '#test/support/hidDescriptor';
import { createPhoneClock } from '#test/support/phoneClock';
import { createHeadset } from './headset.ts';
import { type HeadsetIntent, ledsFor } from './headsetMachine.ts';
import { type Led, readReportMap } from './reportMap.ts';
import type { VendorService } from './vendorHeadset.ts';

const { jabraEvolveLink: jabra, polyBt700: poly, eposImpactD1: epos } = realHeadsets;
const anna = ringingCall('+39 0000000101');
const speaking = (change: Parameters<typeof talking>[0] = {}): Call => ({ ...anna, phase: talking(change) });

/** Everything that was begun and needs no clock has come to its end. */
const settled = () => new Promise<void>((done) => setImmediate(done));

async function rig(choice: HeadsetChoice = { kind: 'automatic' }, library: VendorService | null = null) {
  const hid = createFakeHid();
  const clock = createPhoneClock();
  const intents: HeadsetIntent[] = [];
  let refuse = false;
  let changes = 0;
  const headset = createHeadset({
    hid,
    library,
    clock,
    intend(intent) {
      intents.push(intent);
      if (refuse) throw failure('call.gone', 'phone', intent.kind);
    },
    onChange: () => {
      changes += 1;
    },
    log: () => {},
  });
  headset.choose(choice);
  const phone = (calls: readonly Call[], microphone: string | null = null): void => {
    const state = readyPhone();
    const inputs = microphone === null ? [] : [{ id: 'in-use', label: microphone }];
    const audio: PhoneState['audio'] = {
      ...state.audio,
      inputs,
      chosen: { ...state.audio.chosen, microphone: 'in-use' },
    };
    headset.onPhone({ ...state, calls: [...calls], audio });
  };
  await settled();
  return {
    hid,
    clock,
    intents,
    headset,
    phone,
    changes: () => changes,
    refuse: () => {
      refuse = true;
    },
    async plug(model: Parameters<typeof hid.plug>[0]) {
      const plugged = hid.plug(model);
      await settled();
      return plugged;
    },
    async pass(ms: number) {
      await settled();
      clock.pass(ms);
      await settled();
    },
  };
}

test('a headset that is plugged in is opened, all its lights are written, and it is ready', async () => {
  const { headset, plug } = await rig();
  expect(headset.state().buttons).toEqual({ kind: 'none' });
  const device = await plug(poly);
  expect(device.sent).toEqual(['21:00', '23:00', '24:00', '25:00']);
  expect(headset.state()).toEqual({
    choice: { kind: 'automatic' },
    found: [{ model: '047f:02e6', name: 'Poly BT700' }],
    buttons: { kind: 'ready', name: 'Poly BT700', lastPress: null },
  });
});

test('one that has no such buttons is not there', async () => {
  const { headset, plug } = await rig();
  const device = await plug(logitechG535);
  expect(headset.state().found).toEqual([]);
  expect(device.opened).toBe(false);
});

test('a call rings in the headset, is answered and hung up with its hook', async () => {
  const { plug, phone, intents, pass } = await rig();
  const device = await plug(jabra);
  await pass(10_000);
  phone([anna]);
  await pass(3_000);
  device.report(2, 0x01, 0x00);
  phone([speaking()]);
  await pass(3_000);
  device.report(2, 0x00, 0x00);
  phone([]);
  await settled();
  expect(intents).toEqual([
    { kind: 'answer', callId: anna.id },
    { kind: 'hangUp', callId: anna.id },
  ]);
  expect(device.sent).toEqual(['02:0000', '02:0400', '02:1100', '02:0000']);
});

test('the button that was pressed is shown', async () => {
  const { headset, plug, clock, pass } = await rig();
  const device = await plug(epos);
  await pass(1_000);
  device.report(2, 0b100);
  expect(headset.state().buttons).toEqual({
    kind: 'ready',
    name: 'EPOS IMPACT D1',
    lastPress: { button: 'redial', at: clock.now().toISOString() },
  });
});

test('a wish that comes too late breaks nothing', async () => {
  const { plug, phone, pass, refuse, intents } = await rig();
  const device = await plug(jabra);
  phone([speaking()]);
  await pass(5_000);
  refuse();
  device.report(2, 0x04, 0x00);
  await pass(5_000);
  device.report(2, 0x04, 0x00);
  expect(intents).toHaveLength(2);
});

test('lights are written one at a time, and only as they are in the end', async () => {
  const { plug, phone } = await rig();
  const device = await plug(jabra);
  phone([anna]);
  phone([speaking()]);
  phone([speaking({ mute: true })]);
  phone([speaking()]);
  await settled();
  expect(device.busiest()).toBe(1);
  expect(device.sent.at(-1)).toBe('02:1100');
  expect(device.sent.length).toBeLessThanOrEqual(3);
});

test('a change that the headset has no light for does not keep the next one from being shown', async () => {
  const { plug, phone } = await rig();
  const device = await plug(realHeadsets.logitechMxBrio);
  phone([speaking({ hold: { wanted: true, actual: true } })]);
  await settled();
  phone([speaking({ mute: true })]);
  await settled();
  expect(device.sent).toEqual(['08:00', '08:01']);
});

test('unplugged in mid-call: nobody is hung up on, and its buttons are back when it is', async () => {
  const { headset, hid, plug, phone, intents, pass } = await rig();
  const device = await plug(jabra);
  phone([speaking()]);
  hid.unplug(device);
  device.report(2, 0x00, 0x00);
  await settled();
  device.report(2, 0x00, 0x00);
  expect(headset.state()).toMatchObject({ found: [], buttons: { kind: 'none' } });
  const again = await plug(jabra);
  expect(again.sent).toEqual(['02:1100']);
  await pass(5_000);
  again.report(2, 0x00, 0x00);
  expect(intents).toEqual([{ kind: 'hangUp', callId: anna.id }]);
});

test('one that cannot be opened is told, with its name, and tried again', async () => {
  const { headset, hid, pass } = await rig();
  const device = hid.plug(jabra);
  device.behaviour = 'refuses';
  await settled();
  expect(headset.state().buttons).toMatchObject({
    kind: 'failed',
    name: 'Jabra EVOLVE LINK MS',
    failure: { code: 'headset.refused', origin: 'device' },
  });
  device.behaviour = 'answers';
  await pass(30_000);
  expect(headset.state().buttons.kind).toBe('ready');
});

test('one that falls silent is told, and has its lights again when it answers', async () => {
  const { headset, plug, phone, pass } = await rig();
  const device = await plug(jabra);
  device.behaviour = 'isSilent';
  phone([anna]);
  await settled();
  expect(headset.state().buttons.kind).toBe('ready');
  await pass(1_000);
  expect(headset.state().buttons).toMatchObject({ kind: 'failed', failure: { code: 'headset.silent' } });
  expect(device.opened).toBe(false);
  phone([speaking()]);
  device.behaviour = 'answers';
  await pass(30_000);
  expect(headset.state().buttons.kind).toBe('ready');
  expect(device.sent.at(-1)).toBe('02:1100');
});

test('one that stays away is asked ever less often, whatever the phone does, and told once', async () => {
  const { headset, hid, pass, phone, changes } = await rig();
  const device = hid.plug(jabra);
  device.behaviour = 'refuses';
  let openings = 0;
  const open = device.open;
  device.open = () => {
    openings += 1;
    return open();
  };
  await settled();
  const told = changes();
  for (let second = 0; second < 300; second += 1) {
    phone(second % 2 === 0 ? [anna] : []);
    await pass(1_000);
  }
  expect(changes()).toBe(told);
  expect(openings).toBeGreaterThan(5);
  expect(openings).toBeLessThan(40);
  expect(headset.state().buttons.kind).toBe('failed');
});

test('one that falls silent now and then is tried again as soon as the first time', async () => {
  const { headset, plug, phone, pass } = await rig();
  const device = await plug(jabra);
  for (const calls of [[anna], [], [anna], [], [anna], []]) {
    device.behaviour = 'isSilent';
    phone(calls);
    await pass(1_000);
    expect(headset.state().buttons.kind).toBe('failed');
    device.behaviour = 'answers';
    await pass(1_000);
    expect(headset.state().buttons.kind).toBe('ready');
  }
});

test('one that failed is not tried again once another is meant', async () => {
  const { headset, hid, plug, pass } = await rig();
  const broken = hid.plug(jabra);
  broken.behaviour = 'refuses';
  await settled();
  await plug(poly);
  headset.choose({ kind: 'model', model: '047f:02e6', name: 'Poly BT700' });
  broken.behaviour = 'answers';
  await pass(60_000);
  expect(broken.opened).toBe(false);
  expect(headset.state().buttons).toMatchObject({ kind: 'ready', name: 'Poly BT700' });
});

test('one that opens when it is not meant any more is closed', async () => {
  const { headset, hid } = await rig();
  const device = hid.plug(jabra);
  let open = (): void => {};
  device.open = () =>
    new Promise((opened) => {
      open = () => {
        device.opened = true;
        opened();
      };
    });
  await settled();
  headset.choose({ kind: 'none' });
  open();
  await settled();
  expect(device.opened).toBe(false);
  expect(headset.state().buttons.kind).toBe('none');
});

test('of several the one whose microphone is in use; changing it takes the buttons along', async () => {
  const { headset, plug, phone, pass, intents } = await rig();
  const one = await plug(jabra);
  const two = await plug(poly);
  expect([one.opened, two.opened]).toEqual([true, false]);
  phone([anna], 'Headset (047f:02e6)');
  await settled();
  expect([one.opened, two.opened]).toEqual([false, true]);
  expect(one.sent.at(-1)).toBe('02:0000');
  expect(two.sent).toContain('21:01');
  expect(headset.state().buttons).toMatchObject({ kind: 'ready', name: 'Poly BT700' });
  await pass(5_000);
  one.report(2, 0x01, 0x00);
  expect(intents).toEqual([]);
  two.report(0x20, 0x01);
  expect(intents).toEqual([{ kind: 'answer', callId: anna.id }]);
});

test('a chosen one that is not there is named, and taken as soon as it comes', async () => {
  const { headset, plug } = await rig({ kind: 'model', model: '047f:02e6', name: 'Poly BT700' });
  const other = await plug(jabra);
  expect(other.opened).toBe(false);
  expect(headset.state().buttons).toEqual({ kind: 'absent', name: 'Poly BT700' });
  await plug(poly);
  expect(headset.state().buttons).toMatchObject({ kind: 'ready', name: 'Poly BT700' });
});

test('none chosen: what is open is darkened and let go; chosen again, it is opened after that', async () => {
  const { headset, plug, phone } = await rig();
  const device = await plug(jabra);
  phone([anna]);
  await settled();
  headset.choose({ kind: 'none' });
  await settled();
  expect(device.sent.at(-1)).toBe('02:0000');
  expect([device.opened, headset.state().buttons.kind]).toEqual([false, 'none']);
  headset.choose({ kind: 'automatic' });
  headset.choose({ kind: 'none' });
  headset.choose({ kind: 'automatic' });
  await settled();
  expect([device.opened, headset.state().buttons.kind]).toEqual([true, 'ready']);
  expect(device.sent.at(-1)).toBe('02:0400');
});

test('without HID there is no headset, and everything else goes on', async () => {
  const nothing = () => {};
  const clock = createPhoneClock();
  const headset = createHeadset({
    hid: undefined,
    library: null,
    clock,
    intend: nothing,
    onChange: nothing,
    log: nothing,
  });
  headset.onPhone({ ...readyPhone(), calls: [anna] });
  await settled();
  expect(headset.state()).toEqual({ choice: { kind: 'automatic' }, found: [], buttons: { kind: 'none' } });
});

test('what has not changed is not told', async () => {
  const { changes, headset, phone, plug } = await rig();
  await plug(jabra);
  const before = changes();
  headset.choose({ kind: 'automatic' });
  phone([]);
  await plug(logitechG535);
  expect(changes()).toBe(before);
});

const moments: readonly (readonly Call[])[] = [
  [],
  [anna],
  [speaking()],
  [speaking({ mute: true })],
  [speaking({ hold: { wanted: true, actual: true } })],
  [speaking(), ringingCall('withheld')],
];
type Happening =
  | { readonly kind: 'calls'; readonly moment: number }
  | { readonly kind: 'report'; readonly bytes: readonly number[] }
  | { readonly kind: 'behaves'; readonly behaviour: 'answers' | 'refuses' | 'isSilent' }
  | { readonly kind: 'waits'; readonly ms: number };

test('whatever a headset does, in the end it shows what the phone says', async () => {
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('calls' as const), moment: fc.nat({ max: moments.length - 1 }) }),
    fc.record({ kind: fc.constant('report' as const), bytes: fc.array(fc.nat({ max: 255 }), { maxLength: 2 }) }),
    fc.record({
      kind: fc.constant('behaves' as const),
      behaviour: fc.constantFrom('answers' as const, 'answers' as const, 'refuses' as const, 'isSilent' as const),
    }),
    fc.record({ kind: fc.constant('waits' as const), ms: fc.constantFrom(0, 50, 400, 3_000) }),
  );
  const models = Object.values(realHeadsets);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...models), fc.array(happening, { maxLength: 25 }), async (model, happenings) => {
      const { headset, plug, phone, pass } = await rig();
      const device = await plug(model);
      const map = readReportMap(collectionsOf(model.descriptor));
      const reportIds = [...new Set(collectionsOf(model.descriptor).flatMap(inputReportsOf))];
      let moment: readonly Call[] = [];
      const make = async (next: Happening): Promise<void> => {
        if (next.kind === 'waits') await pass(next.ms);
        else if (next.kind === 'behaves') device.behaviour = next.behaviour;
        else if (next.kind === 'report') for (const id of reportIds) device.report(id, ...next.bytes);
        else {
          moment = moments[next.moment] ?? [];
          phone(moment);
        }
      };
      for (const next of happenings) await make(next);
      device.behaviour = 'answers';
      for (let second = 0; second < 65; second += 1) await pass(1_000);
      expect(headset.state().buttons.kind).toBe('ready');
      const wanted = ledsFor(moment);
      for (const { reportId, data } of map?.write(wanted, Object.keys(wanted) as Led[]) ?? []) {
        const id = `${reportId.toString(16).padStart(2, '0')}:`;
        const shown = device.sent.findLast((each) => each.startsWith(id));
        expect(shown).toBe(id + [...data].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
      }
      expect(device.busiest()).toBe(1);
    }),
    { numRuns: 60 },
  );
});

const inputReportsOf = ({ usagePage, inputReports }: ReturnType<typeof collectionsOf>[number]): number[] =>
  usagePage === 0x0b ? inputReports.map(({ reportId }) => reportId) : [];

test('a headset that its makers’ library takes is left to it, and taken back when another microphone is in use', async () => {
  const library = createFakeVendorLibrary();
  const { headset, plug, phone, intents } = await rig({ kind: 'automatic' }, library.service);
  const device = await plug(poly);
  expect(headset.state().buttons).toMatchObject({ kind: 'ready', name: 'Poly BT700' });
  phone([anna], 'EPOS IMPACT 860 (1395:0386)');
  await settled();
  expect(device.opened).toBe(false);
  library.says('deviceConnectionStatusChanged', 'running');
  expect(headset.state().buttons).toMatchObject({ kind: 'ready', name: 'EPOS IMPACT 860' });
  library.says('deviceAnsweredCall', { conversationId: anna.id });
  expect(intents).toEqual([{ kind: 'answer', callId: anna.id }]);
  phone([anna], 'Poly BT700 (047f:02e6)');
  await settled();
  expect(library.told.at(-1)).toEqual(['microphone', '']);
  expect(headset.state().buttons).toMatchObject({ kind: 'ready', name: 'Poly BT700' });
});

test('the library is asked about nothing where the agent has chosen a headset, or none', async () => {
  const library = createFakeVendorLibrary();
  const { headset, phone } = await rig({ kind: 'none' }, library.service);
  phone([anna], 'EPOS IMPACT 860 (1395:0386)');
  expect(library.told).toEqual([]);
  expect(headset.state().buttons).toEqual({ kind: 'none' });
});
