// Several calls at once: who is spoken with, who waits, who is asked about whom, who hears whom; and calls that wait to be taken.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { failure } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { consultAbout, luca, onHold } from '#test/support/deskCalls';
import { caller, callFor, elisa, interactionOf, marta, numberOf, secondsAgo, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

const withCarlo = interactionOf({ stage: 'live', draft: { note: 'Quarta chiamata.' } });
const withElisa = interactionOf({
  number: 2,
  stage: 'live',
  caller: numberOf(elisa),
  match: { kind: 'number', cards: [elisa] },
  draft: { note: 'Fattura 3307.' },
});
const spoken = callFor(withCarlo, { phase: talking() });
const held = callFor(withElisa, { phase: onHold(72) });

function onTheLine(calls: readonly Call[], open = [withCarlo, withElisa], conference: readonly Call[] = []) {
  return createDeskPrograms({
    phone: { ...readyPhone(), calls: [...calls], conference: conference.map(({ id }) => id) },
    data: { ...quietData(), open: [...open] },
  });
}

const bar = () => within(at('call-bar'));

describe('two calls', () => {
  it('show the one spoken with in the bar, and who waits beside it with how long', async () => {
    await showDesk(onTheLine([held, spoken]));
    expect(at('call-bar').dataset.held).toBe('false');
    bar().getByText('Carlo Bassi');
    screen.getByRole('button', { name: /^Elisa Grandi ?1:12 ?In attesa\. Parla con Elisa Grandi$/ });
    expect(textField('note').value).toBe('Quarta chiamata.');
  });

  it('are swapped with one key, and the interaction in front goes along', async () => {
    const programs = onTheLine([held, spoken]);
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{Alt>}s{/Alt}');
    expect(asked(programs, 'setHold')).toEqual([{ callId: held.id, hold: false }]);
    programs.state.phone.calls = [
      { ...held, phase: talking({ hold: { wanted: false, actual: true }, heldSince: secondsAgo(73) }) },
      { ...spoken, phase: talking({ hold: { wanted: true, actual: false } }) },
    ];
    programs.publish();
    await settled();
    expect(textField('note').value).toBe('Fattura 3307.');
    expect(at('call-bar').dataset.held).toBe('true');
    expect(at('swap').textContent).toContain('Carlo Bassi');
  });

  it('leave their places as they are when they are swapped', async () => {
    const programs = onTheLine([spoken, held]);
    const { settled } = await showDesk(programs);
    const places = () =>
      [...must(document.querySelector('.parties'), 'parties').children].map((each) => each.textContent);
    expect(places()[0]).toContain('Carlo Bassi');
    programs.state.phone.calls = [
      { ...spoken, phase: onHold(1) },
      { ...held, phase: talking() },
    ];
    programs.publish();
    await settled();
    expect(places()[0]).toContain('Carlo Bassi');
    expect(places()[1]).toContain('Elisa Grandi');
  });

  it('become a conference with one key', async () => {
    const programs = onTheLine([held, spoken]);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}g{/Alt}');
    expect(asked(programs, 'setConference')).toEqual([{ on: true }]);
  });

  it('keep the wrap-up of a third one waiting behind', async () => {
    const closing = interactionOf({ number: 3, stage: 'wrapUp', caller: numberOf(marta) });
    await showDesk(onTheLine([held, spoken], [closing, withCarlo, withElisa]));
    expect(screen.queryByTestId('wrap-up-save')).toBeNull();
    expect(textField('note').value).toBe('Quarta chiamata.');
  });
});

describe('a call that waits to be answered', () => {
  const ringing = interactionOf({ number: 4, caller: numberOf(elisa), match: { kind: 'number', cards: [elisa] } });

  it('says what answering it does to the one that goes on', async () => {
    await showDesk(onTheLine([spoken, callFor(ringing)], [withCarlo, ringing]));
    within(at('arrival')).getByText('Rispondendo, Carlo Bassi va in attesa.');
  });

  it('says nothing of the kind while the other waits anyway', async () => {
    await showDesk(onTheLine([{ ...spoken, phase: onHold(9) }, callFor(ringing)], [withCarlo, ringing]));
    expect(screen.queryByText(/va in attesa/)).toBeNull();
  });

  it('is answered alone, when two of them ring', async () => {
    const other = interactionOf({ number: 5, caller: numberOf(marta), match: { kind: 'number', cards: [marta] } });
    const programs = onTheLine([spoken, callFor(ringing), callFor(other)], [withCarlo, ringing, other]);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{F2}');
    expect(asked(programs, 'answer')).toEqual([{ callId: callFor(ringing).id }]);
  });
});

describe('asking somebody about the caller', () => {
  const waiting = { ...spoken, phase: onHold(12) };
  const talks = consultAbout(waiting, talking({ answeredAt: secondsAgo(34) }));
  const rings = consultAbout(waiting, { kind: 'dialling', progress: 'ringing' });

  it('begins with Enter in the transfer sheet: the handover is written down, then the other one is called', async () => {
    const programs = onTheLine([spoken], [withCarlo]);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await agent.keyboard('moro{Enter}');
    await waitFor(() => expect(asked(programs, 'consult')).toHaveLength(1));
    expect(programs.wishes.map(({ method }) => method).slice(-2)).toEqual(['prepareHandover', 'consult']);
    expect(asked(programs, 'consult')).toEqual([{ callId: spoken.id, target: luca }]);
    await waitFor(() => expect(screen.queryByTestId('transfer-input')).toBeNull());
    expect(document.activeElement).toBe(at('note'));
  });

  it('has a name for the pointer on each control, also where only its icon has room', async () => {
    await showDesk(onTheLine([waiting, talks], [withCarlo]));
    expect(['mute', 'complete', 'conference', 'keypad', 'take-back'].map((id) => at(id).title)).toEqual([
      'Muto (Alt M)',
      'Passa il cliente (Alt T)',
      'Conferenza (Alt G)',
      'Tastierino (Alt K)',
      'Torna al cliente (F4)',
    ]);
  });

  it('reaches any number that is typed', async () => {
    const programs = onTheLine([spoken], [withCarlo]);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await agent.keyboard('000 000-0177{Enter}');
    await waitFor(() => expect(asked(programs, 'consult')).toHaveLength(1));
    expect(asked(programs, 'consult')).toMatchObject([{ target: { kind: 'number', number: '0000000177' } }]);
  });

  it('shows who waits and who is asked, the note of the caller under the fingers', async () => {
    await showDesk(onTheLine([waiting, talks], [withCarlo]));
    expect(at('call-bar').dataset.manner).toBe('consult');
    bar().getByText('Luca Moro');
    bar().getByText('consulto');
    expect(at('swap').textContent).toContain('Carlo Bassi0:12');
    expect(textField('note').value).toBe('Quarta chiamata.');
  });

  it.each([
    ['Alt+G', '{Alt>}g{/Alt}', 'setConference', { on: true }],
    ['Alt+S', '{Alt>}s{/Alt}', 'setHold', { callId: waiting.id, hold: false }],
    ['Alt+B', '{Alt>}b{/Alt}', 'hangUp', { callId: talks.id }],
    ['F4', '{F4}', 'hangUp', { callId: talks.id }],
  ])('is led on with %s', async (_key, pressed, method, params) => {
    const programs = onTheLine([waiting, talks], [withCarlo]);
    const { agent } = await showDesk(programs);
    await agent.keyboard(pressed);
    expect(programs.wishes).toEqual([{ method, params }]);
  });

  it('is led to its end with Alt+T, and what was written meanwhile goes along first', async () => {
    const programs = onTheLine([waiting, talks], [withCarlo]);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await waitFor(() => expect(asked(programs, 'completeTransfer')).toEqual([{ callId: waiting.id }]));
    expect(programs.wishes.map(({ method }) => method).slice(-2)).toEqual(['prepareHandover', 'completeTransfer']);
    expect(asked(programs, 'prepareHandover')).toMatchObject([{ target: { name: 'Luca Moro' }, manner: 'attended' }]);
  });

  it('reaches the specialist although the handover cannot be kept', async () => {
    const programs = onTheLine([waiting, talks], [withCarlo]);
    programs.answers.data.prepareHandover = () => {
      throw failure('files.diskFull', 'data');
    };
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await waitFor(() => expect(asked(programs, 'completeTransfer')).toHaveLength(1));
  });

  it('can be finished while it still rings there, and not before', async () => {
    const sent = consultAbout(waiting, { kind: 'dialling', progress: 'sent' });
    const programs = onTheLine([waiting, sent], [withCarlo]);
    const { agent, settled } = await showDesk(programs);
    expect(at('complete').hasAttribute('disabled')).toBe(true);
    programs.state.phone.calls = [waiting, rings];
    programs.publish();
    await settled();
    bar().getByText('suona');
    expect(at('complete').hasAttribute('disabled')).toBe(false);
    expect(at('conference').hasAttribute('disabled')).toBe(true);
    await agent.click(at('complete'));
    // Nobody has said a word there: they identify anew.
    await waitFor(() => expect(asked(programs, 'prepareHandover')).toMatchObject([{ manner: 'blind' }]));
  });

  it('lets the caller go with F4 only when it is the caller who is spoken with', async () => {
    const back = { ...spoken, phase: talking() };
    const programs = onTheLine([back, { ...talks, phase: onHold(3) }], [withCarlo]);
    const { agent } = await showDesk(programs);
    expect(at('take-back').textContent).toContain('Chiudi il consulto');
    await agent.keyboard('{F4}');
    await agent.keyboard('{Alt>}b{/Alt}');
    expect(asked(programs, 'hangUp')).toEqual([{ callId: back.id }, { callId: talks.id }]);
  });

  it('that comes to nothing brings the caller back with a sentence why, until it is tried again', async () => {
    const failed = talking({ transfer: { kind: 'failed', target: luca, code: 'transfer.noAnswer' } });
    const programs = onTheLine([{ ...spoken, phase: failed }], [withCarlo]);
    const { agent } = await showDesk(programs);
    screen.getByText('Trasferimento a Luca Moro non riuscito');
    screen.getByText(/Nessuno ha risposto al trasferimento/);
    await agent.click(screen.getByRole('button', { name: 'Ho capito' }));
    expect(screen.queryByText('Trasferimento a Luca Moro non riuscito')).toBeNull();
  });
});

describe('a conference', () => {
  const asking = consultAbout(spoken, talking({ answeredAt: secondsAgo(34) }));
  const three = () => onTheLine([spoken, asking], [withCarlo], [spoken, asking]);

  it('leaves the two together', async () => {
    const programs = three();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await waitFor(() => expect(asked(programs, 'completeTransfer')).toEqual([{ callId: spoken.id }]));
  });

  it('of two callers, neither of whom was asked about the other, leaves them together too', async () => {
    const other = callFor(interactionOf({ number: 7, caller: caller('+390000000199') }), { phase: talking() });
    const programs = onTheLine([spoken, other], [withCarlo], [spoken, other]);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await waitFor(() => expect(programs.wishes).toEqual([{ method: 'leaveTogether', params: null }]));
  });

  it('names both, and lets either go', async () => {
    const programs = three();
    const { agent } = await showDesk(programs);
    expect(at('call-bar').dataset.manner).toBe('conference');
    bar().getByText('Carlo Bassi');
    await agent.click(screen.getByRole('button', { name: 'Togli Luca Moro dalla conferenza' }));
    expect(programs.wishes).toEqual([{ method: 'hangUp', params: { callId: asking.id } }]);
  });

  it.each([
    ['is split', '{Alt>}g{/Alt}', [{ method: 'setConference', params: { on: false } }]],
    ['mutes once for all', '{Alt>}m{/Alt}', [{ method: 'setMute', params: { callId: asking.id, mute: true } }]],
    [
      'ends for all',
      '{F4}',
      [
        { method: 'hangUp', params: { callId: spoken.id } },
        { method: 'hangUp', params: { callId: asking.id } },
      ],
    ],
  ])('%s with one key', async (_what, pressed, wishes) => {
    const programs = three();
    const { agent } = await showDesk(programs);
    await agent.keyboard(pressed);
    expect(programs.wishes).toEqual(wishes);
  });

  it('is told to who does not see the screen', async () => {
    const programs = onTheLine([spoken, asking], [withCarlo]);
    const { settled } = await showDesk(programs);
    programs.state.phone.conference = [spoken.id, asking.id];
    programs.publish();
    await settled();
    expect(at('announce-calm').textContent).toBe('Conferenza: tutti si sentono');
  });
});

describe('favourites', () => {
  it('are marked with a key, and come first', async () => {
    const programs = onTheLine([spoken], [withCarlo]);
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    await agent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{Alt>}f{/Alt}');
    expect(asked(programs, 'changeSettings')).toEqual([{ favourites: ['1002'] }]);
    programs.state.main = {
      ...programs.state.main,
      settings: { ...programs.state.main.settings, favourites: ['1002'] },
    };
    programs.publish();
    await settled();
    const [first] = screen.getAllByTestId('transfer-target');
    expect(first?.dataset).toMatchObject({ number: '1002', group: 'favourite' });
    expect(first?.getAttribute('aria-selected')).toBe('true');
  });
});

describe('the caller’s number', () => {
  it('is copied with one click, and a quiet word says so', async () => {
    const { agent } = await showDesk(onTheLine([spoken], [withCarlo]));
    await agent.click(at('copy-number'));
    await waitFor(() => expect(at('copy-number').textContent).toContain('Numero copiato'));
    expect(await navigator.clipboard.readText()).toBe('+390000000103');
  });
});

vi.setConfig({ testTimeout: 20_000 });
