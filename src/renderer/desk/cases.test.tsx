// Cases at the agent's desk: registered in a conversation by key, their number read aloud, and worked on their page.
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { caseEyes } from '#data/cases/eyes';
import { inThrees } from '#shared/model/caseNumber';
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { proposedLists } from '#test/support/deskLists';
import { callFor, carlo, interactionOf, talking, ulid, workstation } from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, partOf, showDesk } from '../../../test/support/deskUnderTest.tsx';

function inCall(reasonCode: string, number: number | null = 11_840, first: Parameters<typeof withCases>[1] = []) {
  const draft = { customerId: carlo.customer.id, note: 'Pagata due volte.', reasonCode };
  const open = interactionOf({ stage: 'live', draft });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  return withCases(programs, first, number);
}
const acts = (programs: ReturnType<typeof inCall>) =>
  asked(programs, 'actOnCase').map((deed) => (deed as { doing: { kind: string } }).doing.kind);

it('a complaint is registered by key, with what was written and by when the answer is due; its number is read in threes', async () => {
  const programs = inCall('REC-04');
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.keyboard('1');
  await settled();
  expect(at('case-kind').dataset.chosen).toBe('complaint');
  expect(at('case-words')).toHaveProperty('value', 'Pagata due volte.');
  expect(at('case-due').textContent).toMatch(/^Risposta entro /);
  await agent.click(at('register'));
  await settled();
  expect(at('case-number').textContent).toMatch(/^26\d \d{3} \d{3}$/);
  expect(at('read-aloud').textContent).toContain('Ho registrato il reclamo numero');
  await agent.keyboard('{Enter}');
  await settled();
  expect(screen.queryByTestId('read-aloud')).toBeNull();
  expect(acts(programs)).toEqual(['register', 'tell']);
});

it('left with Esc, the number is still to be told', async () => {
  const programs = inCall('REC-04');
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.keyboard('1');
  await settled();
  await agent.click(at('register'));
  await settled();
  await agent.keyboard('{Escape}');
  expect(acts(programs)).toEqual(['register']);
});

it('without a number on this computer it says that one will come', async () => {
  const { agent, settled } = await showDesk(inCall('REC-04', null));
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.keyboard('1');
  await settled();
  await agent.click(at('register'));
  await settled();
  expect(screen.queryByTestId('case-number')).toBeNull();
  expect(at('read-aloud').textContent).toContain('quando torna il servizio');
});

it('on the page the case that is one’s own shows what may be done now, and does it', async () => {
  const own = caseAfter(1, registration({ of: 'case', title: 'Internet assente', backOffice: 'FL' }));
  const programs = withCases(createDeskPrograms(), [own]);
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('cases'));
  await settled();
  await agent.click(at('case-row'));
  await settled();
  expect(at('case-whole').textContent).toContain('In carico a');
  await agent.click(at('act-note'));
  await agent.type(at('act-words'), 'Richiamato');
  await agent.click(at('do-act'));
  await settled();
  expect(asked(programs, 'actOnCase')).toMatchObject([{ caseId: own.id, doing: { kind: 'note', text: 'Richiamato' } }]);
});

it.each(['call', 'chat'] as const)(
  'what is told to the customer in a %s is on record as told there',
  async (channel) => {
    const own = caseAfter(1, registration({ of: 'case', title: 'Internet assente', backOffice: 'FL' }));
    const { interaction, pop } = interactionOf({ stage: 'live', draft: { customerId: own.customerId } });
    const open = { interaction: { ...interaction, channel }, pop };
    const programs = withCases(createDeskPrograms({ data: { ...quietData(), open: [open] } }), [own]);
    const { agent, settled } = await showDesk(programs);
    await agent.click(at('cases'));
    await settled();
    await agent.click(at('case-row'));
    await settled();
    await agent.click(at('told'));
    await settled();
    expect(asked(programs, 'actOnCase')).toMatchObject([{ caseId: own.id, doing: { kind: 'tell', told: channel } }]);
  },
);

it('arrows go through the list', async () => {
  const two = [1, 2].map((nth) =>
    caseAfter(nth, registration({ of: 'case', title: `Pratica ${nth}`, backOffice: 'FL' })),
  );
  const { agent, settled } = await showDesk(withCases(createDeskPrograms(), two));
  await agent.click(at('cases'));
  await settled();
  const [first, second] = screen.getAllByTestId('case-row');
  first?.focus();
  await agent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(second);
});

it('with a case open already, it is chased by its digit, with the customer’s words and the conversation', async () => {
  const [open] = carlo.openCases;
  const programs = inCall('TEC-01', 11_840, open === undefined ? [] : [{ ...open, pending: false }]);
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.keyboard('3');
  await settled();
  expect(at('remind-sheet').textContent).toContain(inThrees(open?.number ?? ''));
  expect(document.activeElement).toBe(at('remind-words'));
  await agent.keyboard('Ancora niente');
  await agent.keyboard('{Control>}{Enter}{/Control}');
  await settled();
  expect(asked(programs, 'actOnCase')).toMatchObject([
    { caseId: open?.id, doing: { kind: 'remind', words: 'Ancora niente', contactId: expect.any(String) } },
  ]);
  expect(screen.queryByTestId('remind-sheet')).toBeNull();
});

it('a conversation goes with the cases that it was about: registered, chased, or spoken of', async () => {
  const [open] = carlo.openCases;
  const programs = inCall('REC-04', 11_840, open === undefined ? [] : [{ ...open, pending: false }]);
  const { agent, settled } = await showDesk(programs);
  const linked = () =>
    asked(programs, 'saveDraft').flatMap((one) => (one as { draft: { cases?: unknown[] } }).draft.cases ?? []);
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.click(at('case-about'));
  await settled();
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.keyboard('1');
  await settled();
  await agent.click(at('register'));
  await settled();
  await vi.waitFor(() =>
    expect(linked()).toEqual(
      expect.arrayContaining([
        { caseId: open?.id, number: open?.number, how: 'about' },
        expect.objectContaining({ how: 'registered', number: expect.stringMatching(/^26/) }),
      ]),
    ),
  );
});

it('asked for twice it is done once, and what a call has interrupted is there again', async () => {
  const [open] = carlo.openCases;
  const programs = inCall('TEC-01', 11_840, open === undefined ? [] : [{ ...open, pending: false }]);
  const { agent, settled, desk } = await showDesk(programs);
  const chase = async () => {
    await agent.keyboard('{Alt>}0{/Alt}');
    await settled();
    await agent.keyboard('3');
    await settled();
  };
  await chase();
  await agent.keyboard('Ancora niente');
  act(() => desk.intents.openSheet('none'));
  await chase();
  expect(at('remind-words')).toHaveProperty('value', 'Ancora niente');
  await agent.keyboard('{Control>}{Enter}{Enter}{/Control}');
  await settled();
  expect(acts(programs)).toEqual(['remind']);
  await chase();
  expect(at('remind-words')).toHaveProperty('value', '');
});

describe('what has not come in a conversation', () => {
  async function onCarlosPage(programs: ReturnType<typeof withCases>) {
    const shown = await showDesk(programs);
    act(() => shown.desk.intents.show({ kind: 'customer', id: carlo.customer.id }));
    await shown.settled();
    await shown.agent.keyboard('{Alt>}0{/Alt}');
    await shown.settled();
    if (screen.queryByRole('heading', { name: 'Pratiche e reclami' }) !== null) {
      await shown.agent.keyboard('1');
      await shown.settled();
    }
    return shown;
  }
  type Shown = Awaited<ReturnType<typeof onCarlosPage>>;
  /** By keyboard alone, in the field that has the focus. */
  const choose = async ({ agent, settled }: Shown, typed: string) => {
    await agent.keyboard(`{Enter}${typed}{Enter}`);
    await settled();
  };
  const energyEyes = () => {
    const desk = workstation();
    const complaints = { ...desk.policy.complaints, profile: 'energy' };
    return caseEyes({ ...desk, policy: { ...desk.policy, complaints } }, proposedLists);
  };
  const registered = (programs: ReturnType<typeof withCases>) =>
    asked(programs, 'actOnCase').map((deed) => (deed as { doing: Record<string, unknown> }).doing);

  it('is registered from the customer’s page: by what way, on which day, with the terms of that day', async () => {
    const programs = withCases(createDeskPrograms());
    const shown = await onCarlosPage(programs);
    const { agent, settled } = shown;
    expect(at('register-sheet').textContent).toContain('Carlo Bassi');
    expect(document.activeElement).toBe(at('case-channel'));
    await choose(shown, 'lett');
    await agent.click(partOf('case-day', 0));
    await agent.keyboard('20');
    await settled();
    await agent.click(at('case-reason'));
    await agent.keyboard('reclamo{Enter}');
    await agent.click(at('case-words'));
    await agent.keyboard('Guasto');
    await settled();
    expect(at('case-due').textContent).toBe('Risposta entro 20 dicembre 2026');
    await agent.keyboard('{Control>}{Enter}{/Control}');
    await settled();
    expect(registered(programs)).toMatchObject([
      { kind: 'register', channel: 'letter', contactId: null, received: { day: '2026-11-20', time: null } },
    ]);
    // Nobody is on the line: nothing is read aloud, and that the customer has its number is still owed.
    expect(at('registered').textContent).toMatch(/Conferma: entro 20 novembre 2026/);
    expect(screen.queryByTestId('read-out')).toBeNull();
    await agent.keyboard('{Enter}');
    await settled();
    expect(at('case-received').textContent).toBe('Ricezione: 20 novembre 2026, Lettera');
    expect(screen.getByTestId('to-tell')).toBeTruthy();
  });

  it('never came in the future, and the way on which it came is asked for', async () => {
    const programs = withCases(createDeskPrograms());
    const shown = await onCarlosPage(programs);
    const { agent, settled } = shown;
    await agent.click(at('register'));
    screen.getByText('Manca come è arrivata.');
    at('case-channel').focus();
    await choose(shown, 'e-mail');
    await agent.click(partOf('case-day', 0));
    await agent.keyboard('25');
    await settled();
    expect(screen.getAllByText(/^La data di ricezione non può essere futura/)).not.toEqual([]);
    await agent.click(at('register'));
    expect(registered(programs)).toEqual([]);
  });

  it('has the term of its kind, where the company’s profile has kinds and its way is one on which the term runs', async () => {
    const programs = withCases(createDeskPrograms(), [], 11_840, { eyes: energyEyes() });
    const shown = await onCarlosPage(programs);
    const { agent, settled } = shown;
    await choose(shown, 'modulo');
    at('case-reason').focus();
    await choose(shown, 'reclamo');
    at('case-variant').focus();
    await choose(shown, 'doppia');
    await agent.click(at('case-words'));
    await agent.keyboard('Guasto');
    await settled();
    expect(at('case-due').textContent).toBe('Risposta entro 9 dicembre 2026');
    at('case-channel').focus();
    await choose(shown, 'telefonata');
    expect(at('case-due').textContent).toBe('Risposta entro 24 dicembre 2026');
    await agent.keyboard('{Control>}{Enter}{/Control}');
    await settled();
    expect(registered(programs)).toMatchObject([{ channel: 'call', variant: 'double-billing' }]);
  });

  it('is registered in the conversation in which its customer speaks of it', async () => {
    const programs = inCall('REC-04');
    const shown = await showDesk(programs);
    const { agent, settled } = shown;
    await agent.keyboard('{Alt>}0{/Alt}');
    await settled();
    await agent.keyboard('1');
    await settled();
    expect(screen.queryByTestId('case-day')).toBeNull();
    at('case-channel').focus();
    await choose(shown, 'e-mail');
    await agent.click(partOf('case-day', 0));
    await agent.keyboard('20');
    await agent.keyboard('{Control>}{Enter}{/Control}');
    await settled();
    expect(registered(programs)).toMatchObject([
      { channel: 'email', contactId: expect.any(String), received: { day: '2026-11-20', time: null } },
    ]);
    expect(at('read-aloud').textContent).toContain('Riceverà la risposta entro 20 dicembre 2026');
  });
});

describe('on the page of cases', () => {
  const own = (...doings: Parameters<typeof caseAfter>[1][]) =>
    caseAfter(1, registration({ of: 'case', title: 'Internet assente', backOffice: 'FL' }), ...doings);

  async function opened(programs: ReturnType<typeof withCases>) {
    const shown = await showDesk(programs);
    await shown.agent.click(at('cases'));
    await shown.settled();
    if (screen.queryByTestId('case-row') === null) {
      await shown.agent.click(screen.getByText(/^Tutte/));
      await shown.settled();
    }
    await shown.agent.click(at('case-row'));
    await shown.settled();
    return shown;
  }

  it('an act is begun by its digit, and what is lacking is said where it is', async () => {
    const programs = withCases(createDeskPrograms(), [own()]);
    const { agent, settled } = await opened(programs);
    const key = at('act-note').textContent?.match(/\d$/)?.[0] ?? '';
    (document.activeElement as HTMLElement).blur();
    await agent.keyboard(key);
    await settled();
    expect(document.activeElement).toBe(at('act-words'));
    await agent.keyboard('{Control>}{Enter}{/Control}');
    await settled();
    expect(at('act-form').textContent).toContain('Troppo poco');
    expect(acts(programs)).toEqual([]);
  });

  it('the key that does an act does not close a conversation that has just ended behind it', async () => {
    const programs = withCases(createDeskPrograms(), [own()]);
    const { agent, settled } = await opened(programs);
    await agent.click(at('act-note'));
    await agent.type(at('act-words'), 'Richiamato');
    const draft = { customerId: carlo.customer.id, reasonCode: 'INF-01', outcomeCode: 'solved', note: 'Detto tutto.' };
    await act(async () =>
      programs.tellData({ kind: 'interactionOpened', open: interactionOf({ stage: 'wrapUp', draft }) }),
    );
    await settled();
    expect(at('wrap-up-save')).toBeDefined();
    await agent.keyboard('{Control>}{Enter}{/Control}');
    await settled();
    expect([acts(programs), asked(programs, 'closeInteraction')]).toEqual([['note'], []]);
  });

  it('a refused act says why and what to do, and keeps what was written', async () => {
    const offer = { kind: 'work' } as const;
    const programs = withCases(createDeskPrograms(), [own(offer)]);
    const { agent, settled } = await opened(programs);
    await agent.click(at('act-propose'));
    await settled();
    await agent.type(at('act-words'), 'Uno sconto sulla prossima bolletta');
    await agent.type(at('act-cost'), '80');
    await agent.click(at('do-act'));
    await settled();
    expect(at('act-refused').textContent).toContain('conferma di un’altra persona');
    expect(at('act-words')).toHaveProperty('value', 'Uno sconto sulla prossima bolletta');
    await agent.click(at('ask-confirmation'));
    await settled();
    expect(asked(programs, 'actOnCase').at(-1)).toMatchObject({
      doing: { kind: 'askConfirmation', thing: { of: 'proposal', cents: 8_000 } },
    });
    expect(at('act-cost')).toHaveProperty('value', '80');
    expect(at('confirmations').textContent).toContain('80');
    // Asked for by oneself: it is not offered.
    expect(screen.queryByTestId('confirm')).toBeNull();
  });

  it('within the mandate an offer needs nobody else', async () => {
    const programs = withCases(createDeskPrograms(), [own({ kind: 'work' })]);
    const { agent, settled } = await opened(programs);
    await agent.click(at('act-propose'));
    await agent.type(at('act-words'), 'Uno sconto');
    await agent.type(at('act-cost'), '40,50');
    await agent.click(at('do-act'));
    await settled();
    expect(asked(programs, 'actOnCase').at(-1)).toMatchObject({ doing: { proposal: { costCents: 4_050 } } });
    expect(screen.queryByTestId('act-form')).toBeNull();
  });

  it('what is half written is there again after another page', async () => {
    const { agent, settled } = await opened(withCases(createDeskPrograms(), [own()]));
    await agent.click(at('act-note'));
    await agent.type(at('act-words'), 'Il cliente ha');
    await agent.click(at('settings'));
    await settled();
    await agent.click(at('cases'));
    await settled();
    await agent.click(at('case-row'));
    await settled();
    expect(at('act-words')).toHaveProperty('value', 'Il cliente ha');
  });

  it('what the backend has refused meanwhile is said with its reason, and can be tried again or become a note', async () => {
    const failure = { code: 'case.notNow', origin: 'data', message: '' } as const;
    const found = own();
    const aside = {
      caseId: found.id,
      id: ulid('S', 1),
      act: 'resume',
      text: 'È arrivato il modem',
      at: found.openedAt,
    } as const;
    const programs = withCases(createDeskPrograms(), [found], 11_840, { asides: [{ ...aside, failure }] });
    const { agent, settled } = await opened(programs);
    expect(at('not-taken').textContent).toContain('Intanto la pratica è cambiata');
    expect(at('not-taken').textContent).toContain('È arrivato il modem');
    await agent.click(at('as-note'));
    await settled();
    expect(asked(programs, 'actOnCase')).toMatchObject([
      { doing: { kind: 'note', text: 'Ripresa: È arrivato il modem' } },
    ]);
    expect(asked(programs, 'discard')).toEqual([{ id: aside.id }]);
  });

  it('a lead confirms what another asked for, or sends it back with words', async () => {
    const found = own({ kind: 'work' }, { kind: 'askConfirmation', thing: { of: 'proposal', cents: 8_000 } });
    const { agent: who } = workstation();
    const sara = { ...workstation(), agent: { ...who, id: ulid('S', 9), name: 'Sara Villa', role: 'lead' } } as never;
    const eyes = caseEyes(sara, proposedLists);
    const programs = withCases(
      createDeskPrograms({ data: { ...quietData(), session: { ...quietData().session, workstation: sara } as never } }),
      [found],
      11_840,
      { eyes },
    );
    const { agent, settled } = await opened(programs);
    await agent.click(at('send-back'));
    await settled();
    await agent.type(at('act-words'), 'Basta uno sconto minore');
    await agent.click(at('do-act'));
    await settled();
    expect(asked(programs, 'actOnCase').at(-1)).toMatchObject({
      doing: { kind: 'sendBack', words: 'Basta uno sconto minore' },
    });
    expect(at('confirmations').textContent).toContain('Rimandata indietro');
  });

  it('a number with a wrong digit is said to be wrong', async () => {
    const found = own();
    const { agent, settled } = await opened(withCases(createDeskPrograms(), [found]));
    const { number } = found;
    await agent.type(at('case-find'), `${number.slice(0, 8)}${(Number(number[8]) + 1) % 10}`);
    await settled();
    expect(at('cases-page').textContent).toContain('Una cifra del numero è sbagliata');
  });

  it('while the service is away what needs it cannot be begun, and it is said why', async () => {
    const offline = { kind: 'offline', sinceAt: '2026-11-24T10:00:00.000Z' } as const;
    const data = { ...quietData(), sync: { ...quietData().sync, link: offline } };
    const { agent, settled } = await opened(withCases(createDeskPrograms({ data }), [own()]));
    await agent.click(at('more-acts'));
    await settled();
    expect(at('act-assign')).toHaveProperty('disabled', true);
    expect(at('act-note')).toHaveProperty('disabled', false);
    expect(at('case-whole').textContent).toContain('aspettano il servizio');
  });
});

it('a complaint is not closed without its case: it is offered at one key, and that it is there is seen', async () => {
  const draft = {
    customerId: carlo.customer.id,
    note: 'Pagata due volte.',
    reasonCode: 'REC-02',
    outcomeCode: 'RIS-1',
  };
  const programs = withCases(
    createDeskPrograms({ data: { ...quietData(), open: [interactionOf({ stage: 'wrapUp', draft })] } }),
  );
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Control>}{Enter}{/Control}');
  expect(screen.getByText('Per salvare manca la pratica del reclamo.')).toBeTruthy();
  expect(at('offer-case').textContent).toContain('Alt 0');
  expect(programs.wishes.map(({ method }) => method)).not.toContain('closeInteraction');
  await agent.click(at('offer-case'));
  await settled();
  await agent.keyboard('1');
  await settled();
  await agent.click(at('register'));
  await settled();
  await agent.keyboard('{Enter}');
  await settled();
  expect(screen.queryByTestId('offer-case')).toBeNull();
  const [done] = screen.getAllByRole('listitem').filter((item) => item.textContent === 'Pratica');
  expect(done?.className).toBe('done');
  expect(document.activeElement).not.toBe(document.body);
  await agent.keyboard('{Control>}{Enter}{/Control}');
  await vi.waitFor(() => expect(programs.wishes.map(({ method }) => method)).toContain('closeInteraction'));
});
