// One field for customers and commands: what can be done just now is found by its name, and done.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type CaseShelf, caseShelfSchema } from '#shared/model/caseShelf';
import { knowledgePrograms } from '#test/support/deskArticles';
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { figuresFor } from '#test/support/deskFigures';
import { adminPrograms } from '#test/support/deskImports';
import { full, letterOf, withLetters } from '#test/support/deskLetters';
import { callFor, carlo, interactionOf, talking } from '#test/support/deskPeople';
import {
  asked,
  createDeskPrograms,
  type DeskPrograms,
  quietData,
  readyPhone,
  signedInMain,
} from '#test/support/deskPrograms';
import { reportOf, reportPrograms } from '#test/support/deskReports';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';
import { type CommandId, commandIds, rowOf } from './commands/table.ts';
import type { Page } from './store/deskState.ts';

function inCall(): DeskPrograms {
  const open = interactionOf({ stage: 'live' });
  return createDeskPrograms({
    main: { ...signedInMain(), settings: { ...signedInMain().settings, favourites: ['1002'] } },
    phone: {
      ...readyPhone(),
      availability: { ...readyPhone().availability, heldOffBy: 'call' },
      calls: [callFor(open, { phase: talking() })],
    },
    data: { ...quietData(), open: [open] },
  });
}

const offered = () => screen.queryAllByTestId('command').map(({ dataset }) => dataset.command);
const selected = () => screen.getAllByRole('option').find((row) => row.getAttribute('aria-selected') === 'true');

describe('the commands', () => {
  it('are exactly those that can be given now, each with its key', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{F1}');
    expect(offered()).toEqual(expect.arrayContaining(['dial', 'state', 'settings', 'breach', 'lineCheck']));
    for (const later of ['hold', 'answer', 'note', 'saveWrapUp', 'desk', 'board'])
      expect(offered()).not.toContain(later);
    const dial = screen.getAllByTestId('command').find(({ dataset }) => dataset.command === 'dial');
    expect(dial?.textContent).toContain('Alt N');
  });

  it('of a call are there during the call, and what is behind the sheet is among them', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{F1}');
    expect(offered()).toEqual(
      expect.arrayContaining(['mute', 'hold', 'transfer', 'hangUp', 'note', 'timeline', 'customerNote']),
    );
    for (const other of ['answer', 'split', 'saveWrapUp', 'lineCheck']) expect(offered()).not.toContain(other);
  });

  it('are carried out by their name, also by that of the other language', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{F1}metter att{Enter}');
    await waitFor(() => expect(asked(programs, 'setHold')).toMatchObject([{ hold: true }]));
    expect(screen.queryByTestId('palette')).toBeNull();
    await agent.keyboard('{F1}unmute{Enter}');
    await waitFor(() => expect(asked(programs, 'setMute')).toMatchObject([{ mute: true }]));
  });

  it('have one key that leads back to the desk, also from a page that has none of its own', async () => {
    const { desk, agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{F1}procedure{Enter}');
    await waitFor(() => expect(desk.store.getState().page.kind).toBe('knowledge'));
    await agent.keyboard('{Control>}1{/Control}');
    expect(desk.store.getState().page.kind).toBe('desk');
  });

  it('reach what was behind the sheet', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{Control>}k{/Control}motivo{Enter}');
    await waitFor(() => expect(document.activeElement).toBe(at('reason')));
  });

  it('give the focus back where it was when nothing is chosen', async () => {
    const { agent } = await showDesk(inCall());
    await agent.click(at('promised'));
    await agent.keyboard('{F1}{Escape}');
    expect(document.activeElement).toBe(at('promised'));
  });

  it('that were used last come first', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{F1}tema scuro{Enter}{F1}');
    expect(offered()[0]).toBe('theme:dark');
  });

  it('are states, looks and favourites to pass the call to, beside what has a key', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{F1}');
    expect(offered()).toEqual(expect.arrayContaining(['consult:1002', 'doNotDisturb', 'contrast:more', 'language:en']));
    await agent.keyboard('consultare{Enter}');
    await waitFor(() => expect(asked(programs, 'consult')).toMatchObject([{ target: { number: '1002' } }]));
    await agent.keyboard('{F1}pausa{Enter}');
    await waitFor(() => expect(asked(programs, 'setWish')).toMatchObject([{ kind: 'notReady' }]));
  });

  it('that no word finds are not there, and it says so', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{F1}quadrifoglio');
    screen.getByText('Nessun comando con «quadrifoglio» in questo momento.');
  });
});

/** The names of what is offered, with the keys beside them. */
const names = () => screen.getAllByTestId('command').map(({ textContent }) => textContent);

describe('what may be done with what is open', () => {
  const ofCase = () => caseAfter(17, registration({ of: 'case', title: 'Bolletta doppia', backOffice: 'FL' }));

  async function atCase(programs: DeskPrograms) {
    const desk = await showDesk(programs);
    await desk.agent.click(at('cases'));
    await desk.agent.click(await screen.findByTestId('case-row'));
    await screen.findByTestId('case-whole');
    return desk;
  }

  it('of a case are its steps, with the digit each has there, also those behind one more button', async () => {
    const programs = withCases(createDeskPrograms(), [ofCase()]);
    const { agent } = await atCase(programs);
    await agent.keyboard('{F1}');
    expect(names()).toEqual(expect.arrayContaining(['Pratica: Prendi in carico1', 'Pratica: Il cliente la ritira']));
    expect(offered()).toContain('saveDossier');
    await agent.keyboard('carico{Enter}');
    await waitFor(() => expect(asked(programs, 'actOnCase')).toMatchObject([{ doing: { kind: 'work' } }]));
  });

  it('show no digit where the agent has turned single keys off', async () => {
    const programs = withCases(createDeskPrograms(), [ofCase()]);
    programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, singleKeys: false } };
    const { agent } = await atCase(programs);
    await agent.keyboard('{F1}');
    expect(names()).toContain('Pratica: Prendi in carico');
  });

  it('of a letter are those that its state allows', async () => {
    const one = ofCase();
    const letter = letterOf(one.id, { parts: full });
    const { agent, settled } = await atCase(withLetters(withCases(createDeskPrograms(), [one]), letter));
    await agent.click(await screen.findByTestId('letter-row'));
    await settled();
    await agent.keyboard('{F1}');
    expect(offered()).toEqual(expect.arrayContaining(['askForLetter', 'discardLetter']));
    for (const other of ['saveLetterFile', 'copyLetter', 'confirmLetter', 'recordLetter', 'takeBackLetter'])
      expect(offered()).not.toContain(other);
  });

  it('of a report are those that this agent may', async () => {
    const week = { from: '2026-11-16', to: '2026-11-22', by: 'day' } as const;
    const { agent } = await showDesk(
      reportPrograms(reportOf({ span: 'week', asked: week, figures: figuresFor(week) })),
    );
    await agent.click(at('reports'));
    await screen.findByTestId('reports-page');
    await agent.keyboard('{F1}');
    expect(offered()).toContain('newReport');
    await agent.keyboard('{Escape}');
    await agent.click(await screen.findByTestId('report-row'));
    await screen.findByTestId('report-page');
    await agent.keyboard('{F1}');
    const may = ['askForReport', 'saveReport', 'recountReport', 'saveReportPdf', 'saveReportCsv', 'discardReport'];
    expect(offered()).toEqual(expect.arrayContaining(may));
    for (const other of ['newReport', 'confirmReport']) expect(offered()).not.toContain(other);
  });

  it('with the desk itself is everything larger or smaller, and signing out, which is asked', async () => {
    const programs = createDeskPrograms();
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{F1}');
    expect(names()).toContain('Ingrandire tuttoCtrl +');
    await agent.keyboard('ingrandire{Enter}');
    await settled();
    expect(asked(programs, 'zoom')).toEqual([{ step: 'in' }]);
    await agent.keyboard('{F1}uscire{Enter}');
    const sure = await screen.findByTestId('sign-out-sure');
    expect(asked(programs, 'signOut')).toEqual([]);
    expect(document.activeElement).toBe(sure);
    await agent.keyboard('{Enter}');
    await waitFor(() => expect(asked(programs, 'signOut')).toHaveLength(1));
  });
});

describe('customers and commands in one field', () => {
  it('stand together, and Enter takes the customer', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{Control>}k{/Control}ca');
    await screen.findAllByTestId('search-hit');
    expect(offered()).toEqual(expect.arrayContaining(['state']));
    expect(selected()?.dataset.testid).toBe('search-hit');
    await agent.keyboard('{Enter}');
    await waitFor(() => expect(at('customer-card')).toBeDefined());
  });

  it('Enter takes a command where no customer has the words, however quick it is', async () => {
    const programs = createDeskPrograms();
    programs.answers.data.search = () => [];
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}imposta{Enter}');
    await waitFor(() => expect(at('settings-page')).toBeDefined());
  });

  it('after ">" it is commands alone, and nobody is looked for', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}>ca');
    expect(offered()).toContain('state');
    expect(asked(programs, 'search')).toEqual([]);
  });

  it('a number that is typed can be called, once it is seen whose it is', async () => {
    const programs = createDeskPrograms();
    programs.answers.data.search = () => [];
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}0000000199');
    expect(offered()).toEqual(['call']);
    await agent.keyboard('{ArrowUp}{Enter}');
    expect(textField('dial-input').value.replaceAll(' ', '')).toBe('0000000199');
    expect(asked(programs, 'dial')).toEqual([]);
    await agent.keyboard('{Enter}');
    await waitFor(() => expect(asked(programs, 'dial')).toMatchObject([{ number: '0000000199' }]));
  });

  it('is a field that readers know: what is chosen, in which group', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{Control>}k{/Control}ca');
    await screen.findAllByTestId('search-hit');
    const field = screen.getByRole('combobox', { name: 'Cerca cliente, numero, pratica o comando' });
    expect(field.getAttribute('aria-expanded')).toBe('true');
    expect(field.getAttribute('aria-activedescendant')).toBe(selected()?.id);
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual([
      'Comandi',
      'Clienti',
    ]);
    await agent.keyboard('{ArrowUp}');
    expect(selected()?.dataset.testid).toBe('command');
    expect(field.getAttribute('aria-activedescendant')).toBe(selected()?.id);
  });
});

describe('cases and procedures', () => {
  it('are found by their words beside customers, and lead to their pages', async () => {
    const programs = knowledgePrograms();
    const [openCase] = carlo.openCases;
    if (openCase === undefined) throw new Error('Carlo has a case');
    programs.answers.data.listCases = () => ({
      cases: [{ case: { ...openCase, pending: false }, customer: null }],
      counts: Object.fromEntries(caseShelfSchema.options.map((shelf) => [shelf, 0])) as Record<CaseShelf, number>,
    });
    const { agent, desk } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}linea');
    const found = await screen.findByTestId('case-hit');
    await agent.click(found);
    expect(desk.store.getState().page).toEqual({ kind: 'cases', open: openCase.id });
  });

  it('that were looked at last stand there before anything is typed', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{Control>}k{/Control}carlo');
    await screen.findAllByTestId('search-hit');
    await agent.keyboard('{Enter}');
    await waitFor(() => expect(at('customer-card')).toBeDefined());
    await agent.keyboard('{Escape}{Control>}k{/Control}');
    await agent.click(screen.getByTestId('recent'));
    await waitFor(() => expect(at('customer-card').dataset.code).toBe(carlo.customer.code));
  });
});

/** How each page and each sheet is reached from the field: by a command of that name, or by what is found or typed in it. */
const pagesBy: Readonly<Record<Page['kind'], CommandId | 'found'>> = {
  ...{ desk: 'desk', customer: 'found', toCall: 'toCall', knowledge: 'knowledge', chats: 'chats', cases: 'cases' },
  ...{ myDay: 'myDay', board: 'board', figures: 'figures', reports: 'reports', conflicts: 'conflicts' },
  duplicates: 'duplicates',
  ...{ imports: 'imports', accounts: 'accounts', lists: 'lists', connectors: 'connectors', privacy: 'privacy' },
  // A letter is begun in its case.
  ...{ breach: 'breach', lineCheck: 'lineCheck', settings: 'settings', news: 'news', letter: 'found' },
};

describe('everything', () => {
  it('that is a page has a command by which it is found', () => {
    for (const command of Object.values(pagesBy))
      if (command !== 'found') expect(rowOf(command).hidden, command).toBeUndefined();
  });

  it('that the rail leads to is found by its name', async () => {
    const { agent, desk } = await showDesk(adminPrograms());
    await agent.keyboard('{F1}');
    const rail = [...document.querySelectorAll<HTMLElement>('nav.rail [data-testid]')].flatMap(
      ({ dataset }) => commandIds.find((id) => id === dataset.testid) ?? [],
    );
    expect(rail.length).toBeGreaterThan(5);
    expect(offered()).toEqual(expect.arrayContaining(rail));
    expect(desk.store.getState().sheet).toBe('commands');
  });
});
