// Cases and complaints: registered in a conversation, read aloud, and on their page.
import { caseEyes } from '#data/cases/eyes';
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { proposedLists } from '#test/support/deskLists';
import { callFor, carlo, interactionOf, secondsAgo, talking, ulid, workstation } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, see, type } from './gestures.ts';

function inCall(number: number | null, ...gestures: Gesture[]): GalleryState {
  const note = 'Richiesta — La bolletta di ottobre è stata pagata due volte, chiede il rimborso.';
  const draft = { note, customerId: carlo.customer.id, identification: 'standard', reasonCode: 'REC-04' } as const;
  const open = interactionOf({ stage: 'live', draft });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { startedAt: secondsAgo(140), phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  return { programs: withCases(programs, [], number), gestures: [press('Alt+0'), see('register-sheet'), ...gestures] };
}

const cases = () => [
  caseAfter(
    1,
    registration({ of: 'case', title: 'Internet assente', reasonCode: 'TEC-01', backOffice: 'FL' }),
    { kind: 'work' },
    { kind: 'addTask', backOffice: 'TEC2', what: 'Provare la linea da remoto', day: null },
    { kind: 'remind', words: 'È la terza volta che chiamo', contactId: null },
  ),
  caseAfter(2, registration()),
  caseAfter(
    3,
    registration({
      of: 'case',
      title: 'Copia del contratto firmato in ogni pagina, con gli allegati A, B e C',
      backOffice: 'FL',
    }),
  ),
];
const giulias = (...doings: Parameters<typeof caseAfter>[1][]) =>
  caseAfter(
    1,
    registration({ of: 'case', title: 'Internet assente da martedì', reasonCode: 'TEC-01', backOffice: 'FL' }),
    { kind: 'work' },
    ...doings,
  );
const asked = () =>
  giulias(
    { kind: 'addTask', backOffice: 'TEC2', what: 'Provare la linea da remoto', day: '2026-12-04' },
    { kind: 'remind', words: 'È la terza volta che chiamo', contactId: null },
    { kind: 'amend', title: 'Internet assente da martedì, anche di sera' },
    { kind: 'askConfirmation', thing: { of: 'proposal', cents: 8_000 } },
  );
const onOwn = (programs: ReturnType<typeof createDeskPrograms>, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('cases'), click('case-row'), see('case-whole'), ...gestures],
});
const refusedOnes = (): GalleryState => {
  const found = asked();
  const failure = { code: 'case.notNow', origin: 'data', message: '' } as const;
  const aside = {
    id: ulid('S', 1),
    act: 'resume',
    text: 'È arrivato il modem nuovo, il cliente lo ha montato.',
  } as const;
  const asides = [{ ...aside, caseId: found.id, at: found.openedAt, failure }];
  return onOwn(withCases(createDeskPrograms(), [found], 11_840, { asides }), see('not-taken'));
};
const away = () => {
  const sync = { ...quietData().sync, link: { kind: 'offline', sinceAt: secondsAgo(90) } } as const;
  return createDeskPrograms({ data: { ...quietData(), sync } });
};

const onPage = (...gestures: Gesture[]): GalleryState => ({
  programs: withCases(createDeskPrograms(), cases()),
  gestures: [click('cases'), ...gestures],
});

/** What came by letter, for the customer whose page is open; the company's profile has kinds of complaint. */
function byLetter(...gestures: Gesture[]): GalleryState {
  const desk = workstation();
  const complaints = { ...desk.policy.complaints, profile: 'energy' };
  const eyes = caseEyes({ ...desk, policy: { ...desk.policy, complaints } }, proposedLists);
  return {
    programs: withCases(createDeskPrograms(), [], 11_840, { eyes }),
    gestures: [
      ...[type('search-input', 'carlo'), press('Enter'), see('customer-card'), press('Alt+0'), press('1')],
      ...[click('case-channel'), press('l'), press('Enter')],
      ...gestures,
    ],
  };
}
const filledIn = [
  ...[click('case-reason'), press('ArrowDown'), press('Enter')],
  type('case-words', 'La bolletta di ottobre è stata pagata due volte: chiedo la restituzione della seconda.'),
];

export const caseStates: Readonly<Record<string, () => GalleryState>> = {
  'case-menu': () => inCall(11_840),
  'case-remind': () => inCall(11_840, press('3'), see('remind-sheet')),
  'case-register': () => inCall(11_840, press('1'), see('case-words')),
  'case-by-letter': () => byLetter(...filledIn, see('case-kind')),
  'case-by-letter-end': () => byLetter(...filledIn, see('register')),
  'case-by-letter-missing': () => byLetter(click('register'), see('case-channel')),
  'case-registered': () => byLetter(...filledIn, press('Control+Enter'), see('registered')),
  'case-aloud': () => inCall(11_840, press('1'), click('register'), see('read-aloud')),
  'case-no-number': () => inCall(null, press('1'), click('register'), see('read-aloud')),
  'cases-empty': () => ({
    programs: withCases(createDeskPrograms()),
    gestures: [click('cases'), see('cases-page')],
  }),
  'cases-mine': () => onPage(see('case-row')),
  'cases-one': () => onPage(click('case-row'), see('case-whole')),
  'cases-worked': () => onOwn(withCases(createDeskPrograms(), [asked()]), click('more-acts')),
  'cases-propose': () => onOwn(withCases(createDeskPrograms(), [giulias()]), click('act-propose'), see('act-form')),
  'cases-refused': refusedOnes,
  'cases-away': () => onOwn(withCases(away(), [giulias()]), click('more-acts'), see('act-assign')),
  'cases-amend': () =>
    onOwn(withCases(createDeskPrograms(), [giulias()]), click('more-acts'), click('act-amend'), see('act-form')),
  'cases-commands': () => onOwn(withCases(createDeskPrograms(), [asked()]), press('F1'), see('search-input')),
  'cases-act': () => onPage(click('case-row'), click('act-note'), see('act-form')),
};
