// Main, phone and data as the desk sees them: served over real contract ports from plain state, every wish written down.

import type { z } from 'zod';
import { noAttachments } from '#shared/contract/attachments';
import { unheardBoards } from '#shared/contract/boards';
import { emptyDay } from '#shared/contract/day';
import { type DeskDataState, deskData, type SearchHit } from '#shared/contract/deskData';
import { deskPhone, type Levels, type ShownPhone } from '#shared/contract/deskPhone';
import type { Contract, EventOf, Implementation } from '#shared/contract/envelope';
import { defaultSettings, deskMain, type MainState, type PortName } from '#shared/contract/main';
import type { Mark } from '#shared/contract/mark';
import type { Port } from '#shared/contract/port';
import { nothingChosen } from '#shared/contract/preferences';
import type { CustomerCard } from '#shared/contract/screenPop';
import { type Served, serve } from '#shared/contract/serve';
import type { ShownItem } from '#shared/contract/timeline';
import { caseShelfSchema } from '#shared/model/caseShelf';
import { lastWords } from '#shared/model/consent';
import { formatNumber } from '#shared/model/phoneNumber';
import { newestFirst, placeOf } from '#shared/protocol/timeline';
import { proposedLists } from './deskLists.ts';
import { afternoon, at, carlo, elisa, ferramenta, marta, noteOf, ulid, workstation } from './deskPeople.ts';
import { portPair } from './portPair.ts';

export interface Wish {
  readonly method: string;
  readonly params: unknown;
}

/** What a screen asks for by itself is nobody's wish. */
const askedByScreens = [
  'tellNames',
  'tellAwaiting',
  'duplicatesHere',
  'duplicates',
  'articles',
  'article',
  'ownFigures',
  'listCases',
  'reports',
];

type Answers<C extends Contract> = { -readonly [M in keyof Implementation<C>]?: Implementation<C>[M] };

type Methods<C extends { readonly methods: object }> = Partial<{ [M in keyof C['methods']]: unknown }>;

export interface DeskPrograms {
  /** The programs' state: change it, then `publish`. */
  readonly state: { main: MainState; phone: ShownPhone; data: DeskDataState };
  /** What the desk has asked for, in order. */
  readonly wishes: Wish[];
  /** What the programs answer, where it is not the plain yes. */
  readonly answers: {
    main: Answers<typeof deskMain>;
    phone: Answers<typeof deskPhone>;
    data: Answers<typeof deskData>;
  };
  /** What the meters say as soon as they are looked at; null: nothing. */
  levels: Levels | null;
  publish(): void;
  tellData(event: EventOf<typeof deskData>): void;
  /** Hands out a fresh port, as after a program's restart or the window's reload. */
  open(name: 'main' | 'phone' | 'data', accept: (name: PortName, port: Port) => void): void;
}

export const signedInMain = (): MainState => ({
  version: '0.1.0',
  settings: {
    ...defaultSettings,
    door: { kind: 'connect', backendUrl: 'https://servizio.esempio.it' },
    theme: 'light',
  },
  language: 'it',
  programs: {
    phone: { kind: 'running' },
    data: { kind: 'running' },
    server: { kind: 'stopped' },
    simulator: { kind: 'stopped' },
  },
  practice: null,
  notices: [],
  globalKeys: { known: true, refused: [] },
  link: null,
  placeLink: null,
});

export const readyPhone = (): ShownPhone => ({
  registration: { kind: 'registered', sinceAt: at(afternoon - 600_000) },
  availability: {
    wish: { kind: 'ready' },
    heldOffBy: 'nothing',
    pbx: 'offering',
    changing: false,
    sinceAt: at(afternoon - 271_000),
  },
  calls: [],
  conference: [],
  doNotDisturb: false,
  voiceMessages: { kind: 'unknown' },
  lines: {},
  parked: [],
  quality: {},
  lineCheck: null,
  audio: {
    microphone: { kind: 'ready' },
    inputs: [{ id: 'cuffia-mic', label: 'Cuffia USB' }],
    outputs: [
      { id: 'cuffia', label: 'Cuffia USB' },
      { id: 'altoparlanti', label: 'Altoparlanti' },
    ],
    chosen: { microphone: 'cuffia-mic', speaker: 'cuffia', ringer: 'altoparlanti' },
    standIns: [],
    microphoneTest: 'idle',
  },
  headset: {
    choice: { kind: 'automatic' },
    found: [{ model: '0b0e:2453', name: 'Cuffia USB' }],
    buttons: { kind: 'ready', name: 'Cuffia USB', lastPress: null },
  },
});

export const quietData = (practice = false): DeskDataState => ({
  session: {
    kind: 'signedIn',
    backendUrl: 'https://servizio.esempio.it',
    workstation: workstation(practice),
    expired: false,
  },
  sync: {
    link: { kind: 'online' },
    load: { kind: 'complete', customers: 412 },
    proved: { at: '2026-03-02T06:30:00.000Z', fetched: 0 },
    outbox: { waiting: 0, setAside: 0 },
    notices: [],
  },
  open: [],
  recent: [],
  boards: unheardBoards,
  chats: null,
  attachments: noAttachments,
  lists: proposedLists,
  preferences: nothingChosen,
  saving: null,
  articles: 'prova',
  day: emptyDay,
});

type Said = z.input<typeof deskData.methods.tellConsent.params>;

const known = [carlo, marta, ferramenta, elisa];

const marksIn = (text: string, words: readonly string[]): Mark[] =>
  words
    .map((word): Mark => [text.toLowerCase().indexOf(word), text.toLowerCase().indexOf(word) + word.length])
    .filter(([from]) => from >= 0)
    .sort(([a], [b]) => a - b);

const numberMatch = (number: string, text: string): SearchHit['matched'] => {
  const typed = /\d+$/.exec(text.replaceAll(' ', ''))?.[0] ?? '';
  const at = number.indexOf(typed);
  return { field: 'number', text: number, marks: at < 0 ? [] : [[at, at + typed.length]] };
};

export function hitsFor(text: string): SearchHit[] {
  const words = text.toLowerCase().split(/\s+/);
  return known
    .filter(({ customer }) => {
      const all =
        `${customer.name} ${customer.code} ${customer.phones[0]?.raw ?? ''} ${customer.phones[0]?.e164 ?? ''}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .map(({ customer, lastContacts }) => ({
      customer: { id: customer.id, code: customer.code, kind: customer.kind, name: customer.name },
      city: customer.address?.city ?? null,
      nameMarks: /\d{3}/.test(text) ? [] : marksIn(customer.name, words),
      matched: /\d{3}/.test(text)
        ? numberMatch(formatNumber(customer.phones[0]?.e164 ?? ''), text)
        : { field: 'name', text: customer.name, marks: marksIn(customer.name, words) },
      lastContactAt: lastContacts[0]?.at ?? null,
    }));
}

const timelineOf = (id: string, kinds: readonly string[]): ShownItem[] => {
  const card = known.find(({ customer }) => customer.id === id);
  const items: ShownItem[] = [
    ...(card?.lastContacts ?? []).map((row): ShownItem => ({ kind: 'contact', row })),
    ...(card?.lastNotes ?? []).map((row): ShownItem => ({ kind: 'note', row })),
    ...(card?.openCases ?? []).map((row): ShownItem => ({ kind: 'case', row })),
  ];
  return items
    .filter(({ kind }) => kinds.includes(kind))
    .sort((one, other) => newestFirst(placeOf(one), placeOf(other)));
};

/** As the data process answers it: written, and not sent yet. */
function withNote(card: CustomerCard, { id, text }: { id: string | null; text: string | null }): CustomerCard {
  const rest = card.lastNotes.filter((note) => note.id !== id);
  const before = card.lastNotes.find((note) => note.id === id);
  const fresh = text === null ? [] : [{ ...noteOf(card), ...before, text, pending: true }];
  return { ...card, lastNotes: [...fresh, ...rest], notes: rest.length + fresh.length };
}

/** With what each wish of this kind came, in order. */
export const asked = (programs: DeskPrograms, method: string): unknown[] =>
  programs.wishes.filter((wish) => wish.method === method).map(({ params }) => params);

export function createDeskPrograms(state: Partial<DeskPrograms['state']> = {}): DeskPrograms {
  const all = { main: signedInMain(), phone: readyPhone(), data: quietData(), ...state };
  const wishes: Wish[] = [];
  const answers: DeskPrograms['answers'] = { main: {}, phone: {}, data: {} };
  const served: {
    main?: Served<typeof deskMain>;
    phone?: Served<typeof deskPhone>;
    data?: Served<typeof deskData>;
  } = {};

  /** Every method writes the wish down, then gives the set answer, or `plain`. */
  function listening(methods: object, set: object, plain: Methods<{ methods: object }>): Record<string, unknown> {
    return Object.fromEntries(
      Object.keys(methods).map((method) => [
        method,
        (params: unknown, signal: AbortSignal) => {
          if (!askedByScreens.includes(method)) wishes.push({ method, params });
          const answer = (set as Record<string, unknown>)[method] ?? (plain as Record<string, unknown>)[method];
          return typeof answer === 'function' ? answer(params, signal) : null;
        },
      ]),
    );
  }

  const dataAnswers = {
    signInWays: () => ({ local: true, oidc: null }),
    search: ({ text }: { text: string }) => hitsFor(text),
    getCustomer: ({ id }: { id: string }) => known.find(({ customer }) => customer.id === id) ?? null,
    editCustomer: ({ id, details }: { id: string; details: object }) => {
      const card = known.find(({ customer }) => customer.id === id) ?? carlo;
      return {
        ...card,
        customer: { ...card.customer, ...details },
        pendingFields: Object.keys(details),
      };
    },
    articles: () => ({ here: true, all: 0, suggested: [], found: [] }),
    reports: () => ({ reports: [] }),
    listCases: () => ({ cases: [], counts: Object.fromEntries(caseShelfSchema.options.map((shelf) => [shelf, 0])) }),
    closeInteraction: () => ({ kind: 'closed' }),
    setAside: () => [],
    history: () => ({ changes: [], more: false }),
    unsentChanges: () => [],
    beginAttachment: () => ({ kind: 'begun', id: ulid('F', 1) }),
    keepAttachment: () => ({ kind: 'kept' }),
    timeline: ({ id, kinds }: { id: string; kinds: readonly string[] }) => ({
      items: timelineOf(id, kinds),
      more: false,
    }),
    timelineThere: () => ({ items: [], more: false }),
    writeNote: ({ customerId, ...note }: { customerId: string; id: string | null; text: string | null }) =>
      withNote(known.find(({ customer }) => customer.id === customerId) ?? carlo, note),
    mayDial: () => true,
    takeChat: () => 'taken',
    passChat: () => 'passed',
    transcript: () => ({ name: null, messages: [] }),
    consentHistory: () => [],
    tellConsent: ({ customerId, interactionId: _call, ...said }: Said) => {
      const card = known.find(({ customer }) => customer.id === customerId) ?? carlo;
      const { customer } = card;
      const word = { ...said, at: said.at ?? at(afternoon) };
      return {
        ...card,
        customer: { ...customer, consents: lastWords([...customer.consents, word]) },
        pendingPurposes: [said.purpose],
      };
    },
    duplicatesHere: () => ({ pairs: [], merges: [] }),
    duplicates: () => ({ pairs: [], merges: [] }),
  };

  /** Goes on until it is called off, as the phone's does. */
  function showLevels(_params: null, signal: AbortSignal): Promise<null> {
    if (programs.levels !== null) served.phone?.publish({ kind: 'levelsChanged', levels: programs.levels });
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)));
  }

  const phoneAnswers = { showLevels, dial: () => ({ callId: ulid('K', 70), interactionId: ulid('X', 70) }) };
  const wishesAnswers = {
    takeToCall: () => 'taken',
    answerHelp: () => 'answered',
    askToListen: () => 'asked',
    takeOverCall: () => 'ringing',
    moveCaller: () => 'moved',
    takeCaller: () => 'ringing',
  };

  const common = {
    onRefused: (reason: string) => {
      throw new Error(`refused by the fixture's program: ${reason}`);
    },
    onBug: (error: unknown) => {
      throw error;
    },
  };

  const programs: DeskPrograms = {
    state: all,
    wishes,
    answers,
    levels: null,
    publish() {
      served.main?.publish({ kind: 'mainChanged', state: all.main });
      served.phone?.publish({ kind: 'phoneChanged', state: all.phone });
    },
    tellData: (event) => served.data?.publish(event),
    open(name, accept) {
      const [ours, theirs] = portPair();
      if (name === 'main')
        served.main = serve({
          ...common,
          contract: deskMain,
          port: ours,
          snapshot: () => all.main,
          methods: listening(deskMain.methods, answers.main, {}) as Implementation<typeof deskMain>,
        });
      else if (name === 'phone')
        served.phone = serve({
          ...common,
          contract: deskPhone,
          port: ours,
          snapshot: () => all.phone,
          methods: listening(deskPhone.methods, answers.phone, phoneAnswers) as Implementation<typeof deskPhone>,
        });
      else
        served.data = serve({
          ...common,
          contract: deskData,
          port: ours,
          snapshot: () => all.data,
          methods: listening(deskData.methods, answers.data, { ...dataAnswers, ...wishesAnswers }) as Implementation<
            typeof deskData
          >,
        });
      accept(name, theirs);
    },
  };
  return programs;
}
