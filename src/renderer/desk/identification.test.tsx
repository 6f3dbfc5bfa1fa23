// Knowing who calls: the questions by key, the level that follows, what the card shows at it, and that no answer goes anywhere.
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { caller, callFor, carlo, interactionOf, noteOf, numberOf, talking, ulid } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

type Situation = NonNullable<Parameters<typeof interactionOf>[0]>;

const theirs = { draft: { customerId: carlo.customer.id } };

function inCall(situation: Situation = theirs): DeskPrograms {
  const open = interactionOf({ stage: 'live', ...situation });
  return createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
}

const ask = '{Alt>}4{/Alt}';
const level = () => at('identification').dataset.level;
const panel = () => screen.queryByTestId('identification-panel');
const drafts = (programs: DeskPrograms) =>
  programs.wishes
    .filter(({ method }) => method === 'saveDraft')
    .map(({ params }) => (params as { draft: object }).draft);

const card = () => at('customer-card').textContent ?? '';

describe('what is to be done', () => {
  const doing = async (agent: { keyboard: (keys: string) => Promise<void> }, name: RegExp) => {
    await agent.keyboard(ask);
    at('doing').focus();
    await agent.keyboard('{Enter}');
    const list = await screen.findByRole('listbox');
    const names = within(list)
      .getAllByRole('option')
      .map(({ textContent }) => textContent);
    within(list).getByRole('option', { name }).focus();
    await agent.keyboard('{Enter}');
    return names;
  };
  const reason = (reasonCode: string | null) => inCall({ draft: { customerId: carlo.customer.id, reasonCode } });

  it('takes its own level, of those that come up with the reason', async () => {
    const { agent } = await showDesk(reason('CTR-02'));
    expect(at('identification').textContent).toContain('serve Forte');
    const names = await doing(agent, /Sola preferenza/);
    expect(names).toEqual([
      'Come chiede il motivo',
      'Sola preferenza (es. bolletta cartacea) · Standard',
      'Cambio di recapiti · Forte',
      'Cambio di IBAN · Forte',
    ]);
    expect(at('identification').textContent).toContain('serve Standard');
    expect(within(at('identification-panel')).getByText(/Ancora 4 domande/)).toBeTruthy();
    at('answer-right').focus();
    await agent.keyboard('1111');
    expect(panel()).toBeNull();
    expect(at('identification').textContent).toBe('Identificato: StandardAlt 4');
  });

  it('may take more than the reason, also where that is reached', async () => {
    const programs = inCall({
      draft: { customerId: carlo.customer.id, reasonCode: 'TEC-04', identification: 'standard' },
    });
    const { agent } = await showDesk(programs);
    expect(at('identification').textContent).not.toContain('serve');
    await doing(agent, /Nuova password/);
    expect(at('identification').textContent).toContain('serve Forte');
  });

  it('counts no more when the reason is another, and is asked for nowhere where the reason says all', async () => {
    const programs = reason('CTR-04');
    const { agent, desk, settled } = await showDesk(programs);
    await doing(agent, /Disdetta/);
    const [open] = programs.state.data.open;
    desk.intents.edit(must(open, 'a call').interaction.id, { reasonCode: 'INF-01' });
    await settled();
    expect(at('identification').textContent).not.toContain('serve');
    expect(screen.queryByTestId('doing')).toBeNull();
  });
});

describe('the questions', () => {
  it('are answered with one key each, reach the level, and give the fingers back to the note', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    expect(level()).toBe('none');
    await agent.keyboard(`${ask}1111`);
    expect(panel()).toBeNull();
    expect(level()).toBe('standard');
    expect(document.activeElement).toBe(at('note'));
    await waitFor(() =>
      expect(drafts(programs).at(-1)).toEqual({
        identification: 'standard',
        factors: expect.arrayContaining(['code', 'name']),
      }),
    );
  });

  it('are answered by their buttons alone, which name no key, where the agent has turned single keys off', async () => {
    const programs = inCall();
    programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, singleKeys: false } };
    const { agent } = await showDesk(programs);
    await agent.keyboard(`${ask}1111`);
    expect(level()).toBe('none');
    expect(at('answer-right').getAttribute('aria-keyshortcuts')).toBeNull();
    await agent.click(at('answer-right'));
    expect(at('question-code').dataset.answer).toBe('right');
  });

  it('show enough to compare, and never the whole', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard(ask);
    expect(within(at('question-code')).getByText('AU-1••03')).toBeTruthy();
    const { email, iban, birthDate, code } = carlo.customer;
    for (const whole of [email, iban, birthDate]) expect(document.body.textContent).not.toContain(whole);
    expect(at('identification-panel').textContent).not.toContain(code);
  });

  it('of which one is not known are followed by another, and that is no mistake', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard(`${ask}3`);
    expect(at('question-code').dataset.answer).toBe('silent');
    expect(screen.getByText(/Risposte sbagliate: 0 di 3/)).toBeTruthy();
  });

  it('end with the last wrong answer: no level, also none of a colleague’s, and no word of which was wrong', async () => {
    const programs = inCall({ draft: { customerId: carlo.customer.id, identification: 'basic' } });
    const { agent } = await showDesk(programs);
    await agent.keyboard(`${ask}222`);
    expect(within(at('identification-panel')).getByText(/Identificazione non riuscita/)).toBeTruthy();
    expect(at('identification-panel').textContent).toContain('non posso accedere alla scheda');
    expect(level()).toBe('none');
    await waitFor(() =>
      expect(drafts(programs).at(-1)).toEqual({ identification: 'none', factors: [], identificationFailed: true }),
    );
    await agent.keyboard('{Escape}');
    expect(panel()).toBeNull();
    expect(document.activeElement).toBe(at('note'));
  });

  it('begin anew with another customer', async () => {
    const { agent } = await showDesk(inCall({ ...theirs, match: { kind: 'number', cards: [carlo] } }));
    await agent.keyboard(`${ask}1`);
    expect(at('question-code').dataset.answer).toBe('right');
    await agent.click(screen.getByRole('button', { name: 'Cambia' }));
    await agent.click(await screen.findByRole('button', { name: /Carlo Bassi/ }));
    expect(level()).toBe('none');
  });

  it('leave nothing of what was answered: a level and kinds of questions are all that is told', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.keyboard(`${ask}11311`);
    await waitFor(() => expect(drafts(programs).length).toBeGreaterThan(0));
    for (const draft of drafts(programs)) expect(Object.keys(draft)).toEqual(['identification', 'factors']);
    const all = JSON.stringify(programs.wishes);
    for (const value of [carlo.customer.email, carlo.customer.iban, carlo.customer.birthDate])
      expect(all).not.toContain(value);
  });

  it('wait until there is a customer to be asked about', async () => {
    const { agent } = await showDesk(inCall({ caller: caller('+390000000199'), match: { kind: 'notFound' } }));
    await agent.keyboard(ask);
    expect(within(at('identification-panel')).getByText(/serve un cliente scelto/)).toBeTruthy();
  });

  it('can be left for a way of the company’s own', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.keyboard(ask);
    await agent.click(within(at('identification-by-hand')).getByText('Forte'));
    expect(level()).toBe('strong');
    await waitFor(() =>
      expect(drafts(programs).at(-1)).toEqual({
        identification: 'strong',
        factors: ['byHand'],
        identificationFailed: false,
      }),
    );
  });
});

describe('the card of a caller', () => {
  const hidden = ['c.bassi@esempio.it', 'Via dei Fabbri 12', '4417'];

  it('keeps from the screen, at no level, what only the customer should hear', async () => {
    await showDesk(inCall({ ...theirs, caller: numberOf(carlo) }));
    for (const value of hidden) expect(document.body.innerHTML).not.toContain(value);
    expect(at('hidden-email').textContent).toContain('Standard');
    expect(card()).toContain('Carlo Bassi');
  });

  it('shows it from the level on that the company has set, and is read until it may be changed', async () => {
    await showDesk(inCall({ draft: { customerId: carlo.customer.id, identification: 'standard' } }));
    for (const value of hidden) expect(card()).toContain(value);
    expect(screen.queryByTestId('edit-email')).toBeNull();
    expect(at('locked-email').title).toContain('Forte');
  });

  it('can be changed at the highest', async () => {
    await showDesk(inCall({ draft: { customerId: carlo.customer.id, identification: 'strong' } }));
    expect(at('edit-email')).toBeTruthy();
    expect(at('edit-address')).toBeTruthy();
  });

  it('hides the words of notes about them, and says that there are some', async () => {
    const noted = { ...carlo, notes: 1, lastNotes: [noteOf(carlo, { agentId: ulid('A', 2) as never })] };
    await showDesk(inCall({ ...theirs, match: { kind: 'number', cards: [noted] } }));
    expect(document.body.innerHTML).not.toContain('Preferisce essere richiamato');
    expect(at('hidden-notes')).toBeTruthy();
  });

  it('does not offer to add a number before it is sure enough who calls from it', async () => {
    const elsewhere = { caller: caller('+390000000777'), match: { kind: 'number' as const, cards: [carlo] } };
    await showDesk(inCall({ ...theirs, ...elsewhere }));
    expect(screen.queryByTestId('caller-number')).toBeNull();
  });
});

describe('who speaks', () => {
  const having = (customer: Partial<typeof carlo.customer>): Situation => ({
    match: { kind: 'number', cards: [{ ...carlo, customer: { ...carlo.customer, ...customer } }] },
  });
  const anna = { kind: 'delegate' as const, name: 'Anna Bassi', upTo: 'basic' as const, until: null };

  it('is chosen among who is on file and whom the company knows; no name is read out, and what may be told goes as far as it does', async () => {
    const programs = inCall({
      ...having({ delegations: [anna] }),
      draft: { customerId: carlo.customer.id, identification: 'standard' },
    });
    const { agent } = await showDesk(programs);
    expect(card()).toContain(carlo.customer.email ?? '');
    await agent.keyboard(ask);
    await agent.click(at('speaker'));
    const options = screen.getAllByRole('option').map(({ textContent }) => textContent ?? '');
    expect(options.some((name) => name.includes('Delegato') && name.includes('A•••'))).toBe(true);
    expect(options.join()).not.toContain('Anna');
    await agent.click(screen.getByRole('option', { name: /Delegato/ }));
    expect(at('identification').textContent).toContain('parla un delegato');
    expect(card()).not.toContain(carlo.customer.email ?? '');
    await waitFor(() => expect(drafts(programs).at(-1)).toEqual({ speaker: { kind: 'delegate', upTo: 'basic' } }));
    expect(JSON.stringify(drafts(programs))).not.toContain('Anna');
  });

  it('may be nobody who is on file: then nothing of theirs is told', async () => {
    const { agent } = await showDesk(inCall({ draft: { customerId: carlo.customer.id, identification: 'strong' } }));
    await agent.keyboard(ask);
    await agent.click(at('speaker'));
    await agent.click(screen.getByRole('option', { name: /Delegato · niente agli atti/ }));
    expect(card()).not.toContain(carlo.customer.email ?? '');
  });

  it('of a record to protect nothing above the basic level is told but at the strong one; the agent may say so themselves', async () => {
    const until = new Date(Date.now() + 86_400_000 * 5_000).toISOString();
    const draft = { customerId: carlo.customer.id, identification: 'standard' as const };
    const programs = inCall({ ...having({ suspiciousUntil: until }), draft });
    await showDesk(programs);
    expect(at('identification').textContent).toContain('Scheda da proteggere');
    expect(card()).not.toContain(carlo.customer.email ?? '');
    cleanup();

    const own = inCall({ draft });
    const { agent } = await showDesk(own);
    await agent.keyboard(ask);
    await agent.click(at('suspect'));
    expect(card()).not.toContain(carlo.customer.email ?? '');
    await waitFor(() => expect(drafts(own).at(-1)).toEqual({ suspected: true }));
    await agent.click(at('unsuspect'));
    expect(card()).toContain(carlo.customer.email ?? '');
  });

  it('delicate needs are told once it is known who calls, with what they ask of the agent', async () => {
    const needs = [
      { code: 'slowly', detail: '' },
      { code: 'vulnerable', detail: '' },
    ];
    await showDesk(inCall({ ...having({ needs }), ...theirs }));
    expect(at('needs').textContent).not.toContain('Cliente tutelato');
    cleanup();
    await showDesk(inCall({ ...having({ needs }), draft: { customerId: carlo.customer.id, identification: 'basic' } }));
    expect(at('needs').textContent).toContain('Cliente tutelato');
    expect(at('need-hint-vulnerable').textContent).toContain('112');
  });
});

describe('a call back to a number on file', () => {
  const number = carlo.customer.phones[0]?.e164 ?? null;
  const withheld: Situation = {
    ...{ caller: { kind: 'withheld' as const }, match: { kind: 'withheld' as const } },
    draft: { customerId: carlo.customer.id, identification: 'standard', note: 'Cambio di IBAN.' },
  };
  const known = () => {
    const open = interactionOf({ stage: 'live', ...withheld });
    const pop = { ...open.pop, handover: open.pop.handover };
    return { ...open, pop };
  };

  async function calledBack() {
    const open = known();
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
      data: { ...quietData(), open: [open] },
    });
    programs.answers.data.getCustomer = () => carlo;
    const shown = await showDesk(programs);
    await waitFor(() => expect(card()).toContain(carlo.customer.name));
    await shown.agent.keyboard(`${ask}4`);
    return { ...shown, programs, open };
  }
  const wishOf = (programs: DeskPrograms, method: string) =>
    programs.wishes.filter((wish) => wish.method === method).map(({ params }) => params);

  it('ends the call with one key, rings the record’s number in the same contact, and an answer there is a proof of which the kind is kept', async () => {
    const { programs, open } = await calledBack();
    expect(at('calling-back').textContent).toContain((number ?? '').slice(-2));
    expect(at('calling-back').textContent).not.toContain((number ?? '').slice(-4));
    await waitFor(() => expect(wishOf(programs, 'hangUp')).toHaveLength(1));
    expect(wishOf(programs, 'dial')).toEqual([]);
    programs.state.phone.calls = [];
    programs.publish();
    await waitFor(() =>
      expect(wishOf(programs, 'dial')).toMatchObject([
        { number, goesOn: open.interaction.id, customerId: carlo.customer.id },
      ]),
    );
    const ringing = callFor(open, {
      direction: 'outgoing',
      caller: { kind: 'number', number: number ?? '', e164: number, displayName: null },
      phase: { kind: 'dialling', progress: 'ringing' },
    });
    programs.state.phone.calls = [ringing];
    programs.publish();
    expect(drafts(programs).some((draft) => 'factors' in draft)).toBe(false);
    programs.state.phone.calls = [{ ...ringing, phase: talking() }];
    programs.publish();
    await waitFor(() => expect(drafts(programs).at(-1)).toEqual({ factors: ['callback'] }));
    expect(JSON.stringify(drafts(programs))).not.toContain(number);
  });

  it('that nobody answers proves nothing, and can be made again', async () => {
    const { programs, open } = await calledBack();
    programs.state.phone.calls = [];
    programs.publish();
    await waitFor(() => expect(wishOf(programs, 'dial')).toHaveLength(1));
    const caller = { kind: 'number' as const, number: number ?? '', e164: number, displayName: null };
    programs.state.phone.calls = [
      callFor(open, { direction: 'outgoing', caller, phase: { kind: 'dialling', progress: 'sent' } }),
    ];
    programs.publish();
    programs.state.phone.calls = [];
    programs.publish();
    await waitFor(() => expect(screen.queryByTestId('calling-back')).toBeNull());
    expect(drafts(programs).some((draft) => 'factors' in draft)).toBe(false);
  });
});
