// Every screen of the desk as named, made-up states: for looking at, one by one.
import type { LineAdvice, LineStep } from '#shared/contract/deskPhone';
import { type FailureCode, failure } from '#shared/contract/failure';
import type { Headset } from '#shared/contract/headset';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { Quality } from '#shared/model/callQuality';
import { nothingPromised } from '#shared/model/interaction';
import { nobodyCame } from '#shared/protocol/board';
import { helpListSchema } from '#shared/protocol/help';
import { agreement, board, boards, callers, helpOf, team, wantCalls } from '#test/support/deskBoards';
import { consultAbout, luca, onHold, ownCall } from '#test/support/deskCalls';
import { adminPrograms, doneImport, importOf, readyImport, runningImport } from '#test/support/deskImports';
import {
  afternoon,
  at,
  caller,
  callFor,
  cardOf,
  carlo,
  elisa,
  ferramenta,
  interactionOf,
  marta,
  numberOf,
  recentOf,
  secondsAgo,
  talking,
  ulid,
  workstation,
} from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone, signedInMain } from '#test/support/deskPrograms';
import { attachmentStates } from './attachmentStates.ts';
import { cardStates } from './cardStates.ts';
import { caseStates } from './caseStates.ts';
import { chatStates } from './chatStates.ts';
import { consentStates } from './consentStates.ts';
import { duplicateStates } from './duplicateStates.ts';
import { figuresStates } from './figuresStates.ts';
import { findingStates } from './findingStates.ts';
import { click, type GalleryState, type Gesture, press, see, type } from './gestures.ts';
import { guideStates } from './guideStates.ts';
import { knowledgeStates } from './knowledgeStates.ts';
import { letterStates } from './letterStates.ts';
import { myDayStates } from './myDayStates.ts';
import { officeStates } from './officeStates.ts';
import { reportStates } from './reportStates.ts';
import { reviewing, reviewStates } from './reviewStates.ts';

const firstMain = () => ({
  ...signedInMain(),
  settings: { ...signedInMain().settings, door: { kind: 'none' as const } },
});
const signedOut = (code?: FailureCode) => ({
  ...quietData(),
  session: {
    kind: 'signedOut' as const,
    failure: code === undefined ? null : { code, origin: 'server' as const, message: '' },
  },
  sync: { ...quietData().sync, load: { kind: 'none' as const } },
});

const note =
  'Richiesta — Linea assente da tre settimane, quarta chiamata. Perde pagamenti con il POS. Chiede una data e una persona responsabile.\n\nVerifiche — T-21 in lavorazione, due solleciti (−14, −7 gg) senza richiamata. Cavo e LED già verificati in chat.';

const ringing = (open: ReturnType<typeof interactionOf>, change: Partial<Call> = {}): GalleryState => ({
  programs: createDeskPrograms({
    phone: {
      ...readyPhone(),
      availability: { ...readyPhone().availability, heldOffBy: 'call' },
      calls: [callFor(open, change)],
    },
    data: { ...quietData(), open: [open] },
  }),
});

const conversation = (
  phase: Parameters<typeof talking>[0] = {},
  open = interactionOf({
    stage: 'live',
    draft: {
      note,
      reasonCode: 'REC-04',
      customerId: carlo.customer.id,
      identification: 'standard',
      factors: [],
      speaker: null,
      promised: { text: 'Richiamata del responsabile', by: '2026-11-26', owner: null },
    },
  }),
): GalleryState => ({
  programs: createDeskPrograms({
    phone: {
      ...readyPhone(),
      availability: { ...readyPhone().availability, heldOffBy: 'call' },
      calls: [callFor(open, { startedAt: secondsAgo(140), phase: talking(phase) })],
    },
    data: { ...quietData(), open: [open] },
  }),
});

const sounding = (quality: Quality): GalleryState => {
  const state = conversation();
  const { phone } = state.programs.state;
  for (const { id } of phone.calls) phone.quality[id] = { ...quality, silent: false };
  return state;
};

const wrapUp = (outcomeCode: string | null, wrapUpUntil?: string): GalleryState => ({
  programs: createDeskPrograms({
    phone: {
      ...readyPhone(),
      availability: { ...readyPhone().availability, heldOffBy: 'wrapUp', sinceAt: secondsAgo(42) },
    },
    data: {
      ...quietData(),
      open: [
        interactionOf({
          stage: 'wrapUp',
          ...(wrapUpUntil === undefined ? {} : { wrapUpUntil }),
          draft: {
            note,
            reasonCode: outcomeCode === null ? null : 'REC-04',
            outcomeCode,
            cases: [{ caseId: ulid('C', 7) as never, number: '261184009', how: 'registered' }],
            customerId: carlo.customer.id,
            promised: {
              text: 'Risposta scritta al reclamo',
              by: '2026-12-01',
              owner: { kind: 'backOffice', code: 'REC' },
            },
          },
        }),
      ],
    },
  }),
});

const handedOver = {
  kind: 'here' as const,
  card: carlo,
  handover: {
    id: ulid('X', 9) as never,
    to: { kind: 'queue' as const, queueId: 'complaints' as never, name: 'Ufficio reclami', number: '8002' },
    caller: numberOf(carlo),
    queueId: null,
    customerId: carlo.customer.id,
    reasonCode: 'REC-04',
    secondary: [],
    note: 'Linea assente da tre settimane, quarta chiamata. Chiede una data e una persona responsabile.',
    identification: 'standard' as const,
    factors: [],
    speaker: null,
    checks: [],
    cases: [],
    promised: { text: 'Richiamata del responsabile', by: '2026-11-26', owner: null },
    at: secondsAgo(30),
    from: { id: ulid('A', 1) as never, name: 'Giulia Serra' },
  },
};

const jabra = { model: '0b0e:2453', name: 'Jabra BIZ 2400 II' };
const poly = { model: '047f:02e6', name: 'Poly BT700' };
const withHeadset = (headset: Headset): GalleryState => ({
  programs: createDeskPrograms({ phone: { ...readyPhone(), headset } }),
  gestures: [click('settings'), see('headset-choice')],
});

/** Carlo Bassi, with whom the agent has been speaking. */
const liveCarlo = interactionOf({
  stage: 'live',
  draft: { note, reasonCode: 'REC-04', customerId: carlo.customer.id },
});
const liveElisa = interactionOf({
  number: 2,
  stage: 'live',
  caller: numberOf(elisa),
  match: { kind: 'number', cards: [elisa] },
});
const carloHeld = callFor(liveCarlo, { startedAt: secondsAgo(140), phase: onHold(12) });

const line = (calls: readonly Call[], conference: readonly Call[] = [], open = [liveCarlo]): GalleryState => ({
  programs: createDeskPrograms({
    phone: {
      ...readyPhone(),
      availability: { ...readyPhone().availability, heldOffBy: 'call' },
      calls: [...calls],
      conference: conference.map(({ id }) => id),
    },
    data: { ...quietData(), open },
  }),
});

const withHelp = (help: object | null): GalleryState => {
  const state = conversation();
  state.programs.state.data.boards = boards({
    help: { asOf: at(afternoon), help: (help === null ? [] : [helpOf(help)]) as never, listening: [] },
  });
  return state;
};

/** Leads may see states by name. */
function underAgreement(programs: DeskPrograms): void {
  const { session } = programs.state.data;
  if (session.kind !== 'signedIn') return;
  session.workstation.policy.supervision = { ...agreement, listening: true };
  session.workstation.listenCode = '*75';
}

/** An administrator's page of files, or the first of them opened. */
const imports = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('imports'), ...gestures],
});

const lead = (shown: ReturnType<typeof boards>): GalleryState => {
  const programs = createDeskPrograms({ data: { ...quietData(), boards: shown } });
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') {
    session.workstation.agent.role = 'lead';
    session.workstation.helpCodes = { whisper: '*76', barge: '*77' };
  }
  return { programs, gestures: [click('board')] };
};

/** Two are parked, and there is room for more. */
const withParked = (state: GalleryState): GalleryState => {
  const { data } = state.programs.state;
  if (data.session.kind === 'signedIn') data.session.workstation.parking = ['701', '702', '703'];
  const there = { customers: [], interactionId: null };
  data.boards = boards({
    parked: [
      {
        ...there,
        place: '702',
        since: secondsAgo(74),
        number: '+390000000106',
        customers: [{ id: elisa.customer.id, name: 'Elisa Grandi' }],
      },
      { ...there, place: '701', since: secondsAgo(21), number: '+390000000199' },
    ] as never,
  });
  return state;
};

/** A PBX that is there, and that the phone does not connect to. */
const notConnected = (code: FailureCode, retryAt: string | null): GalleryState => {
  const programs = createDeskPrograms();
  programs.state.phone.registration = { kind: 'failed', failure: { code, origin: 'phone', message: '' }, retryAt };
  return { programs };
};

const unknownCaller = caller('+39 000 000 0199');

/** Everything that can be wrong, one below the other. */
const allWrong = (): GalleryState => {
  const state = lineChecked(false);
  const wrong = (part: LineStep['part'], ...advices: readonly LineAdvice[]): LineStep[] =>
    advices.map((advice) => ({ part, target: advice, result: { kind: 'wrong', advice } }));
  state.programs.state.phone.lineCheck = {
    startedAt: secondsAgo(9),
    running: false,
    steps: [
      ...wrong('microphone', 'microphoneMissing', 'microphoneRefused', 'microphoneBusy', 'microphoneSilent'),
      ...wrong('server', 'serverUntrusted', 'serverUnsecured', 'serverAway'),
      ...wrong('registration', 'notRegistered', 'wrongPassword'),
      ...wrong('route', 'noRoute'),
      ...wrong('stun', 'stunAway'),
      ...wrong('turn', 'turnAway', 'turnRefused'),
      ...wrong('echo', 'echoRefused', 'echoSilent'),
    ],
  };
  return state;
};

const lineChecked = (running: boolean): GalleryState => {
  const programs = createDeskPrograms();
  const rest = (result: LineStep['result']): LineStep['result'] => (running ? { kind: 'waiting' } : result);
  programs.state.phone.lineCheck = {
    startedAt: secondsAgo(9),
    running,
    steps: [
      { part: 'microphone', target: null, result: { kind: 'fine', ms: 2_041 } },
      { part: 'server', target: 'pbx.esempio.it', result: { kind: 'fine', ms: 38 } },
      { part: 'server', target: 'riserva.esempio.it:8443', result: { kind: 'wrong', advice: 'serverAway' } },
      { part: 'registration', target: null, result: running ? { kind: 'running' } : { kind: 'fine', ms: 0 } },
      { part: 'route', target: null, result: rest({ kind: 'fine', ms: 4 }) },
      { part: 'turn', target: 'ponte.esempio.it:443', result: rest({ kind: 'wrong', advice: 'turnAway' }) },
      { part: 'echo', target: null, result: rest({ kind: 'skipped', advice: 'echoNotSet' }) },
    ],
  };
  return { programs, gestures: [click('settings'), click('open-line-check')] };
};

const lineCheckInVain = (): GalleryState => {
  const { programs } = notConnected('pbx.unsecured', null);
  programs.state.phone.lineCheck = {
    startedAt: secondsAgo(9),
    running: false,
    steps: [
      { part: 'microphone', target: null, result: { kind: 'fine', ms: 2_041 } },
      { part: 'server', target: 'pbx.esempio.it:8088', result: { kind: 'wrong', advice: 'serverUnsecured' } },
      { part: 'registration', target: null, result: { kind: 'skipped', advice: 'noServer' } },
      { part: 'route', target: null, result: { kind: 'fine', ms: 4 } },
      { part: 'echo', target: '9000', result: { kind: 'skipped', advice: 'noServer' } },
    ],
  };
  return { programs, gestures: [click('line-check')] };
};

/** What the data process says of the two files. */
function withFileNotices(...codes: readonly FailureCode[]): DeskPrograms {
  const programs = createDeskPrograms();
  programs.state.data.sync.notices = codes.map((code) => ({ code, origin: 'data', message: '' }));
  return programs;
}

export const galleryStates: Readonly<Record<string, () => GalleryState>> = {
  doors: () => ({ programs: createDeskPrograms({ main: firstMain(), data: signedOut() }) }),
  connect: () => ({
    programs: createDeskPrograms({ main: firstMain(), data: signedOut() }),
    gestures: [click('door-connect')],
  }),
  'connect-missing': () => ({
    programs: createDeskPrograms({ main: firstMain(), data: signedOut() }),
    gestures: [click('door-connect'), type('connect-url', 'servizio'), click('connect-submit')],
  }),
  'connect-wrong': () => ({ programs: createDeskPrograms({ data: signedOut('backend.wrongCredentials') }) }),
  'connect-browser': () => {
    const programs = createDeskPrograms({ data: signedOut() });
    programs.answers.data.signInWays = () => ({ local: true, oidc: { name: 'Aurora ID' } });
    programs.answers.data.beginBrowserSignIn = () => ({ url: 'https://login.esempio.it/auth' });
    programs.answers.data.finishBrowserSignIn = () => new Promise(() => {});
    return { programs, gestures: [click('connect-browser')] };
  },
  'connect-ways': () => {
    const programs = createDeskPrograms({ data: signedOut() });
    programs.answers.data.signInWays = () => ({ local: true, oidc: { name: 'Aurora ID' } });
    return { programs };
  },
  'connect-company': () => {
    const programs = createDeskPrograms({ data: signedOut() });
    programs.answers.data.signInWays = () => ({ local: false, oidc: { name: 'Aurora ID' } });
    return { programs };
  },
  'connect-password': () => {
    const programs = createDeskPrograms({ data: signedOut() });
    programs.answers.data.signIn = () => {
      throw failure('backend.passwordDue', 'server');
    };
    return {
      programs,
      gestures: [type('connect-username', 'nora'), type('connect-password', 'k7mp'), click('connect-submit')],
    };
  },
  'connect-stranger': () => ({ programs: createDeskPrograms({ data: signedOut('signIn.noSuchAgent') }) }),
  starting: () => ({
    programs: createDeskPrograms({
      main: {
        ...signedInMain(),
        settings: { ...signedInMain().settings, door: { kind: 'practise' } },
        programs: { ...signedInMain().programs, server: { kind: 'running' }, simulator: { kind: 'starting' } },
      },
      data: {
        ...signedOut(),
        sync: {
          ...quietData().sync,
          load: { kind: 'loading', done: 412_000, total: 1_000_000, perSecond: 9_400, secondsLeft: 63 },
        },
      },
    }),
  }),
  'no-keyring': () => ({
    programs: createDeskPrograms({
      main: {
        ...signedInMain(),
        notices: [{ code: 'keyring.missing', origin: 'main', message: '' }],
      },
      data: signedOut(),
    }),
  }),
  'key-locked': () => ({
    programs: createDeskPrograms({
      main: {
        ...signedInMain(),
        notices: [{ code: 'keyring.locked', origin: 'main', message: '' }],
      },
      data: signedOut(),
    }),
  }),
  'disk-full': () => ({ programs: withFileNotices('files.diskFull', 'files.cacheFull') }),
  'disk-damaged': () => ({ programs: withFileNotices('files.damaged', 'files.cacheDamaged') }),
  'disk-unwritable': () => ({ programs: withFileNotices('files.unwritable') }),
  'files-newer': () => {
    const programs = withFileNotices('files.newer');
    for (const notice of programs.state.data.sync.notices) notice.version = '1.4.0';
    return { programs };
  },
  'key-lost': () => ({ programs: withFileNotices('files.keyLost') }),
  ready: () => ({
    programs: createDeskPrograms({
      data: {
        ...quietData(),
        recent: [
          recentOf({ number: 1, reasonCode: 'REC-04', note, minutesAgo: 6 }),
          recentOf({
            number: 2,
            customer: null,
            caller: unknownCaller,
            answered: false,
            end: 'callerGaveUp',
            minutesAgo: 31,
          }),
          recentOf({
            number: 3,
            customer: elisa,
            reasonCode: 'FAT-02',
            note: 'Contesta la fattura 3307, chiede lo storno.',
            minutesAgo: 48,
          }),
          recentOf({ number: 4, customer: null, caller: { kind: 'withheld' }, reasonCode: 'INF-01', minutesAgo: 75 }),
          recentOf({ number: 5, customer: ferramenta, answered: false, end: 'declined', minutesAgo: 118 }),
          recentOf({
            number: 6,
            customer: marta,
            reasonCode: 'FAT-01',
            note: 'Spiegata la voce «attivazione».',
            minutesAgo: 1_560,
          }),
        ],
      },
    }),
  }),
  'ready-first': () => ({ programs: createDeskPrograms() }),
  'state-menu': () => ({
    programs: createDeskPrograms({
      phone: {
        ...readyPhone(),
        availability: {
          ...readyPhone().availability,
          wish: { kind: 'notReady', reasonCode: 'lunch' },
          pbx: 'notOffering',
        },
      },
    }),
    gestures: [click('state-pill')],
  }),
  'state-menu-in-call': () => ({ ...conversation(), gestures: [press('Alt+p')] }),
  practice: () => ({
    programs: createDeskPrograms({
      data: {
        ...quietData(true),
        sync: {
          ...quietData().sync,
          load: { kind: 'loading', done: 412_000, total: 1_000_000, perSecond: 9_400, secondsLeft: 63 },
          outbox: { waiting: 3, setAside: 0 },
        },
      },
    }),
  }),
  arrival: () => ringing(interactionOf()),
  several: () => ringing(interactionOf({ match: { kind: 'number', cards: [carlo, marta, ferramenta] } })),
  'several-chosen': () => ({
    ...ringing(interactionOf({ match: { kind: 'number', cards: [carlo, marta, ferramenta] } })),
    gestures: [click('choose-customer')],
  }),
  guess: () => ringing(interactionOf({ caller: caller('+41 000 000 0106'), match: { kind: 'guess', cards: [elisa] } })),
  'not-found': () => ringing(interactionOf({ caller: unknownCaller, match: { kind: 'notFound' }, language: 'en' })),
  withheld: () =>
    ringing(interactionOf({ caller: { kind: 'withheld' }, match: { kind: 'withheld' } }), { queue: null }),
  unreadable: () => ringing(interactionOf({ caller: { kind: 'unreadable' }, match: { kind: 'unreadable' } })),
  handover: () =>
    ringing(interactionOf({ handover: handedOver }), { queue: 'complaints', handedOver: ulid('X', 9) as never }),
  conversation: () => conversation(),
  'conversation-new': () => conversation({ answeredAt: secondsAgo(4) }, interactionOf({ stage: 'live' })),
  'conversation-several': () =>
    conversation({}, interactionOf({ stage: 'live', match: { kind: 'number', cards: [carlo, marta, ferramenta] } })),
  'conversation-unknown': () =>
    conversation({ mute: true }, interactionOf({ stage: 'live', caller: unknownCaller, match: { kind: 'notFound' } })),
  held: () => conversation({ hold: { wanted: true, actual: true }, heldSince: secondsAgo(72) }),
  'quality-good': () => ({
    ...sounding({ mos: 4.36, verdict: 'good', fault: null, delayMs: 83, lossPercent: 0, jitterMs: 4 }),
    gestures: [click('call-quality')],
  }),
  'quality-fair': () =>
    sounding({ mos: 3.94, verdict: 'fair', fault: 'network', delayMs: 182, lossPercent: 2.4, jitterMs: 36 }),
  'quality-poor': () => ({
    ...sounding({ mos: 2.71, verdict: 'poor', fault: 'network', delayMs: 411, lossPercent: 7.2, jitterMs: 58 }),
    gestures: [click('call-quality')],
  }),
  'quality-microphone': () => ({
    ...sounding({ mos: 4.4, verdict: 'poor', fault: 'microphone', delayMs: 80, lossPercent: 0, jitterMs: 3 }),
    gestures: [click('call-quality')],
  }),
  keypad: () => ({ ...conversation(), gestures: [click('keypad'), press('1'), press('2'), press('#')] }),
  callback: () => ({ ...conversation(), gestures: [click('callback')] }),
  'callback-month': () => ({ ...conversation(), gestures: [click('callback'), press('Alt+ArrowDown')] }),
  'callback-wrong': () => ({
    ...conversation(),
    gestures: [click('callback'), type('callback-number', 'ufficio'), click('callback-promise')],
  }),
  'callback-promised': () =>
    conversation(
      {},
      interactionOf({
        stage: 'live',
        draft: {
          note,
          reasonCode: 'REC-04',
          customerId: carlo.customer.id,
          callback: { at: secondsAgo(-20 * 3_600), number: '+390000000103', purpose: null, owner: null },
        },
      }),
    ),
  reason: () => ({ ...conversation(), gestures: [type('reason', 'reclamo')] }),
  transfer: () => ({
    ...conversation({ hold: { wanted: true, actual: true }, heldSince: secondsAgo(12) }),
    gestures: [click('transfer')],
  }),
  'transfer-failed': () => ({
    ...conversation({
      transfer: {
        kind: 'failed',
        code: 'transfer.noAnswer',
        target: { kind: 'person', name: 'Luca Moro', number: '1002' },
      },
    }),
    gestures: [click('transfer'), type('transfer-input', 'moro')],
  }),
  specialist: () => conversation({ answeredAt: secondsAgo(4) }, interactionOf({ stage: 'live', handover: handedOver })),
  second: () => {
    const state = conversation();
    const second = interactionOf({ number: 2, caller: numberOf(elisa), match: { kind: 'number', cards: [elisa] } });
    state.programs.state.phone.calls.push(callFor(second, { queue: null, waitedSeconds: null }));
    state.programs.state.data.open.push(second);
    return state;
  },
  'two-calls': () =>
    line(
      [carloHeld, callFor(liveElisa, { queue: null, phase: talking({ answeredAt: secondsAgo(41) }) })],
      [],
      [liveCarlo, liveElisa],
    ),
  'three-calls': () => {
    const third = interactionOf({ number: 3, stage: 'live', caller: unknownCaller, match: { kind: 'notFound' } });
    return line(
      [
        carloHeld,
        callFor(liveElisa, { phase: onHold(95) }),
        callFor(third, { phase: talking({ answeredAt: secondsAgo(9) }) }),
      ],
      [],
      [liveCarlo, liveElisa, third],
    );
  },
  'consult-rings': () => line([carloHeld, consultAbout(carloHeld, { kind: 'dialling', progress: 'ringing' })]),
  consult: () => line([carloHeld, consultAbout(carloHeld, talking({ answeredAt: secondsAgo(34) }))]),
  'consult-swapped': () => line([{ ...carloHeld, phase: talking() }, consultAbout(carloHeld, onHold(5))]),
  conference: () => {
    const spoken = { ...carloHeld, phase: talking() };
    const asked = consultAbout(spoken, talking({ answeredAt: secondsAgo(34) }));
    return line([spoken, asked], [spoken, asked]);
  },
  'consult-help': () => {
    const state = line([carloHeld, consultAbout(carloHeld, talking({ answeredAt: secondsAgo(34) }))]);
    state.programs.state.data.boards = boards();
    return state;
  },
  'consult-swapped-help': () => {
    const state = line([{ ...carloHeld, phase: talking() }, consultAbout(carloHeld, onHold(5))]);
    state.programs.state.data.boards = boards({
      help: { asOf: at(afternoon), help: [helpOf({ kind: 'open' })] as never, listening: [] },
    });
    return state;
  },
  'conference-help': () => {
    const spoken = { ...carloHeld, phase: talking() };
    const asked = consultAbout(spoken, talking({ answeredAt: secondsAgo(34) }));
    const state = line([spoken, asked], [spoken, asked]);
    state.programs.state.data.boards = boards({
      help: {
        asOf: at(afternoon),
        help: [
          helpOf({
            kind: 'answered',
            by: { id: ulid('A', 3), name: 'Sara Conti' },
            manner: 'whisper',
            at: secondsAgo(4),
          }),
        ] as never,
        listening: [],
      },
    });
    return state;
  },
  dialling: () => line([ownCall(liveCarlo, { phase: { kind: 'dialling', progress: 'ringing' } })]),
  'dialling-heard': () => line([ownCall(liveCarlo, { phase: { kind: 'dialling', progress: 'heard' } })]),
  dial: () => ({ programs: createDeskPrograms(), gestures: [click('dial'), type('dial-input', '+39 000 000 0106')] }),
  'dial-in-call': () => ({ ...conversation(), gestures: [press('Alt+n')] }),
  'dial-wrong': () => ({ programs: createDeskPrograms(), gestures: [click('dial'), type('dial-input', 'Elisa')] }),
  'link-asks': () => {
    const state = { programs: createDeskPrograms() };
    state.programs.state.main.link = { id: 1, number: '+390000000106' };
    return state;
  },
  news: () => ({ programs: createDeskPrograms(), gestures: [click('settings'), click('news')] }),
  'news-told': () => {
    const programs = createDeskPrograms();
    const { data, main } = programs.state;
    const account = data.session.kind === 'signedIn' ? data.session.workstation.agent.id : null;
    main.settings = { ...main.settings, account, newsSeen: '0.0.9' };
    programs.state.data = { ...data, preferences: { told: true, chosen: { newsSeen: '0.0.9' } } };
    return { programs };
  },
  'pop-out': () => ({ ...conversation(), isPopOut: true }),
  'pop-out-held': () => ({ ...conversation(onHold(95)), isPopOut: true }),
  'pop-out-second': () => ({ programs: must(galleryStates.second, 'second')().programs, isPopOut: true }),
  'pop-out-consult': () => ({ programs: must(galleryStates.consult, 'consult')().programs, isPopOut: true }),
  'pop-out-wrap-up': () => ({ programs: must(galleryStates['wrap-up'], 'wrap-up')().programs, isPopOut: true }),
  'pop-out-rings': () => ({ ...ringing(interactionOf({})), isPopOut: true }),
  'link-in-call': () => {
    const state = conversation();
    state.programs.state.main.placeLink = { id: 1, place: { kind: 'case', id: '260118401' }, wanted: false };
    return state;
  },
  'link-waits': () => {
    const programs = createDeskPrograms({ main: firstMain(), data: signedOut() });
    programs.state.main.placeLink = { id: 1, place: { kind: 'page', id: 'board' }, wanted: false };
    return { programs };
  },
  unreached: () => {
    const ended = { kind: 'ended' as const, at: secondsAgo(1), reason: 'busy' as const, answeredAt: null };
    const { programs } = line([ownCall(interactionOf({ number: 9, caller: unknownCaller }), { phase: ended })], [], []);
    programs.state.phone.availability.heldOffBy = 'nothing';
    return { programs };
  },
  parked: () => withParked(conversation()),
  'parked-wrap-up': () => withParked(wrapUp(null)),
  'parked-returned': () => {
    const state = wrapUp('INO-3');
    const [open = interactionOf()] = state.programs.state.data.open;
    state.programs.state.phone.calls.push(
      callFor(open, { parking: { place: '702', how: 'returned' }, waitedSeconds: null, queue: 'support' }),
    );
    return state;
  },
  voicemail: () => ({
    programs: createDeskPrograms({ phone: { ...readyPhone(), voiceMessages: { kind: 'counted', fresh: 2 } } }),
  }),
  'voicemail-listening': () => {
    const mailbox = interactionOf({
      number: 71,
      caller: { kind: 'number', number: '*97', e164: null, displayName: null },
    });
    const { programs } = line(
      [ownCall(mailbox, { purpose: { kind: 'voicemail' }, phase: talking({ answeredAt: secondsAgo(14) }) })],
      [],
      [],
    );
    programs.state.phone.voiceMessages = { kind: 'counted', fresh: 2 };
    return { programs };
  },
  'do-not-disturb': () => ({
    programs: createDeskPrograms({ phone: { ...readyPhone(), doNotDisturb: true } }),
    gestures: [click('state-pill')],
  }),
  'to-call': () => ({
    programs: createDeskPrograms({ data: { ...quietData(), boards: boards() } }),
    gestures: [click('toCall')],
  }),
  'to-call-lead': () => {
    const state = lead(boards({ callbacks: wantCalls() }));
    return { ...state, gestures: [click('toCall')] };
  },
  'to-call-none-lead': () => {
    const state = lead(boards({ callbacks: { ...wantCalls(), recontacts: [] } }));
    return { ...state, gestures: [click('toCall')] };
  },
  'to-call-old': () => ({
    programs: createDeskPrograms({ data: { ...quietData(), boards: boards({ current: false }) } }),
    gestures: [click('toCall')],
  }),
  'transfer-live': () => {
    const state = conversation();
    const { state: all } = state.programs;
    all.data.boards = boards();
    all.main.settings.favourites = ['1002'];
    return { ...state, gestures: [click('transfer')] };
  },
  help: () => withHelp(null),
  'help-asked': () => withHelp({ kind: 'open' }),
  'help-answered': () =>
    withHelp({
      kind: 'answered',
      by: { id: ulid('A', 3), name: 'Sara Conti' },
      manner: 'whisper',
      at: secondsAgo(4),
    }),
  board: () =>
    lead(
      boards({
        board: board(callers()),
        help: { asOf: at(afternoon), help: [helpOf({ kind: 'open' })] as never, listening: [] },
      }),
    ),
  helping: () => {
    const about = interactionOf().interaction.id;
    const sara = { id: ulid('A', 3), name: 'Sara Conti' };
    const answered = { kind: 'answered', by: sara, manner: 'whisper', at: secondsAgo(14) };
    const state = lead(boards({ help: { asOf: at(afternoon), help: [helpOf(answered)] as never, listening: [] } }));
    state.programs.state.phone.calls = [
      ownCall(interactionOf({ number: 72 }), {
        purpose: { kind: 'help', about, name: 'Giulia Serra', manner: 'whisper' },
        phase: talking({ answeredAt: secondsAgo(14) }),
      }),
    ];
    return state;
  },
  'board-by-name': () => {
    const state = lead(boards({ board: { ...board(callers()), team: team() } }));
    underAgreement(state.programs);
    return state;
  },
  listened: () => {
    const state = conversation();
    underAgreement(state.programs);
    const { data } = state.programs.state;
    const lead = { id: workstation().colleagues[0]?.id, name: 'Sara Conti' };
    data.boards = boards({
      help: helpListSchema.parse({
        asOf: at(afternoon),
        help: [],
        listening: [
          {
            ...{
              id: '3f0e2f1c-6f0f-4a53-9f5c-0d3a1c5b7e21',
              lead,
              agent: { id: workstation().agent.id, name: 'Giulia' },
            },
            ...{ extension: '1001', askedAt: secondsAgo(30), seenAt: secondsAgo(29) },
          },
        ],
      }),
    });
    return state;
  },
  imports: () =>
    imports(
      adminPrograms(
        readyImport(),
        {
          ...doneImport(),
          id: ulid('F', 2),
          name: 'Rubrica commerciale della sede di Lodi (esportazione completa del 12 marzo).vcf',
        },
        importOf(
          { kind: 'undone', counts: { created: 9, updated: 0, skipped: 0, refused: 0, unreadNumbers: 0 }, stayed: 0 },
          { id: ulid('F', 3) },
        ),
      ),
    ),
  'imports-none': () => imports(adminPrograms()),
  'import-ready': () => imports(adminPrograms(readyImport()), click('open-import')),
  'import-checked': () => imports(adminPrograms(readyImport()), click('open-import'), click('check-import')),
  'import-running': () => imports(adminPrograms(runningImport()), click('open-import')),
  'import-done': () => imports(adminPrograms(doneImport()), click('open-import')),
  'import-undo': () => imports(adminPrograms(doneImport()), click('open-import'), click('undo-import')),
  'board-morning': () => {
    const quiet = board([]);
    const today = { ...nobodyCame, withinSeconds: 20 };
    const halfHours = [{ start: '2026-11-24T13:30:00.000Z', queues: [] }];
    const queues = quiet.queues.map(({ queueId, now }) => ({
      ...{ queueId, today },
      now: now === null ? null : { ...now, waiting: 0, longestSince: null },
    }));
    return lead(boards({ board: { ...quiet, halfHours, queues } }));
  },
  'board-half-hours': () => {
    const { programs, gestures = [] } = lead(boards({ board: board([]) }));
    return { programs, gestures: [...gestures, see('half-hours')] };
  },
  'board-quiet': () => lead(boards({ board: board([]) })),
  'board-chats': () => {
    const { programs, gestures = [] } = lead(boards({ board: board([]) }));
    return { programs, gestures: [...gestures, see('board-chats')] };
  },
  'transfer-returned': () =>
    line([{ ...carloHeld, phase: talking({ transfer: { kind: 'failed', target: luca, code: 'transfer.refused' } }) }]),
  'transfer-colleagues': () => {
    const state = conversation();
    state.programs.state.data.boards = boards();
    return { ...state, gestures: [click('transfer'), ...Array.from({ length: 6 }, () => press('ArrowDown'))] };
  },
  'transfer-number': () => ({
    ...conversation(),
    gestures: [click('transfer'), type('transfer-input', '+39 000 000-0177')],
  }),
  'wrap-up': () => wrapUp('INO-3'),
  'wrap-up-owed': () => {
    const state = wrapUp('INO-3');
    const [open] = state.programs.state.data.open;
    if (open !== undefined) open.interaction.draft = { ...open.interaction.draft, promised: nothingPromised };
    return state;
  },
  'wrap-up-complaint': () => {
    const state = wrapUp('INO-3');
    const [open] = state.programs.state.data.open;
    if (open !== undefined) open.interaction.draft = { ...open.interaction.draft, cases: [] };
    return { ...state, gestures: [click('wrap-up-save')] };
  },
  'wrap-up-second-reason': () => {
    const state = wrapUp('INO-3');
    const [open] = state.programs.state.data.open;
    if (open !== undefined) open.interaction.draft = { ...open.interaction.draft, secondary: ['FAT-03', 'TEC-01'] };
    return state;
  },
  'call-note-hint': () => {
    const state = conversation();
    const [open] = state.programs.state.data.open;
    if (open !== undefined)
      open.interaction.draft = {
        ...open.interaction.draft,
        reasonCode: null,
        note: 'Internet assente da ieri. Ha pagato con 4111 1111 1111 1111.',
      };
    return state;
  },
  'wrap-up-timed': () => wrapUp('INO-3', secondsAgo(-38)),
  'wrap-up-missing': () => ({ ...wrapUp(null), gestures: [click('wrap-up-save')] }),
  customer: () => ({
    programs: createDeskPrograms(),
    gestures: [type('search-input', 'elisa'), press('Enter')],
  }),
  'customer-edit': () => ({
    programs: createDeskPrograms(),
    gestures: [type('search-input', 'carlo'), press('Enter'), click('edit-email'), type('edit-email-input', 'carlo@')],
  }),
  ...cardStates,
  ...guideStates,
  ...figuresStates,
  ...reportStates,
  ...knowledgeStates,
  ...myDayStates,
  ...attachmentStates,
  ...caseStates,
  ...letterStates,
  ...chatStates,
  ...consentStates,
  ...duplicateStates,
  ...findingStates,
  ...reviewStates,
  settings: () => ({ programs: createDeskPrograms(), gestures: [click('settings')] }),
  'settings-look': () => ({ programs: createDeskPrograms(), gestures: [click('settings'), see('single-keys')] }),
  'settings-outside': () => ({
    programs: createDeskPrograms(),
    gestures: [click('settings'), see('awaiting-notices')],
  }),
  'settings-by-name': () => {
    const programs = createDeskPrograms();
    underAgreement(programs);
    return { programs, gestures: [click('settings'), see('supervision')] };
  },
  'headset-none': () => withHeadset({ choice: { kind: 'automatic' }, found: [], buttons: { kind: 'none' } }),
  'headset-pressed': () =>
    withHeadset({
      choice: { kind: 'automatic' },
      found: [jabra, poly],
      buttons: { kind: 'ready', name: jabra.name, lastPress: { button: 'hook', at: secondsAgo(2) } },
    }),
  'headset-choice': () => {
    const { programs, gestures = [] } = withHeadset({
      choice: { kind: 'model', ...poly },
      found: [jabra],
      buttons: { kind: 'absent', name: poly.name },
    });
    return { programs, gestures: [...gestures, click('headset-choice')] };
  },
  'headset-failed': () =>
    withHeadset({
      choice: { kind: 'automatic' },
      found: [jabra],
      buttons: {
        kind: 'failed',
        name: jabra.name,
        failure: { code: 'headset.refused', origin: 'device', message: '' },
      },
    }),
  'settings-microphone-test': () => {
    const programs = createDeskPrograms();
    programs.state.phone.audio.microphoneTest = 'recording';
    programs.levels = { microphone: 0.62, voice: 0 };
    return { programs, gestures: [click('settings')] };
  },
  'line-check': () => lineChecked(false),
  'line-check-running': () => lineChecked(true),
  'line-check-wrong': allWrong,
  connecting: () => {
    const programs = createDeskPrograms();
    programs.state.phone.registration = { kind: 'connecting', attempt: 1 };
    return { programs };
  },
  'no-line-in-call': () => {
    const state = conversation();
    const { phone } = state.programs.state;
    phone.registration = notConnected('pbx.unreachable', at(afternoon + 8_000)).programs.state.phone.registration;
    return state;
  },
  'line-check-in-vain': lineCheckInVain,
  'pbx-unsecured': () => notConnected('pbx.unsecured', null),
  'pbx-certificate': () => notConnected('pbx.certificate', at(afternoon + 8_000)),
  troubles: () => {
    const programs = createDeskPrograms();
    const { phone, data, main } = programs.state;
    phone.registration = {
      kind: 'failed',
      failure: { code: 'pbx.unreachable', origin: 'network', message: '' },
      retryAt: at(afternoon + 8_000),
    };
    phone.audio.microphone = {
      kind: 'failed',
      failure: { code: 'microphone.refused', origin: 'device', message: '' },
    };
    main.notices = [{ code: 'program.bug', origin: 'data', message: '', reference: 'K7-41' }];
    data.sync.link = { kind: 'offline', sinceAt: at(afternoon - 1_320_000) };
    data.sync.outbox = { waiting: 4, setAside: 1 };
    return { programs };
  },
  'caller-number': () => ({
    ...conversation(
      {},
      interactionOf({
        stage: 'live',
        caller: caller('+39 000 000 0777'),
        match: { kind: 'notFound' },
        draft: { note, reasonCode: 'REC-04', customerId: carlo.customer.id },
      }),
    ),
    gestures: [press('Alt+d')],
  }),
  undo: () => ({
    ...conversation(
      {},
      interactionOf({
        stage: 'live',
        caller: caller('+39 000 000 0777'),
        match: { kind: 'notFound' },
        draft: { note, reasonCode: 'REC-04', customerId: carlo.customer.id, identification: 'standard' },
      }),
    ),
    gestures: [press('Alt+d'), press('a'), see('undo')],
  }),
  'sign-out-asked': () => ({
    programs: createDeskPrograms(),
    gestures: [press('F1'), type('search-input', '>uscire'), press('Enter'), see('sign-out-sure')],
  }),
  'sign-out-waiting': () => {
    const state = reviewing([]);
    return { ...state, gestures: [click('settings'), click('sign-out'), see('sign-out-sure')] };
  },
  'headset-gone': () => {
    const state = conversation();
    const { audio } = state.programs.state.phone;
    audio.outputs = [{ id: 'altoparlanti', label: 'Altoparlanti' }];
    audio.inputs = [{ id: 'webcam', label: 'Webcam' }];
    audio.standIns = [
      { role: 'microphone', wanted: 'Cuffia USB', used: 'Webcam', sinceAt: secondsAgo(3) },
      { role: 'speaker', wanted: 'Cuffia USB', used: 'Altoparlanti', sinceAt: secondsAgo(3) },
    ];
    return state;
  },
  'troubles-in-call': () => {
    const state = conversation();
    const { main } = state.programs.state;
    main.programs = { ...main.programs, data: { kind: 'restarting', attempt: 1, reason: 'exit 1' } };
    return state;
  },
  'long-names': () => {
    const long = cardOf({
      number: 40,
      name: 'Cooperativa Agricola Produttori Riuniti della Valle del Ticino e dei Navigli società agricola',
      kind: 'company',
      phone: '+39 000 000 0140',
      email: 'amministrazione.produttori.riuniti.valle.del.ticino@esempio.it',
      address: { street: 'Strada Provinciale delle Cascine Nuove 112 interno 7', postcode: '27100', city: 'Pavia' },
      contract: { code: 'BUS-30999', name: 'Fibra Impresa Multisede con assistenza continuativa' },
    });
    return conversation(
      {},
      interactionOf({ stage: 'live', caller: numberOf(long), match: { kind: 'number', cards: [long] } }),
    );
  },
  ...officeStates,
};
