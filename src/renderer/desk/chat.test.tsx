// Chats at the agent's desk: taken by key, several at once, written with canned answers, passed on, called, closed like a call.
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import { hours, noInternet, withArticles } from '#test/support/deskArticles';
import {
  chatInteraction,
  chats,
  lineOf,
  ours,
  ownOf,
  tellChats,
  theirFile,
  theirs,
  withChats,
} from '#test/support/deskChats';
import { callFor, carlo, interactionOf, secondsAgo } from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

const paola = () => ownOf(1, [theirs('Buongiorno, non ho la linea.', 90)]);
const dario = () => ownOf(2, [theirs('Salve', 40)], { unread: 1 });

/** On the page, with the first of one's own chats in front. */
async function chatting(programs: ReturnType<typeof withChats>) {
  const shown = await showDesk(programs);
  await shown.agent.keyboard('{Control>}.{/Control}');
  await shown.settled();
  return shown;
}

it('where nobody chats there is no page of chats', async () => {
  await showDesk(createDeskPrograms());
  expect(screen.queryByTestId('chats')).toBeNull();
});

it('who waits floats, sounds once, and is taken by one key', async () => {
  const programs = withChats({ waiting: [lineOf(1), lineOf(2)] });
  programs.answers.data = {
    takeChat: () => {
      const own = [ownOf(1, [theirs('Buongiorno')])];
      programs.state.data = { ...programs.state.data, open: own.map((chat) => chatInteraction(chat)) };
      for (const open of programs.state.data.open) programs.tellData({ kind: 'interactionOpened', open });
      tellChats(programs, { waiting: [lineOf(2)], own });
      return 'taken' as const;
    },
  };
  const { agent, settled } = await showDesk(programs);
  expect(at('chat-float').textContent).toContain('2 chat in attesa');
  expect(at('announce-chat').textContent).toContain('Paola Riva');
  await agent.keyboard('{Control>}j{/Control}');
  await settled();
  expect(asked(programs, 'takeChat')).toEqual([{ id: lineOf(1).id }]);
  expect(at('chat-log').textContent).toContain('Buongiorno');
  expect(document.activeElement).toBe(at('chat-text'));
  expect(asked(programs, 'chime')).toHaveLength(2);
});

it('whoever is at something else keeps the focus when a chat comes', async () => {
  const programs = withChats({});
  const { settled } = await showDesk(programs);
  at('state-pill').focus();
  tellChats(programs, { waiting: [lineOf(1)] });
  await settled();
  expect(at('chat-float')).toBeTruthy();
  expect(document.activeElement).toBe(at('state-pill'));
});

it('with as many open as one may have nobody is offered, and the page says why', async () => {
  const programs = withChats({ waiting: [lineOf(3)], own: [paola(), dario()] });
  const { agent, settled } = await showDesk(programs);
  expect(screen.queryByTestId('chat-float')).toBeNull();
  await agent.click(at('chats'));
  await settled();
  expect(at('take-chat')).toHaveProperty('disabled', true);
  expect(at('chats-page').textContent).toContain('sono già aperte: 2');
});

it('one that a colleague was quicker to take is said to be gone', async () => {
  const programs = withChats({ waiting: [lineOf(1)] });
  programs.answers.data = { takeChat: () => 'late' as const };
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Control>}j{/Control}');
  await settled();
  expect(at('chat-float').textContent).toContain('L’ha presa un collega');
});

it('a key goes to the next one, first to one with something to read; what was being written stays with each', async () => {
  const programs = withChats({ most: 3, own: [paola(), ownOf(3, [ours('Un momento')]), dario()] });
  const { agent, settled } = await chatting(programs);
  // Dario has written: he comes first.
  expect(at('chat-log').textContent).toContain('Salve');
  expect(asked(programs, 'chatSeen')).toEqual([{ id: dario().id }]);
  await agent.type(at('chat-text'), 'Le scrivo');
  tellChats(programs, { own: [paola(), ownOf(3, [ours('Un momento')]), { ...dario(), unread: 0 }] });
  await settled();
  await agent.keyboard('{Control>}.{/Control}');
  await settled();
  expect(at('chat-log').textContent).toContain('non ho la linea');
  expect(textField('chat-text').value).toBe('');
  await agent.click(screen.getAllByTestId('chat-tab')[2] as HTMLElement);
  await settled();
  expect(textField('chat-text').value).toBe('Le scrivo');
});

it('what was read in one chat is not said again as new when another one is in front', async () => {
  const programs = withChats({ own: [paola(), dario()] });
  const { agent, settled } = await chatting(programs);
  const newest = { ...paola(), messages: [theirs('Grazie', 1)] };
  tellChats(programs, { own: [newest, { ...dario(), unread: 0 }] });
  await settled();
  expect(at('announce-chat').textContent).toContain('Grazie');
  await agent.click(screen.getAllByTestId('chat-tab')[0] as HTMLElement);
  await settled();
  expect(at('announce-chat').textContent).not.toContain('Salve');
});

it('Enter sends, Shift+Enter begins a line, and what was sent is no longer in the field', async () => {
  const programs = withChats({ own: [paola()] });
  const { agent, settled } = await chatting(programs);
  await agent.type(at('chat-text'), 'Verifico.{Shift>}{Enter}{/Shift}Un momento.');
  await agent.keyboard('{Enter}');
  await settled();
  expect(asked(programs, 'sayInChat')).toEqual([{ id: paola().id, text: 'Verifico.\nUn momento.', canned: null }]);
  expect(textField('chat-text').value).toBe('');
});

it('pressed twice it is sent once, and what is typed meanwhile stays in the field', async () => {
  const programs = withChats({ own: [paola()] });
  const kept = Promise.withResolvers<null>();
  programs.answers.data = { sayInChat: () => kept.promise };
  const { agent, settled } = await chatting(programs);
  await agent.type(at('chat-text'), 'Verifico.{Enter}{Enter} Un momento');
  kept.resolve(null);
  await settled();
  expect(asked(programs, 'sayInChat')).toHaveLength(1);
  expect(textField('chat-text').value).toBe('Un momento');
});

it('what could not be kept stays in the field', async () => {
  const programs = withChats({ own: [paola()] });
  programs.answers.data = {
    sayInChat: () => {
      throw failure('files.diskFull', 'data');
    },
  };
  const { agent, settled } = await chatting(programs);
  await agent.type(at('chat-text'), 'Verifico.{Enter}');
  await settled();
  expect(textField('chat-text').value).toBe('Verifico.');
});

it('where no canned answer has these words, it is told at once', async () => {
  const { agent, settled } = await chatting(withChats({ own: [paola()] }));
  await agent.type(at('chat-text'), '/qwark');
  await settled();
  expect(at('chat-advice').getAttribute('role')).toBe('status');
  expect(at('chat-advice').textContent).toBe('Nessuna risposta pronta con queste parole.');
});

it('a canned answer is found by "/", filled in, and not sent while a place is open', async () => {
  const programs = withChats({ own: [paola()] });
  const { agent, settled } = await chatting(programs);
  await agent.type(at('chat-text'), '/verifico la pratica');
  await agent.keyboard('{Enter}');
  await new Promise((drawn) => requestAnimationFrame(drawn));
  await settled();
  const field = textField('chat-text');
  expect(field.value).toBe('Verifico la pratica: circa {quanti minuti} minuti.');
  expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe('{quanti minuti}');
  await agent.keyboard('{Enter}');
  await settled();
  expect(asked(programs, 'sayInChat')).toEqual([]);
  expect(at('chat-advice').textContent).toContain('Manca ancora: quanti minuti');
  field.setSelectionRange(field.value.indexOf('{'), field.value.indexOf('}') + 1);
  await agent.keyboard('5{Enter}');
  await settled();
  expect(asked(programs, 'sayInChat')).toEqual([
    { id: paola().id, text: 'Verifico la pratica: circa 5 minuti.', canned: 'checking' },
  ]);
});

it('a file of the visitor’s has its name and size, is opened outside after a question, and goes into the customer’s case by a key', async () => {
  const own = ownOf(1, [theirFile('bolletta.pdf')]);
  const programs = withChats({ own: [own] }, { [own.id]: { customerId: carlo.customer.id } });
  const copy = `${'0'.repeat(26)}/bolletta.pdf`;
  programs.answers.data = {
    copyChatFile: () => ({ copy }),
    chatFileIntoCase: () => ({ kind: 'kept' as const }),
  };
  const { agent, settled } = await chatting(programs);
  expect(at('chat-log').textContent).toContain('bolletta.pdf PDF · 184 kB');
  await agent.click(at('open-file'));
  expect(asked(programs, 'copyChatFile')).toEqual([]);
  await agent.keyboard('{Enter}');
  await settled();
  expect(asked(programs, 'openCopy')).toEqual([{ copy }]);
  expect(asked(programs, 'chatFileIntoCase')).toEqual([]);
  await agent.keyboard('{Control>}p{/Control}');
  await settled();
  expect(asked(programs, 'chatFileIntoCase')).toMatchObject([
    { caseId: carlo.openCases[0]?.id, file: { name: 'bolletta.pdf' } },
  ]);
  expect(at('chat-file-put').textContent).toContain('È tra gli allegati della pratica');
  await agent.keyboard('{Control>}p{/Control}');
  await settled();
  expect(asked(programs, 'chatFileIntoCase')).toHaveLength(1);
});

it('a file for the visitor goes in pieces from where it has got to; one that is refused says why', async () => {
  const programs = withChats({ own: [paola()] });
  const file = '01JKWRTE000000000000000001';
  const whole = new File([new Uint8Array(300_000)], 'guida.pdf');
  programs.answers.data = {
    beginChatFile: () => ({ kind: 'going' as const, file, reached: 0 }),
    handChatFile: ({ at: from, bytes }) =>
      from + bytes.length === 300_000
        ? { kind: 'sent' as const }
        : { kind: 'going' as const, file, reached: from + bytes.length },
  };
  const { agent, settled } = await chatting(programs);
  await agent.upload(at('chat-file-input'), whole);
  await settled();
  expect(asked(programs, 'beginChatFile')).toEqual([{ id: paola().id, name: 'guida.pdf', bytes: 300_000 }]);
  expect(asked(programs, 'handChatFile')).toMatchObject([{ at: 0 }, { at: 262_144 }]);
  expect(at('chat-file-become').textContent).toBe('guida.pdf è stato inviato.');
  programs.answers.data.beginChatFile = () => ({ kind: 'refused' as const, why: 'tooLarge' as const });
  await agent.upload(at('chat-file-input'), whole);
  await settled();
  expect(at('chat-file-become').textContent).toContain(
    '«guida.pdf» non è stato inviato. È troppo grande: al massimo 10 MB',
  );
});

it('a file on its way is seen again by whoever was in another chat meanwhile, is not sent twice, and what became of it is told, also after the end', async () => {
  const programs = withChats({ own: [paola(), { ...dario(), unread: 0 }] });
  const begun = Promise.withResolvers<{ readonly kind: 'refused'; readonly why: 'unwanted' }>();
  programs.answers.data = { beginChatFile: () => begun.promise };
  const { agent, settled } = await chatting(programs);
  const other = async () => {
    await agent.keyboard('{Control>}.{/Control}');
    await settled();
  };
  const file = new File([new Uint8Array(9)], 'guida.pdf');
  await agent.upload(at('chat-file-input'), file);
  await other();
  expect(at('chat-file-become').textContent).toBe('');
  expect(at('chat-file-send').getAttribute('aria-disabled')).toBe('false');
  await other();
  expect(at('chat-file-become').textContent).toBe('Invio di guida.pdf…');
  expect(at('chat-file-send').getAttribute('aria-disabled')).toBe('true');
  await agent.upload(at('chat-file-input'), file);
  await settled();
  expect(asked(programs, 'beginChatFile')).toHaveLength(1);
  await other();
  begun.resolve({ kind: 'refused', why: 'unwanted' });
  await settled();
  expect(at('chat-file-become').textContent).toBe('');
  await other();
  expect(at('chat-file-become').textContent).toContain('«guida.pdf» non è stato inviato.');
  tellChats(programs, { own: [{ ...paola(), state: 'ended', ended: 'closedThere' }] });
  await settled();
  expect(at('chat-over')).toBeTruthy();
  expect(at('chat-file-become').textContent).toContain('«guida.pdf» non è stato inviato.');
});

it('who waits, and who waits for an answer, is counted by the backend’s clock though this PC’s is twenty seconds behind', async () => {
  const line = { ...lineOf(1), openedAt: secondsAgo(40) };
  const own = [ownOf(2, [theirs('Salve', 70)])];
  const { settled } = await chatting(withChats({ aheadMs: -20_000, waiting: [line], own }));
  expect(at('chat-float').textContent).toContain('1:00');
  expect(at('chat-about').textContent).toContain('1:30');
  expect(at('chat-tab').textContent).toContain('1:30');
  await settled();
});

it('names of visitor, agent and company are put into canned answers', async () => {
  const programs = withChats({ own: [paola()] });
  const { agent, settled } = await chatting(programs);
  await agent.type(at('chat-text'), '/buongiorno');
  await agent.keyboard('{Enter}');
  await settled();
  expect(textField('chat-text').value).toMatch(/^Buongiorno Paola Riva, sono Giulia di Aurora Servizi/);
});

it('what is better said otherwise, and what does not belong in a chat, is said as it is written', async () => {
  const { agent } = await chatting(withChats({ own: [paola()] }));
  await agent.type(at('chat-text'), 'Non lo so, mi scriva 4111 1111 1111 1111');
  expect(at('chat-advice').textContent).toContain('Verifico subito.');
  expect(at('chat-advice').textContent).toContain('numero di carta');
});

it('that the visitor types, has read, or waits for an answer is seen', async () => {
  const programs = withChats({ own: [ownOf(1, [theirs('C’è qualcuno?', 95)], { isTyping: false })] });
  const { settled } = await chatting(programs);
  expect(at('chat-about').textContent).toContain('Aspetta risposta da 1:35');
  tellChats(programs, { own: [ownOf(1, [ours('Eccomi', 5)], { isTyping: true })] });
  await settled();
  expect(at('chat-about').textContent).toContain('Sta scrivendo');
  expect(at('chat-log').textContent).toContain('Letto');
});

it('while the backend is away it is said that what is written waits', async () => {
  const programs = withChats({
    current: false,
    own: [ownOf(1, [ours('Un momento', 5, { state: 'waiting', seen: false })])],
  });
  await chatting(programs);
  expect(at('chat-offline').textContent).toContain('parte appena torna');
  expect(at('chat-message').textContent).toContain('Non ancora inviato');
});

it('what came too late is kept, to be copied or put into the note', async () => {
  const chat = ownOf(1, [ours('Le ho mandato il link.', 5, { state: 'refused', seen: false })], {
    state: 'ended',
    ended: 'closedThere',
  });
  const programs = withChats({ own: [chat] });
  const { agent, settled } = await chatting(programs);
  await agent.click(screen.getByText('Nella nota'));
  await settled();
  expect(textField('note').value).toBe('Le ho mandato il link.');
  expect(screen.queryByTestId('chat-text')).toBeNull();
});

it('what was being written when the chat ended is kept, to be copied or put into the note', async () => {
  const chat = ownOf(1, [theirs('Grazie')], { state: 'ended', ended: 'closedThere' });
  const programs = withChats({ own: [chat] }, { [chat.id]: { note: 'Linea assente.', unsaid: 'Le mando il link' } });
  const { agent, settled } = await chatting(programs);
  expect(at('chat-unsaid').textContent).toContain('Le mando il link');
  await agent.click(screen.getByText('Nella nota'));
  await settled();
  expect(textField('note').value).toBe('Linea assente.\nLe mando il link');
  expect(screen.queryByTestId('chat-unsaid')).toBeNull();
});

it('a chat is passed on with a note, to a queue or a colleague found by typing, and not without one', async () => {
  const programs = withChats({ own: [paola()] });
  const { agent, settled } = await chatting(programs);
  await agent.keyboard('{Control>}t{/Control}');
  await settled();
  await agent.type(at('pass-find'), 'luca');
  await agent.keyboard('{Enter}');
  await settled();
  expect(asked(programs, 'passChat')).toEqual([]);
  expect(at('pass-sheet').textContent).toContain('Senza una nota');
  await agent.type(at('pass-note'), 'Linea assente, modem riavviato.');
  await agent.click(at('pass-do'));
  await settled();
  const luca =
    programs.state.data.session.kind === 'signedIn'
      ? programs.state.data.session.workstation.colleagues.find(({ name }) => name.startsWith('Luca'))
      : undefined;
  expect(asked(programs, 'passChat')).toEqual([{ id: paola().id, to: { kind: 'agent', agentId: luca?.id } }]);
  expect(screen.queryByTestId('pass-sheet')).toBeNull();
});

it('what a colleague passes on is read before it is taken: note, level and what was written', async () => {
  const passed = { from: 'Luca Moro', note: 'Vuole la fattura di ottobre.', identification: 'standard' } as const;
  const programs = withChats({ offered: [lineOf(1, { passed })] });
  programs.answers.data = { transcript: () => ({ name: null, messages: [theirs('Mi serve la fattura')] }) };
  const { agent, settled } = await showDesk(programs);
  expect(at('chat-passed').textContent).toContain('Vuole la fattura di ottobre.');
  expect(at('chat-passed').dataset.level).toBe('standard');
  await agent.click(at('read-before'));
  await settled();
  expect(at('chat-float').textContent).toContain('Mi serve la fattura');
  await agent.click(at('decline-chat'));
  expect(asked(programs, 'declineChat')).toEqual([{ id: lineOf(1).id }]);
});

it('the visitor is called with one key at the number that they gave; the call goes on from the chat', async () => {
  const programs = withChats({ own: [ownOf(1, [theirs('Mi chiami')], { callWanted: '+390000000103' })] });
  const { agent, settled } = await chatting(programs);
  await agent.keyboard('{Control>}d{/Control}');
  await settled();
  expect(asked(programs, 'dial')).toMatchObject([{ number: '+390000000103', continues: paola().interactionId }]);
});

it('a call that rings meanwhile takes neither the page nor the focus', async () => {
  const programs = withChats({ own: [paola()] });
  const { agent, settled } = await chatting(programs);
  await agent.type(at('chat-text'), 'Sto scriv');
  const ringing = interactionOf({ number: 7 });
  programs.state.phone = { ...readyPhone(), calls: [callFor(ringing)] };
  programs.tellData({ kind: 'interactionOpened', open: ringing });
  programs.publish();
  await settled();
  expect(at('arrival')).toBeTruthy();
  expect(document.activeElement).toBe(at('chat-text'));
  await agent.keyboard('endo');
  expect(textField('chat-text').value).toBe('Sto scrivendo');
});

it('a chat that is over is closed as a call is: one reason, one outcome', async () => {
  const over = ownOf(1, [theirs('Grazie')], { state: 'ended', ended: 'closedThere' });
  const programs = withChats({ own: [over] }, { [over.id]: { reasonCode: 'TEC-01', outcomeCode: 'RIS-1' } });
  const { agent, settled } = await chatting(programs);
  expect(at('chats-page').textContent).toContain('Chat chiusa dal visitatore');
  await agent.keyboard('{Control>}{Enter}{/Control}');
  await settled();
  expect(asked(programs, 'closeInteraction')).toMatchObject([
    { interactionId: over.interactionId, draft: { reasonCode: 'TEC-01', outcomeCode: 'RIS-1' } },
  ]);
});

it('without a reason it is not closed: it says so, and leads there', async () => {
  const over = ownOf(1, [theirs('Grazie')], { state: 'ended', ended: 'closedThere' });
  const programs = withChats({ own: [over] });
  const { agent, settled } = await chatting(programs);
  await agent.keyboard('{Control>}{Enter}{/Control}');
  await settled();
  expect(asked(programs, 'closeInteraction')).toEqual([]);
  expect(at('chats-page').textContent).toContain('motivo');
  expect(document.activeElement).toBe(at('reason'));
});

it('a message that was left is taken with a key press of its own, though the desk is full', async () => {
  const programs = withChats({ left: [lineOf(3, { email: 'nadia@example.org' })], own: [paola(), dario()] });
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('chats'));
  await settled();
  expect(at('chat-left').textContent).toContain('nadia@example.org');
  await agent.click(at('take-chat'));
  await settled();
  expect(asked(programs, 'takeChat')).toEqual([{ id: lineOf(3).id }]);
});

it('what was written in a chat is read again in the customer’s history', async () => {
  const programs = createDeskPrograms({ data: { ...quietData(), chats: chats() } });
  programs.answers.data = {
    transcript: () => ({ name: 'Marta', messages: [theirs('LED rosso'), ours('Verifico la linea')] }),
  };
  const { agent, settled, desk } = await showDesk(programs);
  desk.intents.openSheet({ kind: 'timeline', id: carlo.customer.id, show: 'all' });
  await settled();
  await agent.click(at('read-transcript'));
  await settled();
  expect(screen.getAllByTestId('chat-message')).toHaveLength(2);
  expect(screen.getAllByTestId('chat-message')[0]?.textContent).toContain('Marta');
  // Where it is not to be had, that is told, too.
  await agent.click(at('read-transcript'));
  programs.answers.data.transcript = () => {
    throw failure('backend.unreachable', 'data');
  };
  await agent.click(at('read-transcript'));
  await settled();
  expect(at('transcript-state').getAttribute('role')).toBe('status');
  expect(at('transcript-state').textContent).toBe('Non c’è una trascrizione.');
});

/** In the chat that is open. */
const reading = async ({ agent, settled }: Awaited<ReturnType<typeof chatting>>, code: string) => {
  await agent.keyboard('{F7}');
  await settled();
  await agent.keyboard(`${code}{Enter}`);
  await settled();
};

it('what a procedure has to say goes into the message by one key, sentence by sentence, and is not sent', async () => {
  const second = { it: 'Il giovedì anche il pomeriggio.', en: 'On Thursdays in the afternoon, too.' };
  const [first] = hours.say;
  const article = { ...hours, say: [...hours.say, second] };
  const programs = withArticles(withChats({ own: [paola()] }, { [paola().id]: { unsaid: 'Ecco: ' } }), [article]);
  const shown = await chatting(programs);
  await reading(shown, 'KB-011');
  await shown.agent.keyboard('{Control>}o{/Control}');
  await shown.settled();
  expect(textField('chat-text').value).toBe(`Ecco: ${first?.it}`);
  expect(document.activeElement).toBe(at('chat-text'));
  await shown.agent.keyboard('{Control>}o{/Control}');
  await shown.settled();
  expect(textField('chat-text').value).toBe(`Ecco: ${first?.it} ${second.it}`);
  expect(asked(programs, 'sayInChat')).toEqual([]);
});

it('of a visitor who writes English it is in English; in a chat that is over there is nothing to put it into', async () => {
  const own = [ownOf(1, [theirs('Hello')], { language: 'en' })];
  const programs = withArticles(withChats({ own }), [noInternet]);
  for (const open of programs.state.data.open) open.interaction.language = 'en';
  const shown = await chatting(programs);
  await reading(shown, 'KB-301');
  await shown.agent.click(at('say-in-message'));
  expect(textField('chat-text').value).toBe('Which colour is the light “Line”?');
  tellChats(programs, { own: own.map((chat) => ({ ...chat, state: 'ended', ended: 'hungUpThere' as never })) });
  await shown.settled();
  expect(screen.queryByTestId('say-in-message')).toBeNull();
});
