// Files of a case, on the card and over the desk.
import {
  attachmentOf,
  carlosCase,
  invoice,
  meterPicture,
  ownOf,
  programsWithFiles,
  refusedFile,
} from '#test/support/deskAttachments';
import { carlo } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, see, type } from './gestures.ts';

const ofCarlo = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [type('search-input', 'carlo'), press('Enter'), ...gestures],
});
const open = click('case-files');

const many = [
  invoice,
  meterPicture,
  attachmentOf(3, {
    name: 'Scansione del contratto di fornitura firmato in ogni pagina, con allegati A, B e C (copia per il cliente).pdf',
    bytes: 18_700_000,
    at: '2024-05-06T07:00:00.000Z',
  }),
  attachmentOf(4, { name: 'IMG_0042.heic', kind: 'heic', bytes: 1_120_000 }),
];
const underway = [
  ownOf(11, { kind: 'sending', reached: 1_048_576 }, { name: 'modem.png', kind: 'png', bytes: 2_600_000 }),
  ownOf(12, { kind: 'waiting' }, { name: 'Immagine incollata.png', kind: 'png', bytes: 410_000 }),
  ownOf(13, { kind: 'sent' }, { name: 'delega.pdf' }),
];

/** A meter, as somebody would photograph it. */
async function picture(): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(1_600, 1_200);
  const pen = canvas.getContext('2d');
  if (pen === null) return new Uint8Array();
  pen.fillStyle = '#8d8f88';
  pen.fillRect(0, 0, 1_600, 1_200);
  pen.fillStyle = '#f2f1ec';
  pen.fillRect(300, 240, 1_000, 720);
  pen.fillStyle = '#1d1f1c';
  pen.fillRect(420, 380, 760, 180);
  pen.fillStyle = '#e8e6dc';
  pen.font = '140px monospace';
  pen.fillText('00418,7', 480, 520);
  pen.fillStyle = '#c3c1b7';
  pen.beginPath();
  pen.arc(800, 760, 110, 0, 7);
  pen.fill();
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
  return new Uint8Array(await blob.arrayBuffer());
}

function withPicture(): DeskPrograms {
  const programs = programsWithFiles([meterPicture]);
  programs.answers.data.readAttachment = async ({ at }) => ({ bytes: at === 0 ? await picture() : new Uint8Array() });
  return programs;
}

/** Closed, with files: reached from the timeline. */
function closedCase(): DeskPrograms {
  const programs = programsWithFiles([]);
  programs.answers.data.getCustomer = () => ({ ...carlo, openCases: [], closedCases: 1 });
  const closed = {
    ...carlosCase,
    id: 'closed',
    number: 'T-7',
    title: 'Contatore illeggibile',
    status: 'closed' as const,
  };
  const row = { ...closed, reminders: 0, attachments: [invoice, meterPicture] };
  programs.answers.data.timeline = () => ({ items: [{ kind: 'case', row }], more: false });
  return programs;
}

/** What was not taken, of a case that is seen and of one that is not any more. */
function asides(): GalleryState {
  const programs = createDeskPrograms();
  const all = [
    refusedFile(21, 'gone', { customer: null, caseNumber: 'T-3290' }),
    refusedFile(22, 'caseFull', { name: 'Scansione del contratto di fornitura firmato in ogni pagina.pdf' }),
    refusedFile(23, 'unwanted', { name: 'modulo.pdf' }),
  ];
  programs.state.data.sync.outbox = { waiting: 0, setAside: all.length };
  programs.answers.data.setAside = () => all;
  return { programs, gestures: [click('review')] };
}

export const attachmentStates: Readonly<Record<string, () => GalleryState>> = {
  'attachments-card': () => ofCarlo(programsWithFiles([invoice, meterPicture])),
  attachments: () =>
    ofCarlo(programsWithFiles(many, { own: underway, fetching: [{ id: invoice.id, reached: 92_000 }] }), open),
  'attachments-none': () => ofCarlo(programsWithFiles([]), open),
  'attachments-refused': () =>
    ofCarlo(
      programsWithFiles([invoice], {
        own: [
          ownOf(11, { kind: 'refused', why: 'unwanted' }, { name: 'delega.pdf' }),
          ownOf(12, { kind: 'refused', why: 'caseFull' }, { name: 'modem.png', kind: 'png', bytes: 2_600_000 }),
        ],
      }),
      open,
    ),
  'attachments-open': () => ofCarlo(programsWithFiles([invoice]), open, click('open-attachment')),
  'attachments-remove': () => ofCarlo(programsWithFiles([meterPicture]), open, click('remove-attachment')),
  'attachments-picture': () => ofCarlo(withPicture(), open, click('see-attachment'), see('picture')),
  'attachments-timeline': () => ofCarlo(closedCase(), press('Alt+y')),
  'attachments-closed': () => ofCarlo(closedCase(), press('Alt+y'), open),
  'attachments-set-aside': asides,
  'attachments-set-aside-open': () => {
    const { programs, gestures = [] } = asides();
    return { programs, gestures: [...gestures, click('open-file')] };
  },
  'attachments-picture-coming': () => {
    const programs = programsWithFiles([meterPicture]);
    programs.answers.data.fetchAttachment = () => new Promise(() => {});
    return ofCarlo(programs, open, click('see-attachment'));
  },
};
