// During a call and after it: the note is never lost, keys never steal letters, "saved" is true, closing says what is missing.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { failure } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { nothingPromised } from '#shared/model/interaction';
import {
  callFor,
  carlo,
  ferramenta,
  interactionOf,
  marta,
  recentOf,
  secondsAgo,
  talking,
} from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

type Situation = NonNullable<Parameters<typeof interactionOf>[0]>;

function inCall(situation: Situation = {}, phase: Parameters<typeof talking>[0] = {}): DeskPrograms {
  const open = interactionOf({ stage: 'live', ...situation });
  return createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking(phase) })] },
    data: { ...quietData(), open: [open] },
  });
}

function inWrapUp(situation: Situation = {}): DeskPrograms {
  return createDeskPrograms({
    phone: { ...readyPhone(), availability: { ...readyPhone().availability, heldOffBy: 'wrapUp' } },
    data: { ...quietData(), open: [interactionOf({ stage: 'wrapUp', ...situation })] },
  });
}

const methods = (programs: DeskPrograms) => programs.wishes.map(({ method }) => method);
const lastDraft = (programs: DeskPrograms) =>
  programs.wishes.filter(({ method }) => method === 'saveDraft').at(-1)?.params as { draft: { note: string } };

it('reads the customer in front of the agent again when their rows are new, or so many that they may be', async () => {
  const programs = inCall();
  await showDesk(programs);
  const before = programs.wishes.length;
  const asked = () => programs.wishes.slice(before).filter(({ method }) => method === 'getCustomer');
  programs.tellData({ kind: 'customersChanged', ids: [marta.customer.id] });
  programs.tellData({ kind: 'customersChanged', ids: [carlo.customer.id] });
  await waitFor(() => expect(asked()).toEqual([{ method: 'getCustomer', params: { id: carlo.customer.id } }]));
  programs.tellData({ kind: 'customersChanged', ids: null });
  await waitFor(() => expect(asked()).toHaveLength(2));
});

describe('the note', () => {
  it('has the cursor as soon as the conversation stands', async () => {
    await showDesk(inCall());
    expect(document.activeElement).toBe(at('note'));
  });

  it('is saved a moment behind the fingers, and is called saved only then', async () => {
    const programs = inCall();
    const answers: (() => void)[] = [];
    const onDisk = () => {
      for (const answer of answers.splice(0)) answer();
    };
    programs.answers.data.saveDraft = () => new Promise<null>((resolve) => answers.push(() => resolve(null)));
    const { agent } = await showDesk(programs);
    await agent.type(at('note'), 'Quarta chiamata');
    expect(at('saved-state').dataset.saved).toBe('false');
    // Where the fingers were slow, a save has left in the middle of a word: the next one waits for its answer.
    await waitFor(() => {
      if (lastDraft(programs)?.draft.note !== 'Quarta chiamata') onDisk();
      expect(lastDraft(programs)?.draft.note).toBe('Quarta chiamata');
    });
    expect(at('saved-state').textContent).toBe('Salvataggio…');
    onDisk();
    await waitFor(() => expect(at('saved-state').dataset.saved).toBe('true'));
    expect(at('saved-state').textContent).toBe('Salvato');
  });

  it('is on the screen again after the window has died', async () => {
    const programs = inCall();
    const { agent, reload } = await showDesk(programs);
    await agent.type(at('note'), 'Perde pagamenti');
    await waitFor(() => expect(at('saved-state').dataset.saved).toBe('true'));
    const [open] = programs.state.data.open;
    if (open === undefined) throw new Error('no interaction');
    programs.state.data.open = [
      {
        ...open,
        interaction: {
          ...open.interaction,
          draft: { ...open.interaction.draft, note: lastDraft(programs).draft.note },
        },
      },
    ];
    await reload();
    expect(textField('note').value).toBe('Perde pagamenti');
  });

  it('keeps what is typed when the data process tells something older', async () => {
    const programs = inCall({ draft: { note: 'Prima' } });
    const { agent, settled } = await showDesk(programs);
    await agent.type(at('note'), ' e dopo');
    const [open] = programs.state.data.open;
    if (open === undefined) throw new Error('no interaction');
    programs.tellData({ kind: 'interactionChanged', open });
    await settled();
    expect(textField('note').value).toBe('Prima e dopo');
  });

  it('waits for the data process to come back, and says so', async () => {
    const programs = inCall();
    programs.answers.data.saveDraft = () => {
      throw failure('files.diskFull', 'data');
    };
    const { agent, desk } = await showDesk(programs);
    await agent.type(at('note'), 'Da non perdere');
    await waitFor(() => expect(at('saved-state').textContent).toContain('Non ancora salvato'));
    expect(screen.getByText('La nota non è ancora sul disco')).toBeTruthy();
    delete programs.answers.data.saveDraft;
    programs.open('data', desk.accept);
    await waitFor(() => expect(at('saved-state').dataset.saved).toBe('true'));
    expect(lastDraft(programs).draft.note).toBe('Da non perdere');
  });
});

describe('the keys', () => {
  it('leave letters to the note and act with Alt', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.type(at('note'), 'htmk');
    expect(textField('note').value).toBe('htmk');
    expect(methods(programs).filter((method) => method !== 'saveDraft')).toEqual([]);
    await agent.keyboard('{Alt>}h{/Alt}');
    expect(programs.wishes.find(({ method }) => method === 'setHold')?.params).toMatchObject({ hold: true });
    await agent.keyboard('{Alt>}m{/Alt}');
    expect(programs.wishes.find(({ method }) => method === 'setMute')?.params).toMatchObject({ mute: true });
    expect(textField('note').value).toBe('htmk');
  });

  it('act alone where nobody is typing', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    at('mute').focus();
    await agent.keyboard('h');
    expect(methods(programs)).toContain('setHold');
  });

  it('send the digits typed on the open key pad', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.click(at('keypad'));
    await agent.keyboard('12');
    await agent.click(screen.getByRole('button', { name: '#' }));
    const digits = programs.wishes.filter(({ method }) => method === 'sendDigits').map(({ params }) => params);
    expect(digits).toMatchObject([{ digits: '1' }, { digits: '2' }, { digits: '#' }]);
  });
});

describe('the call bar', () => {
  it('shows what is so, and is busy while that is not yet what is wanted', async () => {
    const programs = inCall({}, { hold: { wanted: true, actual: false } });
    await showDesk(programs);
    expect(at('hold').getAttribute('aria-pressed')).toBe('false');
    expect(at('hold').getAttribute('aria-busy')).toBe('true');
  });

  it('turns amber and counts while the customer waits', async () => {
    await showDesk(inCall({}, { hold: { wanted: true, actual: true }, heldSince: secondsAgo(72) }));
    expect(at('call-bar').dataset.held).toBe('true');
    expect(within(at('call-bar')).getByText(/In attesa da 1:12/)).toBeTruthy();
    expect(
      screen.getAllByText('È ora di tornare dal cliente, anche solo per dire che serve ancora un momento.'),
    ).toBeTruthy();
  });
});

describe('what a reader is told of the call', () => {
  it('is that the microphone goes off and on, and the call on hold and back', async () => {
    const programs = inCall();
    const { settled } = await showDesk(programs);
    const [call] = programs.state.phone.calls;
    const told = async (phase: object) => {
      programs.state.phone = { ...programs.state.phone, calls: [{ ...call, phase: talking(phase) } as never] };
      programs.publish();
      await settled();
      return at('announce-calm').textContent;
    };
    expect(await told({ mute: true })).toBe('Microfono spento');
    expect(await told({})).toBe('Microfono acceso');
    expect(await told({ hold: { wanted: true, actual: true } })).toBe('Chiamata in attesa');
    expect(await told({})).toBe('Chiamata ripresa');
  });

  it('is that the service is away, and that it is back', async () => {
    const programs = createDeskPrograms();
    const { settled } = await showDesk(programs);
    const told = async (link: object) => {
      programs.tellData({ kind: 'syncChanged', sync: { ...programs.state.data.sync, link: link as never } });
      await settled();
      return at('announce-calm').textContent;
    };
    expect(await told({ kind: 'offline', sinceAt: secondsAgo(1) })).toContain('Il servizio non risponde');
    expect(await told({ kind: 'online' })).toBe('Il servizio risponde di nuovo');
  });
});

describe('the customer of a call', () => {
  it('is chosen by the agent among several, and kept with the note', async () => {
    const programs = inCall({ match: { kind: 'number', cards: [carlo, marta, ferramenta] } });
    const { agent } = await showDesk(programs);
    expect(screen.queryByTestId('customer-card')).toBeNull();
    await agent.click(screen.getByRole('button', { name: /Carlo Bassi/ }));
    expect(at('customer-card').dataset.code).toBe('AU-10003');
    await waitFor(() => expect(lastDraft(programs)?.draft).toMatchObject({ customerId: carlo.customer.id }));
  });

  it('may turn out to be somebody else, found by name', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    expect(at('customer-card').dataset.code).toBe('AU-10003');
    await agent.click(screen.getByRole('button', { name: 'È un’altra persona' }));
    await agent.type(at('caller-search'), 'elisa');
    await agent.click(await screen.findByTestId('search-hit'));
    await waitFor(() => expect(at('customer-card').dataset.code).toBe('AU-10006'));
  });

  it('gets a new e-mail where it stands, marked until the backend has it', async () => {
    const programs = inCall({ draft: { customerId: carlo.customer.id, identification: 'strong' } });
    const { agent } = await showDesk(programs);
    await agent.click(at('edit-email'));
    await agent.clear(at('edit-email-input'));
    await agent.type(at('edit-email-input'), 'carlo@{Enter}');
    expect(screen.getByText('L’indirizzo e-mail non è completo.')).toBeTruthy();
    await agent.type(at('edit-email-input'), 'esempio.it{Enter}');
    await waitFor(() => expect(within(at('edit-email')).getByText('carlo@esempio.it')).toBeTruthy());
    expect(within(at('edit-email')).getByText('salvato qui, da inviare')).toBeTruthy();
    expect(programs.wishes.find(({ method }) => method === 'editCustomer')?.params).toMatchObject({
      base: 3,
      details: { email: 'carlo@esempio.it' },
    });
  });
});

describe('the identification', () => {
  const level = () => at('identification').dataset.level;
  const told = (programs: DeskPrograms) =>
    programs.wishes.filter(({ method }) => method === 'saveDraft').map(({ params }) => params as { draft: object });

  it('is what a colleague has reached before a word with this agent', async () => {
    const handover = {
      id: carlo.customer.id as never,
      to: { kind: 'person' as const, name: 'Giulia Serra', number: '1001' },
      caller: { kind: 'withheld' as const },
      queueId: null,
      customerId: carlo.customer.id,
      reasonCode: null,
      secondary: [],
      note: '',
      identification: 'strong' as const,
      factors: [],
      speaker: null,
      promised: nothingPromised,
      checks: [],
      cases: [],
      at: secondsAgo(20),
      from: { id: carlo.customer.id as never, name: 'Luca Moro' },
    };
    await showDesk(inCall({ handover: { kind: 'here', card: carlo, handover } }));
    expect(level()).toBe('strong');
    expect(at('handover-level').dataset.level).toBe('strong');
  });

  it('stays when the suggested customer is confirmed, and falls with somebody else’s record', async () => {
    const programs = inCall({ draft: { identification: 'standard' }, match: { kind: 'number', cards: [carlo] } });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}c{/Alt}');
    expect(level()).toBe('standard');
    await agent.click(screen.getByRole('button', { name: 'Cambia' }));
    await waitFor(() =>
      expect(told(programs).at(-1)?.draft).toMatchObject({ customerId: null, identification: 'none' }),
    );
  });
});

describe('what was promised', () => {
  it('is typed where one key leads, with its day, and is kept as the note is', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}5{/Alt}Richiamata');
    // Whose it is stands between.
    await agent.tab();
    await agent.tab();
    // Day, month, year, as one reads them in Italy, whatever the computer is set to.
    await agent.keyboard('26112026');
    await waitFor(() =>
      expect(lastDraft(programs)?.draft).toMatchObject({ promised: { text: 'Richiamata', by: '2026-11-26' } }),
    );
    await waitFor(() => expect(at('saved-state').dataset.saved).toBe('true'));
  });
});

describe('a transfer', () => {
  it('writes the handover down, then passes the call on', async () => {
    const programs = inCall({ draft: { note: 'Chiede una data.' } });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    expect(screen.getByText(/Carlo Bassi · non identificato · motivo da scegliere · «Chiede una data.»/)).toBeTruthy();
    await agent.keyboard('reclami');
    expect(screen.getAllByTestId('transfer-target')).toHaveLength(1);
    await agent.keyboard('{Shift>}{Enter}{/Shift}');
    await waitFor(() => expect(methods(programs)).toContain('transferBlind'));
    expect(methods(programs).slice(-3)).toEqual(['saveDraft', 'prepareHandover', 'transferBlind']);
    expect(programs.wishes.at(-1)?.params).toMatchObject({ target: { kind: 'queue', number: '8002' } });
    expect(lastDraft(programs).draft).toMatchObject({ customerId: carlo.customer.id });
  });

  it('takes along the level reached and what was promised; passed on at once, the level is to be reached anew', async () => {
    const promised = { text: 'Richiamata', by: '2026-11-26', owner: null };
    const programs = inCall({ draft: { identification: 'standard', promised } });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}t{/Alt}');
    expect(screen.getByText(/identificato, standard · .* · promesso: Richiamata, entro gio 26 nov/)).toBeTruthy();
    expect(screen.getByText('Con «Passa subito» l’identificazione va rifatta.')).toBeTruthy();
    await agent.keyboard('{Shift>}{Enter}{/Shift}');
    const prepared = () => programs.wishes.find(({ method }) => method === 'prepareHandover')?.params;
    await waitFor(() => expect(prepared()).toMatchObject({ manner: 'blind' }));
  });

  it('can go without the note when the note cannot be written down', async () => {
    const programs = inCall();
    programs.answers.data.prepareHandover = () => {
      throw failure('files.diskFull', 'data');
    };
    const { agent } = await showDesk(programs);
    await agent.click(at('transfer'));
    await agent.click(at('transfer-direct'));
    await waitFor(() => expect(at('transfer-direct').textContent).toContain('Trasferisci senza nota'));
    expect(methods(programs)).not.toContain('transferBlind');
    await agent.click(at('transfer-direct'));
    await waitFor(() => expect(methods(programs)).toContain('transferBlind'));
  });

  it('comes back as a sentence when nobody answers', async () => {
    const target = { kind: 'person' as const, name: 'Luca Moro', number: '1002' };
    const { agent } = await showDesk(inCall({}, { transfer: { kind: 'failed', target, code: 'transfer.noAnswer' } }));
    await agent.click(at('transfer'));
    expect(screen.getByText('Trasferimento a Luca Moro non riuscito')).toBeTruthy();
    expect(screen.getByText(/Il cliente è ancora in linea/)).toBeTruthy();
  });

  it('gives the focus back to the note when it is left', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{Alt>}t{/Alt}');
    expect(document.activeElement).toBe(at('transfer-input'));
    await agent.keyboard('{Escape}');
    expect(document.activeElement).toBe(at('note'));
  });
});

describe('a wrap-up', () => {
  it('says which parts are missing and does not ask to close', async () => {
    const programs = inWrapUp({ draft: { reasonCode: 'TEC-01' } });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText('Per salvare manca l’esito.')).toBeTruthy();
    expect(screen.getByText('Manca l’esito')).toBeTruthy();
    expect(methods(programs)).not.toContain('closeInteraction');
  });

  it('says when it closes by itself, and is lengthened with one key', async () => {
    const programs = inWrapUp({ wrapUpUntil: secondsAgo(-45) });
    const { agent } = await showDesk(programs);
    expect(screen.getByRole('timer').textContent).toContain('0:45');
    await agent.keyboard('{Alt>}r{/Alt}');
    await waitFor(() => expect(methods(programs)).toContain('moreTime'));
  });

  it('has no end where nobody has set one', async () => {
    await showDesk(inWrapUp({}));
    expect(screen.queryByRole('timer')).toBeNull();
  });

  it('that cannot be saved for a disk that is full stays, and that it is full is said once', async () => {
    const programs = inWrapUp({ draft: { note: 'Fatto.', reasonCode: 'TEC-01', outcomeCode: 'RIS-1' } });
    const full = failure('files.diskFull', 'data', 'work.db');
    programs.state.data.sync.notices = [full.failure];
    programs.answers.data.closeInteraction = () => {
      throw full;
    };
    const { agent, settled } = await showDesk(programs);
    await agent.click(at('wrap-up-save'));
    await waitFor(() => expect(methods(programs)).toContain('closeInteraction'));
    await settled();
    expect(screen.getAllByText('Il disco è pieno')).toHaveLength(1);
    programs.tellData({ kind: 'syncChanged', sync: { ...programs.state.data.sync, notices: [] } });
    await waitFor(() => expect(screen.queryByText('Il disco è pieno')).toBeNull());
    expect((at('note') as HTMLTextAreaElement).value).toBe('Fatto.');
  });

  it('closes with the whole draft, the customer included', async () => {
    const programs = inWrapUp({ draft: { note: 'Fatto.', reasonCode: 'TEC-01' } });
    const { agent } = await showDesk(programs);
    await agent.click(at('outcome'));
    await agent.type(at('outcome'), 'RIS-1');
    await agent.click(await screen.findByRole('option', { name: /RIS-1/ }));
    await agent.click(at('wrap-up-save'));
    await waitFor(() => expect(methods(programs)).toContain('closeInteraction'));
    expect(programs.wishes.find(({ method }) => method === 'closeInteraction')?.params).toMatchObject({
      draft: { note: 'Fatto.', reasonCode: 'TEC-01', outcomeCode: 'RIS-1', customerId: carlo.customer.id },
    });
  });

  it('goes back to the calm, with the conversation among the last ones', async () => {
    const programs = inWrapUp({ draft: { reasonCode: 'REC-04', outcomeCode: 'INO-3', customerId: carlo.customer.id } });
    const { agent, settled } = await showDesk(programs);
    programs.tellData({ kind: 'interactionGone', interactionId: interactionOf().interaction.id });
    programs.tellData({ kind: 'recentChanged', recent: [recentOf({ customer: carlo, reasonCode: 'REC-04' })] });
    await settled();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('Giulia');
    await agent.click(screen.getByText('Carlo Bassi'));
    expect(at('customer-card').dataset.code).toBe('AU-10003');
  });

  const askingFor = { promised: nothingPromised, reasonCode: 'FAT-03', outcomeCode: 'INO-1' };

  it('that leaves something to do says exactly what is missing, and leads to the first of it', async () => {
    const programs = inWrapUp({ draft: askingFor });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}{Enter}{/Control}');
    expect(
      screen.getByText('Per salvare mancano che cosa si farà, chi se ne occupa e il giorno entro cui.'),
    ).toBeTruthy();
    expect(document.activeElement).toBe(at('promised'));
    expect(methods(programs)).not.toContain('closeInteraction');
    await agent.keyboard('Rimborso in fattura{Tab}');
    expect(document.activeElement).toBe(at('promised-owner'));
    await agent.keyboard('io{Enter}');
    await waitFor(() =>
      expect(lastDraft(programs)?.draft).toMatchObject({
        promised: { text: 'Rimborso in fattura', owner: { kind: 'agent', name: 'Giulia Serra' } },
      }),
    );
    await agent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText('Per salvare manca il giorno entro cui.')).toBeTruthy();
    expect(at('promised-by').contains(document.activeElement)).toBe(true);
    await agent.keyboard('05122026');
    await agent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(methods(programs)).toContain('closeInteraction'));
  });

  it('asks for what the company wants in every wrap-up', async () => {
    const programs = inWrapUp({ draft: { note: '', reasonCode: 'INF-01', outcomeCode: 'RIS-2' } });
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') session.workstation.policy.wrapUpNeeds = ['note'];
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText('Per salvare manca la nota.')).toBeTruthy();
    expect(document.activeElement).toBe(at('note'));
  });

  it('offers the reason of silent calls when the phone has heard nobody, and still in the wrap-up', async () => {
    const programs = inCall({ draft: { note: '', reasonCode: null } });
    const [call] = programs.state.phone.calls;
    if (call === undefined) return expect.unreachable('there is a call');
    const fine = { mos: 4.4, verdict: 'good', fault: null, delayMs: 80, lossPercent: 0, jitterMs: 3 } as const;
    programs.state.phone.quality = { [call.id]: { ...fine, silent: true } };
    await showDesk(programs);
    await waitFor(() => expect(at('suggested').textContent).toContain('chiamata muta'));
    programs.state.phone = { ...programs.state.phone, calls: [], quality: {} };
    const [open] = programs.state.data.open;
    if (open !== undefined) open.interaction.stage = 'wrapUp';
    programs.publish();
    await waitFor(() => expect(at('wrap-up-save')).toBeTruthy());
    expect(at('suggested').textContent).toContain('chiamata muta');
  });

  it('offers likely reasons by what is written, takes the first with one key, and has up to two others beside it', async () => {
    const programs = inCall({ draft: { note: 'Internet assente da ieri, non funziona.', reasonCode: null } });
    const { agent } = await showDesk(programs);
    await waitFor(() => expect(at('suggested').textContent).toContain('Servizio non funzionante'));
    await agent.keyboard('{Alt>}{Enter}{/Alt}');
    await waitFor(() => expect(lastDraft(programs)?.draft).toMatchObject({ reasonCode: 'TEC-01' }));
    expect(screen.queryByTestId('suggested')).toBeNull();
    await agent.click(at('add-secondary'));
    expect(document.activeElement).toBe(at('secondary-reason'));
    await agent.keyboard('FAT-03{Enter}');
    await waitFor(() => expect(lastDraft(programs)?.draft).toMatchObject({ secondary: ['FAT-03'] }));
    expect(document.activeElement).toBe(at('add-secondary'));
    await agent.click(within(at('secondary')).getByRole('button', { name: /^Togli/ }));
    await waitFor(() => expect(lastDraft(programs)?.draft).toMatchObject({ secondary: [] }));
  });

  it('points out under the note what had better not stand there, one thing at a time, until it is left or gone', async () => {
    const programs = inCall({ draft: { note: '' } });
    const { agent } = await showDesk(programs);
    await agent.keyboard('La carta 4111 1111 1111 1111 e l’IBAN IT60X0542811101000000123456');
    await waitFor(() => expect(at('note-hint').textContent).toContain('numero di carta'));
    const note = at('note') as HTMLTextAreaElement;
    await agent.keyboard('{Shift>}{F9}{/Shift}');
    expect(note.value.slice(note.selectionStart, note.selectionEnd)).toBe('4111 1111 1111 1111');
    await agent.keyboard('tolta');
    await waitFor(() => expect(at('note-hint').textContent).toContain('IBAN'));
    await agent.keyboard('{Shift>}{F8}{/Shift}');
    await waitFor(() => expect(at('note-hint').textContent).toBe(''));
    expect(document.activeElement).toBe(note);
    expect(JSON.stringify(programs.wishes)).not.toContain('hint');
  });

  it('lists what it needs and what it has', async () => {
    const programs = inWrapUp({ draft: { reasonCode: 'TEC-01' } });
    await showDesk(programs);
    const list = within(must(screen.getByText('Per salvare').closest('section'), 'the list'));
    expect(list.getAllByRole('listitem').map((item) => [item.textContent, item.className])).toEqual([
      ['Motivo', 'done'],
      ['EsitoAlt 3', ''],
      ['Cliente', 'done'],
      ['NotafacoltativoAlt 1', ''],
    ]);
  });

  it('says nothing of the next call while one rings', async () => {
    const programs = inWrapUp();
    const { settled } = await showDesk(programs);
    expect(screen.getByText('La prossima chiamata arriva dopo il salvataggio.')).toBeTruthy();
    programs.state.phone.calls.push(callFor(interactionOf({ number: 2 })));
    programs.publish();
    await settled();
    expect(screen.queryByText('La prossima chiamata arriva dopo il salvataggio.')).toBeNull();
  });

  it('says that the agent stays not ready when that is the wish', async () => {
    const programs = inWrapUp();
    programs.state.phone.availability.wish = { kind: 'notReady', reasonCode: 'lunch' };
    await showDesk(programs);
    expect(at('wrap-up-save').textContent).toContain('Salva e chiudi');
  });

  it('finds a reason by any of its words, the group’s too', async () => {
    const { agent } = await showDesk(inWrapUp());
    await agent.click(at('reason'));
    await agent.type(at('reason'), 'reclamo ritardo');
    const options = await screen.findAllByRole('option');
    expect(options.map((option) => option.textContent)).toEqual(['REC-04Ritardo / mancata risposta a pratica']);
  });
});

describe('what stands beside', () => {
  it('says that a conversation goes on while the PBX does not answer', async () => {
    const programs = inCall();
    programs.state.phone.registration = {
      kind: 'failed',
      failure: { code: 'pbx.unreachable', origin: 'network', message: '' },
      retryAt: null,
    };
    const { agent } = await showDesk(programs);
    expect(screen.getByText(/la chiamata continua/)).toBeTruthy();
    await agent.click(screen.getByRole('button', { name: 'Ricollega' }));
    expect(methods(programs)).toContain('reconnect');
  });

  it('tells troubles as sentences with what to do and the reference to read out', async () => {
    const programs = createDeskPrograms();
    programs.state.main.notices = [{ code: 'program.bug', origin: 'data', message: '', reference: 'K7-41' }];
    programs.state.phone.registration = {
      kind: 'failed',
      failure: { code: 'pbx.wrongPassword', origin: 'network', message: '' },
      retryAt: null,
    };
    const { agent } = await showDesk(programs);
    expect(screen.getByText('Il centralino non accetta questo interno')).toBeTruthy();
    expect(screen.getByText('Riferimento per l’assistenza: K7-41')).toBeTruthy();
    await agent.click(screen.getByRole('button', { name: 'Ricollega' }));
    expect(methods(programs)).toEqual(['reconnect']);
  });

  it('offers no other try where the PBX’s address is not secured, only the line check', async () => {
    const programs = createDeskPrograms();
    programs.state.phone.registration = {
      kind: 'failed',
      failure: { code: 'pbx.unsecured', origin: 'phone', message: '' },
      retryAt: null,
    };
    const { agent } = await showDesk(programs);
    expect(screen.getByText('La linea con il centralino non sarebbe cifrata')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ricollega' })).toBeNull();
    await agent.click(at('line-check'));
    expect(at('line-check-page')).toBeDefined();
  });

  it('always counts what is still to be sent', async () => {
    const programs = createDeskPrograms();
    programs.state.data.sync.outbox = { waiting: 4, setAside: 0 };
    await showDesk(programs);
    expect(at('outbox-count').dataset.waiting).toBe('4');
    expect(at('outbox-count').getAttribute('aria-label')).toBe('Da inviare al servizio: 4');
  });

  it('says on every screen that it is practice', async () => {
    await showDesk(createDeskPrograms({ data: quietData(true) }));
    expect(at('practice-banner').textContent).toContain('Esercitazione');
  });

  it('speaks the language that is chosen', async () => {
    const programs = createDeskPrograms();
    const { settled } = await showDesk(programs);
    programs.state.main = { ...programs.state.main, language: 'en' };
    programs.publish();
    await settled();
    expect(at('state-pill').textContent).toContain('Ready');
  });
});

vi.setConfig({ testTimeout: 20_000 });
