// Files of a case at the agent's desk: added by button, dropping and pasting, with the service there or away; a document leaves the app
// only after a question.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { handedPieceBytes, openedCopySchema } from '#shared/contract/attachments';
import { FailureError } from '#shared/contract/failure';
import { attachmentRefusalSchema } from '#shared/model/attachment';
import {
  attachmentOf,
  carlosCase,
  invoice,
  meterPicture,
  ownOf,
  programsWithFiles,
  refusedFile,
} from '#test/support/deskAttachments';
import { carlo, secondsAgo, workstation } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function openCarlo(programs: DeskPrograms) {
  const desk = await showDesk(programs);
  await desk.agent.type(screen.getByTestId('search-input'), 'carlo');
  await desk.agent.keyboard('{Enter}');
  await desk.settled();
  return desk;
}
async function openFiles(programs: DeskPrograms) {
  const desk = await openCarlo(programs);
  await desk.agent.click(at('case-files'));
  return desk;
}
const asked = (programs: DeskPrograms, ...methods: string[]) =>
  programs.wishes.filter(({ method }) => methods.includes(method));
const lines = () => screen.queryAllByTestId('attachment').map((line) => line.textContent ?? '');
const file = (name: string, bytes = 12) => new File([new Uint8Array(bytes)], name, { type: 'application/pdf' });
const handing = ['beginAttachment', 'handAttachment', 'keepAttachment'];
/** What was handed over takes a few turns. */
async function handed(programs: DeskPrograms, kept: number, settled: () => Promise<void>) {
  for (let turn = 0; turn < 50 && asked(programs, 'keepAttachment').length < kept; turn++) await settled();
  await settled();
}

it('says on the card how many files a case has, those on their way too', async () => {
  await openCarlo(programsWithFiles([invoice], { own: [ownOf(11, { kind: 'waiting' })] }));
  expect(at('case-files').textContent).toContain('2 allegati');
});

it('a case without files offers to attach one', async () => {
  await openCarlo(programsWithFiles([]));
  expect(at('case-files').textContent).toContain('Allega');
});

it('opens with a key, and gives the focus back when it closes', async () => {
  const { agent } = await openCarlo(programsWithFiles([invoice]));
  at('case-files').focus();
  await agent.keyboard('{Alt>}e{/Alt}');
  expect(screen.getByRole('dialog').getAttribute('aria-label')).toBe('Allegati');
  await agent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(at('case-files'));
});

it('says of each file what it is, how large, by whom and when, and of one’s own how far it is', async () => {
  await openFiles(
    programsWithFiles([invoice, meterPicture], {
      own: [
        ownOf(11, { kind: 'sending', reached: 500 }, { name: 'a.pdf', bytes: 1_000 }),
        ownOf(12, { kind: 'waiting' }, { name: 'b.pdf' }),
        ownOf(13, { kind: 'refused', why: 'unwanted' }, { name: 'c.pdf' }),
      ],
      fetching: [{ id: invoice.id, reached: 46_000 }],
    }),
  );
  const [first = '', second = '', a = '', b = '', c = ''] = lines();
  expect(first).toContain('Fattura 3307 – marzo.pdf');
  expect(first).toContain('PDF · 184 kB · Luca Moro');
  expect(first).toContain('Scaricamento 25%');
  expect(second).toContain('JPEG · 2,3 MB · Giulia Serra');
  expect(a).toContain('Invio 50%');
  expect(b).toContain('Da inviare');
  expect(c).toContain('Non inviato');
  expect(c).toContain('antivirus');
});

it('what its case tells of already is shown once', async () => {
  await openFiles(programsWithFiles([invoice], { own: [ownOf(1, { kind: 'sent' })] }));
  expect(lines()).toHaveLength(1);
});

it('a chosen file is handed over in pieces, with its name', async () => {
  const programs = programsWithFiles([]);
  const { agent, settled } = await openFiles(programs);
  await agent.upload(at('attachment-file'), file('delega.pdf', handedPieceBytes + 5));
  await handed(programs, 1, settled);
  expect(asked(programs, ...handing).map(({ method, params }) => [method, sizeOf(params)])).toEqual([
    ['beginAttachment', { caseId: carlosCase.id, name: 'delega.pdf', bytes: handedPieceBytes + 5 }],
    ['handAttachment', handedPieceBytes],
    ['handAttachment', 5],
    ['keepAttachment', undefined],
  ]);
});
const sizeOf = (params: unknown) => {
  const { bytes, caseId } = params as { bytes?: Uint8Array | number; caseId?: string };
  return caseId !== undefined ? params : typeof bytes === 'object' ? bytes.length : bytes;
};

it('files that are dropped on the case are added, and the list shows', async () => {
  const programs = programsWithFiles([]);
  const { settled } = await openCarlo(programs);
  const dataTransfer = { types: ['Files'], files: [file('a.pdf'), file('b.pdf')] };
  fireEvent.drop(at('case-files'), { dataTransfer });
  await handed(programs, 2, settled);
  expect(asked(programs, 'beginAttachment').map(({ params }) => (params as { name: string }).name)).toEqual([
    'a.pdf',
    'b.pdf',
  ]);
  expect(at('attachments')).toBeTruthy();
});

it('a picture that is pasted is added under a name of its own; pasted text is nobody’s file', async () => {
  const programs = programsWithFiles([]);
  const { settled } = await openFiles(programs);
  await act(async () => {
    fireEvent.paste(document, { clipboardData: { files: [] } });
    fireEvent.paste(document, { clipboardData: { files: [new File(['x'], 'image.png', { type: 'image/png' })] } });
  });
  await handed(programs, 1, settled);
  expect(asked(programs, 'beginAttachment').map(({ params }) => (params as { name: string }).name)).toEqual([
    'Immagine incollata.png',
  ]);
});

it('one that cannot be added says why and what to do, and the others are added', async () => {
  const programs = programsWithFiles([]);
  programs.answers.data.keepAttachment = () =>
    asked(programs, 'keepAttachment').length === 1 ? { kind: 'refused', why: 'notAllowed' } : { kind: 'kept' };
  const { agent, settled } = await openFiles(programs);
  await agent.upload(at('attachment-file'), [file('programma.pdf'), file('delega.pdf')]);
  await handed(programs, 2, settled);
  const alert = within(at('attachments')).getByRole('alert');
  expect(alert.textContent).toContain('«programma.pdf» non è stato allegato');
  expect(alert.textContent).toContain('PDF e immagini');
});

it('a document is opened outside only after a question that says what that means', async () => {
  const programs = programsWithFiles([invoice]);
  const copy = openedCopySchema.parse('01JZZZZZZZZZZZZZZZZZZZZZZZ/Fattura 3307.pdf');
  programs.answers.data.copyAttachment = () => ({ copy });
  const { agent, settled } = await openFiles(programs);
  await agent.click(at('open-attachment'));
  expect(at('attachments').textContent).toContain('copia leggibile');
  expect(asked(programs, 'fetchAttachment', 'copyAttachment', 'openCopy')).toEqual([]);
  await agent.click(screen.getByText('Annulla'));
  expect(screen.queryByTestId('open-outside')).toBeNull();
  await agent.click(at('open-attachment'));
  await agent.click(at('open-outside'));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(asked(programs, 'fetchAttachment', 'copyAttachment', 'openCopy').map(({ method }) => method)).toEqual([
    'fetchAttachment',
    'copyAttachment',
    'openCopy',
  ]);
  expect(asked(programs, 'openCopy')[0]?.params).toEqual({ copy });
});

it('what cannot be fetched is not opened, and the agent is told', async () => {
  const programs = programsWithFiles([invoice]);
  programs.answers.data.fetchAttachment = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  const { agent, settled } = await openFiles(programs);
  await agent.click(at('open-attachment'));
  await agent.click(at('open-outside'));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(asked(programs, 'copyAttachment', 'openCopy')).toEqual([]);
  expect(screen.getByText('Il servizio non risponde')).toBeTruthy();
});

it('one’s own of today can be taken away, after a question; another’s by a lead alone', async () => {
  const older = attachmentOf(3, { name: 'vecchia.pdf', agentId: workstation().agent.id, at: secondsAgo(2 * 86_400) });
  const programs = programsWithFiles([invoice, meterPicture, older]);
  const { agent } = await openFiles(programs);
  const [only, another] = screen.getAllByTestId('remove-attachment');
  expect([only?.getAttribute('aria-label'), another]).toEqual(['Togli contatore.jpg', undefined]);
  await agent.click(only as HTMLElement);
  expect(asked(programs, 'removeAttachment')).toEqual([]);
  await agent.click(at('remove-for-all'));
  expect(asked(programs, 'removeAttachment').map(({ params }) => params)).toEqual([
    { caseId: carlosCase.id, id: meterPicture.id },
  ]);
});

it('what is not sent yet goes without a question, and what was refused is tried again', async () => {
  const programs = programsWithFiles([], {
    own: [ownOf(11, { kind: 'waiting' }), ownOf(12, { kind: 'refused', why: 'caseFull' })],
  });
  const { agent } = await openFiles(programs);
  const [waiting, refused] = screen.getAllByTestId('attachment');
  await agent.click(within(waiting as HTMLElement).getByTestId('remove-attachment'));
  await agent.click(within(refused as HTMLElement).getByTestId('send-again'));
  expect(asked(programs, 'dropAttachment', 'sendAgain').map(({ method, params }) => [method, params])).toEqual([
    ['dropAttachment', { id: ownOf(11, { kind: 'waiting' }).id }],
    ['sendAgain', { id: ownOf(12, { kind: 'waiting' }).id }],
  ]);
});

it('is tried again where it may be taken by now, and not where its bytes would be refused once more', async () => {
  const all = attachmentRefusalSchema.options;
  await openFiles(programsWithFiles([], { own: all.map((why, n) => ownOf(20 + n, { kind: 'refused', why })) }));
  const lines = screen.getAllByTestId('attachment');
  expect(all.filter((_why, n) => within(lines[n] as HTMLElement).queryByTestId('send-again') !== null)).toEqual([
    'tooLarge',
    'caseFull',
    'damaged',
    'restricted',
    'gone',
  ]);
});

it('Esc goes from a question back to the list, then to the desk', async () => {
  const { agent } = await openFiles(programsWithFiles([invoice]));
  await agent.click(at('open-attachment'));
  await agent.keyboard('{Escape}');
  expect(screen.queryByTestId('open-outside')).toBeNull();
  expect(at('attachments')).toBeTruthy();
  await agent.keyboard('{Escape}');
  expect(screen.queryByTestId('attachments')).toBeNull();
});

it('a picture that cannot be drawn says what can be done', async () => {
  const programs = programsWithFiles([meterPicture]);
  programs.answers.data.readAttachment = () => ({ bytes: new Uint8Array(0) });
  const { agent, settled } = await openFiles(programs);
  await agent.click(at('see-attachment'));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(at('attachments').textContent).toContain('non si può mostrare qui');
});

it('Esc goes from a picture back to the list, with the focus where it was, and the customer’s record stays', async () => {
  const programs = programsWithFiles([invoice, meterPicture]);
  programs.answers.data.readAttachment = () => ({ bytes: new Uint8Array(0) });
  const { agent, settled } = await openFiles(programs);
  await agent.click(at('see-attachment'));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(document.activeElement?.textContent).toContain('Tutti gli allegati');
  await agent.keyboard('{Escape}');
  expect(lines()).toHaveLength(2);
  expect(document.activeElement).toBe(at('see-attachment'));
  await agent.keyboard('{Escape}');
  expect(at('customer-card')).toBeTruthy();
});

it('a case that is closed while its files are open says so, keeps what there is, and takes no more', async () => {
  const programs = programsWithFiles([invoice]);
  const { settled } = await openFiles(programs);
  const closed = { ...carlosCase, status: 'closed' as const, attachments: [invoice, meterPicture] };
  programs.answers.data.getCustomer = () => ({ ...carlo, openCases: [], closedCases: 1 });
  programs.answers.data.caseHere = ({ id }) => (id === carlosCase.id ? closed : null);
  await act(async () => programs.tellData({ kind: 'customersChanged', ids: [carlo.customer.id] }));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(lines()).toHaveLength(2);
  expect(at('attachments').textContent).toContain('La pratica è chiusa');
  expect((at('add-attachment') as HTMLButtonElement).disabled).toBe(true);
});

it('a case that is gone while its files are open shows none of them any more', async () => {
  const programs = programsWithFiles([invoice]);
  const { settled } = await openFiles(programs);
  programs.answers.data.getCustomer = () => ({ ...carlo, openCases: [] });
  programs.answers.data.caseHere = () => null;
  await act(async () => programs.tellData({ kind: 'customersChanged', ids: [carlo.customer.id] }));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(lines()).toEqual([]);
  expect(at('attachments').textContent).toContain('La pratica non è più visibile da qui');
});

it('what was refused can be taken out before it is discarded, where a word of it is asked about', async () => {
  const programs = createDeskPrograms();
  const asides = [refusedFile(21, 'gone', { customer: null }), refusedFile(22, 'unwanted', { name: 'modulo.pdf' })];
  programs.state.data.sync.outbox = { waiting: 0, setAside: 2 };
  programs.answers.data.setAside = () => asides;
  const copy = openedCopySchema.parse('01JZZZZZZZZZZZZZZZZZZZZZZZ/delega firmata.pdf');
  programs.answers.data.copyAttachment = () => ({ copy });
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}7{/Alt}');
  await settled();
  const [first, second] = screen.getAllByTestId('conflict');
  expect(first?.textContent).toContain('delega firmata.pdf');
  expect(first?.textContent).toContain(carlosCase.number);
  expect(within(second as HTMLElement).queryByTestId('open-file')).toBeNull();
  await agent.keyboard('3');
  expect(asked(programs, 'copyAttachment')).toEqual([]);
  await agent.click(at('open-outside'));
  for (let turn = 0; turn < 5; turn++) await settled();
  expect(asked(programs, 'openCopy').map(({ params }) => params)).toEqual([{ copy }]);
  await agent.keyboard('1');
  expect(asked(programs, 'sendAgain').map(({ params }) => params)).toEqual([{ id: asides[0]?.id }]);
  await agent.keyboard('2');
  expect(asked(programs, 'dropAttachment')).toEqual([]);
  await agent.click(at('discard-sure'));
  expect(asked(programs, 'dropAttachment').map(({ params }) => params)).toEqual([{ id: asides[0]?.id }]);
});

it.each([
  ['y', 'timeline'],
  ['e', 'attachments'],
  ['z', 'consent-sheet'],
  ['q', 'field-history'],
])('the sheet that Alt %s opens is closed with the mouse, too', async (key, sheet) => {
  const { agent, settled } = await openCarlo(programsWithFiles([invoice]));
  await agent.keyboard(`{Alt>}${key}{/Alt}`);
  await settled();
  await agent.click(within(at(sheet)).getByTestId('close-sheet'));
  expect(screen.queryByTestId(sheet)).toBeNull();
});

it('files of a closed case are reached from the timeline, to be looked at and no more', async () => {
  const programs = programsWithFiles([]);
  const closed = { ...carlosCase, id: 'closed', number: 'T-7', status: 'closed' as const, attachments: [invoice] };
  programs.answers.data.timeline = () => ({ items: [{ kind: 'case', row: closed }], more: false });
  const copy = openedCopySchema.parse('01JZZZZZZZZZZZZZZZZZZZZZZZ/Fattura 3307.pdf');
  programs.answers.data.copyAttachment = () => ({ copy });
  const { agent, settled } = await openCarlo(programs);
  await agent.keyboard('{Alt>}y{/Alt}');
  await settled();
  await agent.click(within(at('timeline')).getByTestId('case-files'));
  expect(lines()).toEqual([expect.stringContaining('Fattura 3307 – marzo.pdf')]);
  expect(at('attachments').textContent).toContain('T-7');
  expect(at('attachments').textContent).toContain('La pratica è chiusa');
  expect((at('add-attachment') as HTMLButtonElement).disabled).toBe(true);
  fireEvent.paste(document, { clipboardData: { files: [new File(['x'], 'image.png')] } });
  await settled();
  expect(asked(programs, 'beginAttachment')).toEqual([]);
  await agent.click(at('open-attachment'));
  await agent.click(at('open-outside'));
  for (let turn = 0; turn < 3; turn++) await settled();
  expect(asked(programs, 'fetchAttachment')[0]?.params).toEqual({ caseId: 'closed', id: invoice.id });
});
