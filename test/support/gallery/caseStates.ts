// Cases and complaints: registered in a conversation, read aloud, and on their page.
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { callFor, carlo, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, see } from './gestures.ts';

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
const onPage = (...gestures: Gesture[]): GalleryState => ({
  programs: withCases(createDeskPrograms(), cases()),
  gestures: [click('cases'), ...gestures],
});

export const caseStates: Readonly<Record<string, () => GalleryState>> = {
  'case-register': () => inCall(11_840),
  'case-aloud': () => inCall(11_840, click('register'), see('read-aloud')),
  'case-no-number': () => inCall(null, click('register'), see('read-aloud')),
  'cases-empty': () => ({
    programs: withCases(createDeskPrograms()),
    gestures: [click('cases'), see('cases-page')],
  }),
  'cases-mine': () => onPage(see('case-row')),
  'cases-one': () => onPage(click('case-row'), see('case-whole')),
  'cases-act': () => onPage(click('case-row'), click('act-note'), see('act-form')),
};
