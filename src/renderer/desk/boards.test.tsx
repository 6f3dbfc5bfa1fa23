// The queues on the desk: whom to call back, help in a call, the lead's board. What cannot be reached cannot be pressed.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Boards } from '#shared/contract/boards';
import type { DeskWorkstation } from '#shared/contract/deskData';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { agreement, board, boards, callers, helpOf, team, wantCalls } from '#test/support/deskBoards';
import { consultAbout, onHold, ownCall } from '#test/support/deskCalls';
import {
  afternoon,
  callFor,
  carlo,
  elisa,
  at as instant,
  interactionOf,
  secondsAgo,
  talking,
  ulid,
} from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, partOf, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

const helpList = (states: readonly object[]): Boards['help'] =>
  ({ asOf: instant(afternoon), help: states.map((state) => helpOf(state)) }) as Boards['help'];

describe('lost calls', () => {
  const rows = () => screen.getAllByTestId('lost-call');
  const row = (index: number) => within(must(rows()[index], 'a row'));

  async function open(shown = boards()) {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: shown } });
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Alt>}l{/Alt}');
    return { programs, ...desk };
  }

  it('are counted on the rail as far as nobody has taken them, with the promised calls whose time has come', async () => {
    await showDesk(createDeskPrograms({ data: { ...quietData(), boards: boards() } }));
    expect(at('toCall').dataset.count).toBe('4');
    expect(at('toCall').getAttribute('aria-label')).toBe('4 persone da richiamare adesso');
  });

  it('are not there while the backend has told none', async () => {
    await showDesk(createDeskPrograms());
    expect(screen.queryByTestId('toCall')).toBeNull();
  });

  it('say who, in which queue, how long they waited and how often', async () => {
    await open();
    expect(rows()[0]?.textContent).toContain('Elisa Grandi');
    expect(rows()[0]?.textContent).toContain('+39 000 000 0106 · Accoglienza · ha atteso 1:14 · 2 tentativi');
  });

  it('are called back: taken first, then dialled for the customer', async () => {
    const { programs, agent } = await open();
    await agent.click(row(0).getByTestId('call-back'));
    await waitFor(() => expect(asked(programs, 'dial')).toHaveLength(1));
    expect(programs.wishes.map(({ method }) => method)).toEqual(['takeToCall', 'dial']);
    expect(asked(programs, 'dial')).toMatchObject([
      { number: '+390000000106', customerId: elisa.customer.id, queueId: 'welcome' },
    ]);
  });

  it('are not dialled where a colleague has been quicker', async () => {
    const { programs, agent, settled } = await open();
    programs.answers.data.takeToCall = () => 'late';
    await agent.click(row(0).getByTestId('call-back'));
    await settled();
    expect(asked(programs, 'dial')).toEqual([]);
  });

  it('show who has taken one, and leave to the others what is theirs', async () => {
    await open();
    row(4).getByText('presa da Luca Moro');
    expect(row(4).queryByTestId('take')).toBeNull();
    row(5).getByText('Raggiunto');
    row(6).getByText('ha richiamato');
  });

  it('that are the agent’s own are finished or given back', async () => {
    const { programs, agent } = await open();
    await agent.click(row(3).getByTestId('not-reached'));
    await agent.click(row(3).getByTestId('release'));
    expect(programs.wishes).toMatchObject([
      { method: 'finishToCall', params: { who: { list: 'lostCalls' }, outcome: 'notReached' } },
      { method: 'releaseToCall', params: { list: 'lostCalls' } },
    ]);
  });

  it('without a number cannot be called back', async () => {
    await open();
    expect(row(2).queryByTestId('call-back')).toBeNull();
  });

  it('say how old they are while the backend is away, and offer nothing', async () => {
    await open(boards({ current: false }));
    screen.getByText(/Situazione delle \d\d:32: il servizio non risponde/);
    expect(row(0).getByTestId('take').hasAttribute('disabled')).toBe(true);
  });
});

describe('promised calls', () => {
  const rows = () => screen.getAllByTestId('promised-call');
  const row = (index: number) => within(must(rows()[index], 'a row'));

  async function open(shown = boards()) {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: shown } });
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Alt>}l{/Alt}');
    return { programs, ...desk };
  }

  it('say who, what about, when, and whose promise it was; those whose time has come are marked', async () => {
    await open();
    expect(rows().map(({ dataset }) => dataset.due)).toEqual(['true', 'false', 'false', 'false', 'false']);
    expect(rows()[0]?.textContent).toContain('Carlo Bassi');
    expect(rows()[0]?.textContent).toContain('+39 000 000 0103 · Assistenza · Data dell’intervento del tecnico');
    row(0).getByText('è ora');
    expect(rows()[1]?.textContent).toContain('Ritardo / mancata risposta a pratica · promessa da Luca Moro');
    row(2).getByText('presa da Luca Moro');
    row(4).getByText('Raggiunto');
  });

  it('are made on the queue’s behalf: taken first, then dialled as the call that was promised', async () => {
    const { programs, agent } = await open();
    await agent.click(row(0).getByTestId('call-back'));
    await waitFor(() => expect(asked(programs, 'dial')).toHaveLength(1));
    expect(asked(programs, 'takeToCall')).toEqual([{ list: 'callbacks', id: ulid('X', 51) }]);
    expect(asked(programs, 'dial')).toMatchObject([
      { number: '+390000000103', queueId: 'support', customerId: carlo.customer.id, callsBack: ulid('X', 51) },
    ]);
  });

  it('of one’s own are made without the backend too; a colleague’s are not, who could not be told', async () => {
    const { programs, agent } = await open(boards({ current: false }));
    expect(row(1).getByTestId('call-back').hasAttribute('disabled')).toBe(true);
    await agent.click(row(0).getByTestId('call-back'));
    await waitFor(() => expect(asked(programs, 'dial')).toHaveLength(1));
    expect(asked(programs, 'takeToCall')).toEqual([]);
  });

  it('are one’s own where one was named, whoever has promised them', async () => {
    const known = boards({ current: false });
    const { callbacks, asOf = '' } = known.callbacks ?? {};
    const owners = [callbacks?.[1]?.promisedBy, callbacks?.[0]?.promisedBy];
    const named = callbacks?.map((each, nth) => ({ ...each, owner: owners[nth] ?? null })) ?? [];
    const { programs, agent } = await open({ ...known, callbacks: { asOf, callbacks: named, recontacts: [] } });
    expect(row(0).getByTestId('call-back').hasAttribute('disabled')).toBe(true);
    await agent.click(row(1).getByTestId('call-back'));
    await waitFor(() => expect(asked(programs, 'dial')).toHaveLength(1));
    expect(asked(programs, 'takeToCall')).toEqual([]);
  });

  it('are not made where a colleague has been quicker', async () => {
    const { programs, agent, settled } = await open();
    programs.answers.data.takeToCall = () => 'late';
    await agent.click(row(1).getByTestId('call-back'));
    await settled();
    expect(asked(programs, 'dial')).toEqual([]);
  });

  async function promising(draft: object = {}) {
    const talked = interactionOf({ stage: 'live', draft });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(talked, { phase: talking() })] },
      data: { ...quietData(), open: [talked] },
    });
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Alt>}6{/Alt}');
    const drafts = () => asked(programs, 'saveDraft').map((params) => (params as { draft: object }).draft);
    return { programs, drafts, talked, ...desk };
  }

  it('are promised from the conversation with one key: the caller’s number, a moment, Enter', async () => {
    const { agent, drafts } = await promising();
    expect(textField('callback-number').value).toBe('+39 000 000 0103');
    await agent.click(screen.getByText('Domani mattina'));
    await agent.click(partOf('callback-day', 0));
    await agent.keyboard('{Enter}');
    expect(screen.queryByTestId('callback-sheet')).toBeNull();
    const tomorrow = new Date('2026-11-25T09:00:00').toISOString();
    await waitFor(() =>
      expect(drafts().at(-1)).toEqual({
        callback: { at: tomorrow, number: '+390000000103', purpose: null, owner: null },
      }),
    );
    expect(at('callback').textContent).toMatch(/Richiamata mer 25 nov, 09:00/);
  });

  it('are promised for a time to come and a number that can be dialled, or not at all', async () => {
    const { agent, drafts } = await promising();
    await agent.click(partOf('callback-day', 0));
    await agent.keyboard('23');
    await agent.click(at('callback-promise'));
    screen.getByText('Scegliere un giorno e un’ora futuri.');
    await agent.click(partOf('callback-day', 0));
    await agent.keyboard('25');
    fireEvent.change(at('callback-number'), { target: { value: 'ufficio' } });
    await agent.click(at('callback-promise'));
    screen.getByText('Serve un numero che si possa comporre.');
    expect(drafts()).toEqual([]);
  });

  it('are taken back, and leave the desk in reach when the conversation goes', async () => {
    const callback = { at: new Date('2026-11-25T09:00:00').toISOString(), number: '+390000000106' };
    const { agent, drafts, programs, talked, settled } = await promising({ callback });
    expect(textField('callback-number').value).toBe('+39 000 000 0106');
    await agent.click(at('callback-take-back'));
    await waitFor(() => expect(drafts().at(-1)).toEqual({ callback: null }));
    await agent.keyboard('{Alt>}6{/Alt}');
    programs.state.phone.calls = [];
    programs.publish();
    programs.tellData({ kind: 'interactionGone', interactionId: talked.interaction.id });
    await settled();
    expect(screen.queryByTestId('callback-sheet')).toBeNull();
    expect(screen.getByRole('main').hasAttribute('inert')).toBe(false);
  });
});

describe('help while somebody is asked about the caller', () => {
  const withCarlo = interactionOf({ stage: 'live', draft: { reasonCode: 'REC-04' } });
  const spoken = callFor(withCarlo, { phase: talking() });
  const waiting = callFor(withCarlo, { phase: onHold(12) });

  async function onTheLine(calls: readonly Call[], conference: readonly Call[] = []) {
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [...calls], conference: conference.map(({ id }) => id) },
      data: { ...quietData(), open: [withCarlo], boards: boards({ help: helpList([]) }) },
    });
    return { programs, ...(await showDesk(programs)) };
  }

  it.each([
    ['while the caller waits', [waiting, consultAbout(waiting, talking())], []],
    ['back with the caller', [spoken, consultAbout(spoken, onHold(3))], []],
    ['in a conference', [spoken, consultAbout(spoken, talking())], [spoken, consultAbout(spoken, talking())]],
  ] as const)('is one key away %s, and is about the caller', async (_when, calls, conference) => {
    const { programs, agent } = await onTheLine(calls, conference);
    expect(at('help').hasAttribute('disabled')).toBe(false);
    await agent.keyboard('{Alt>}u{/Alt}');
    expect(asked(programs, 'askForHelp')).toMatchObject([{ interactionId: withCarlo.interaction.id }]);
  });
});

describe('help in a call', () => {
  async function inCall(help: Boards['help']) {
    const open = interactionOf({ stage: 'live', draft: { reasonCode: 'REC-04' } });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
      data: { ...quietData(), open: [open], boards: boards({ help }) },
    });
    return { programs, ...(await showDesk(programs)) };
  }
  const interactionId = interactionOf().interaction.id;

  it('is asked for with one key, with the reason of the contact', async () => {
    const { programs, agent } = await inCall(helpList([]));
    await agent.keyboard('{Alt>}u{/Alt}');
    expect(asked(programs, 'askForHelp')).toEqual([{ interactionId, words: 'Ritardo / mancata risposta a pratica' }]);
  });

  it('is taken back with the same key while nobody has come', async () => {
    const { programs, agent } = await inCall(helpList([{ kind: 'open' }]));
    expect(at('help').textContent).toContain('Aiuto chiesto');
    await agent.keyboard('{Alt>}u{/Alt}');
    expect(asked(programs, 'cancelHelp')).toEqual([{ interactionId }]);
  });

  it('says who comes, and how', async () => {
    const by = { id: ulid('A', 3), name: 'Sara Conti' };
    const { programs, agent } = await inCall(
      helpList([{ kind: 'answered', by, manner: 'whisper', at: secondsAgo(2) }]),
    );
    expect(at('help').textContent).toContain('Sara Conti suggerisce');
    await agent.keyboard('{Alt>}u{/Alt}');
    expect(asked(programs, 'endHelp')).toEqual([{ interactionId }]);
  });

  it('is not offered where the backend knows of none', async () => {
    await inCall(null);
    expect(screen.queryByTestId('help')).toBeNull();
  });
});

describe('live figures in the transfer sheet', () => {
  it('say who is free, who waits how long, and how old that is', async () => {
    const open = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
      data: { ...quietData(), open: [open], boards: boards({ current: false }) },
    });
    const { agent } = await showDesk(programs);
    await agent.click(at('transfer'));
    const [welcome, support] = screen.getAllByTestId('transfer-target');
    expect(welcome?.textContent).toContain('2 in attesa, 0:48qualcuno è libero');
    expect(support?.textContent).toContain('4 in attesa, 3:10nessuno è libero');
    screen.getByText(/Situazione delle \d\d:32/);
  });
});

describe('customers who want a call after they have rated the service', () => {
  const rows = () => screen.getAllByTestId('recontact');
  const row = (index: number) => within(must(rows()[index], 'a row'));

  async function open(role: 'lead' | 'agent') {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: boards({ callbacks: wantCalls() }) } });
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') session.workstation.agent.role = role;
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Alt>}l{/Alt}');
    return { programs, ...desk };
  }

  it('say who, when they rated, and by when they are called; no score and no agent', async () => {
    await open('lead');
    expect(rows()[0]?.textContent).toContain('Carlo Bassi');
    expect(rows()[0]?.textContent).toMatch(/valutazione del ven 20 nov.*entro dom 22 nov.*in ritardo/);
    row(2).getByText('presa da Luca Moro');
    row(3).getByText('Raggiunto');
  });

  it('are called back as what they asked for', async () => {
    const { programs, agent } = await open('lead');
    await agent.click(row(0).getByTestId('call-back'));
    await waitFor(() => expect(asked(programs, 'dial')).toHaveLength(1));
    expect(asked(programs, 'takeToCall')).toEqual([{ list: 'recontacts', id: ulid('W', 1) }]);
    expect(asked(programs, 'dial')).toMatchObject([
      { number: '+390000000141', queueId: 'support', customerId: carlo.customer.id, callsBack: ulid('W', 1) },
    ]);
  });

  it('are for leads', async () => {
    await open('agent');
    expect(screen.queryByTestId('recontact')).toBeNull();
    expect(screen.queryByText('Chiedono di essere richiamati')).toBeNull();
  });
});

describe('the lead’s board', () => {
  async function atBoard(shown: Boards, helpCodes: DeskWorkstation['helpCodes'] = { whisper: null, barge: null }) {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: shown } });
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') {
      session.workstation.agent.role = 'lead';
      session.workstation.helpCodes = helpCodes;
    }
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Alt>}o{/Alt}');
    return { programs, ...desk };
  }

  it('is there for a lead only', async () => {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: boards() } });
    const { agent } = await showDesk(programs);
    expect(screen.queryByTestId('board')).toBeNull();
    await agent.keyboard('{Alt>}o{/Alt}');
    expect(screen.queryByTestId('board-page')).toBeNull();
  });

  it('shows each queue, and nobody’s name', async () => {
    await atBoard(boards());
    const rows = screen.getAllByTestId('board-queue').map((each) => [...each.children].map((cell) => cell.textContent));
    expect(rows[0]).toEqual(['Accoglienza', '2', '0:48', '11', '< 5meno di 5 persone', '< 5meno di 5 persone', '86%']);
    expect(rows[2]?.[2]).toBe('—');
    expect(at('board-page').textContent).not.toContain('Moro');
  });

  it('shows the chats of queues to which visitors write, and how they are counted; a few people are not told', async () => {
    await atBoard(boards({ board: board(callers()) }));
    const rows = screen
      .getAllByTestId('board-chat-queue')
      .map((each) => [...each.children].map((cell) => cell.textContent));
    const few = '< 5meno di 5 persone';
    expect(rows).toEqual([
      ['Assistenza', '3', '1:36', '7', few, '2', '55 di 64', '4', '9'],
      ['Accoglienza', '0', '—', few, '5', '0', '20 di 21', '1', '0'],
    ]);
    expect(at('board-how').textContent).toContain('Offerte in cui un operatore ha scritto almeno una volta');
  });

  it('has nothing of chats where no visitor writes', async () => {
    await atBoard(boards({ board: { ...board(callers()), chats: [] } }));
    expect(screen.queryByTestId('board-chats')).toBeNull();
    expect(at('board-how').textContent).not.toContain('chat');
  });

  it('shows today by the half hour, the latest first and marked as running, of all queues or of one', async () => {
    const { agent } = await atBoard(boards({ board: board(callers()) }));
    const rows = () =>
      within(at('half-hours'))
        .getAllByRole('row')
        .map((each) => [...each.children].map((cell) => cell.textContent));
    const [, day, running] = rows();
    expect(day).toEqual(['Oggi', '200', '186', '7', '80%', expect.stringMatching(/^0:\d\d$/)]);
    expect(running?.[0]).toMatch(/^\d\d:30in corso$/);
    expect(rows()).toHaveLength(15);
    await agent.click(at('half-hours-queue'));
    await agent.click(await screen.findByRole('option', { name: 'Accoglienza' }));
    expect(rows()[1]?.slice(0, 5)).toEqual(['Oggi', '90', '86', '2', '86%']);
  });

  it('shows states by name only where an agreement allows it, which stands beside them', async () => {
    const programs = createDeskPrograms({
      data: { ...quietData(), boards: boards({ board: { ...board(), team: team() } }) },
    });
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') {
      session.workstation.agent.role = 'lead';
      session.workstation.policy.supervision = agreement;
    }
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}o{/Alt}');
    screen.getByText('Accordo sindacale n. 14 del 12 marzo 2026 · scadenza 31 dicembre 2027');
    expect(screen.getAllByTestId('team-member').map((each) => each.textContent)).toContain('Luca MoroPronto');
  });

  it('moves who waits to another queue, or takes them', async () => {
    const { programs, agent } = await atBoard(boards({ board: board(callers()) }));
    const [first] = screen.getAllByTestId('waiting-caller');
    await agent.click(within(must(first, 'a caller')).getByTestId('move-caller'));
    await agent.click(await screen.findByRole('menuitem', { name: 'Ufficio reclami' }));
    await agent.click(within(must(first, 'a caller')).getByTestId('take-caller'));
    expect(programs.wishes).toEqual([
      { method: 'moveCaller', params: { callerId: 'PJSIP/trunk-7', queueId: 'complaints' } },
      { method: 'takeCaller', params: { callerId: 'PJSIP/trunk-7' } },
    ]);
  });

  it.each([
    ['whisper', '*76'],
    ['barge', '*77'],
  ] as const)('comes in by %s: the phone dials the code, unless another lead was quicker', async (manner, code) => {
    const { programs, agent } = await atBoard(boards({ help: helpList([{ kind: 'open' }]) }), {
      whisper: '*76',
      barge: '*77',
    });
    const { extension } = helpOf({ kind: 'open' });
    programs.answers.data.answerHelp = () => 'late';
    await agent.click(at(`help-${manner}`));
    await waitFor(() => expect(programs.wishes.some(({ method }) => method === 'answerHelp')).toBe(true));
    expect(asked(programs, 'comeIn')).toEqual([]);
    programs.answers.data.answerHelp = () => 'answered';
    await agent.click(at(`help-${manner}`));
    const about = interactionOf().interaction.id;
    await waitFor(() =>
      expect(asked(programs, 'comeIn')).toEqual([
        { number: `${code}${extension}`, name: 'Giulia Serra', about, manner },
      ]),
    );
  });

  it('does not say that the lead comes while the lead is in a call', async () => {
    const help = boards({ help: helpList([{ kind: 'open' }]) });
    const { programs, agent, settled } = await atBoard(help, { whisper: '*76', barge: '*77' });
    programs.state.phone.calls = [ownCall(interactionOf({ number: 70 }), { phase: talking() })];
    programs.publish();
    await settled();
    await agent.click(at('help-whisper'));
    await settled();
    expect([...asked(programs, 'answerHelp'), ...asked(programs, 'comeIn')]).toEqual([]);
    screen.getByText('Adesso non è possibile');
  });

  it('is in the call as nobody’s conversation, and the help is over when the lead has left', async () => {
    const { programs, settled } = await atBoard(boards({ help: helpList([{ kind: 'open' }]) }));
    const about = interactionOf().interaction.id;
    const comesIn = (number: number, manner: 'whisper' | 'barge') =>
      ownCall(interactionOf({ number }), {
        purpose: { kind: 'help', about, name: 'Giulia Serra', manner },
        phase: talking(),
      });
    programs.state.phone.calls = [comesIn(70, 'whisper')];
    programs.publish();
    await settled();
    screen.getByText('Suggerimenti a Giulia Serra');
    expect(screen.queryByTestId('transfer')).toBeNull();
    programs.state.phone.calls = [comesIn(71, 'barge')];
    programs.publish();
    await settled();
    screen.getByText('In linea con Giulia Serra');
    expect(asked(programs, 'endHelp')).toEqual([]);
    programs.state.phone.calls = [];
    programs.publish();
    await waitFor(() => expect(asked(programs, 'endHelp')).toEqual([{ interactionId: about }]));
    expect(at('announce-calm').textContent).toBe('Aiuto chiuso.');
  });

  it('shows who asks for help, and takes the call over', async () => {
    const { programs, agent } = await atBoard(boards({ help: helpList([{ kind: 'open' }]) }));
    expect(at('board').getAttribute('aria-label')).toBe('Sala, adesso. 1 richiesta di aiuto');
    within(at('help-request')).getByText('Ritardo / mancata risposta a pratica');
    await agent.click(at('take-over'));
    expect(asked(programs, 'takeOverCall')).toEqual([{ interactionId: interactionOf().interaction.id }]);
  });

  it('says that only today’s figures are known where the backend does not see the PBX', async () => {
    const blind = board();
    const queues = blind.queues.map((queue) => ({ ...queue, now: null }));
    await atBoard(boards({ board: { ...blind, bridge: 'away', queues } }));
    screen.getByText(/Il servizio non vede il centralino/);
  });
});

vi.setConfig({ testTimeout: 20_000 });
