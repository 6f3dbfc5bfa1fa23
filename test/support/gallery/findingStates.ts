// Finding a customer, and what is there to be found: the search in each state, the first load, cards of whom little is known or who are gone.
import type { SearchHit } from '#shared/contract/deskData';
import { failure } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import {
  caller,
  callFor,
  cardOf,
  carlo,
  elisa,
  interactionOf,
  numberOf,
  recentOf,
  secondsAgo,
  talking,
} from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, hitsFor, quietData, readyPhone } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, type } from './gestures.ts';

type Sync = DeskPrograms['state']['data']['sync'];

const looking = (text: string, programs = createDeskPrograms()): GalleryState => ({
  programs,
  gestures: [type('search-input', text)],
});

function answering(answer: () => SearchHit[]): DeskPrograms {
  const programs = createDeskPrograms();
  programs.answers.data.search = answer;
  return programs;
}

/** Carlo is on the line; a customer is looked for beside him. */
function talkingToCarlo(match: Parameters<typeof interactionOf>[0] = {}): GalleryState {
  const open = interactionOf({ stage: 'live', draft: { customerId: carlo.customer.id }, ...match });
  return {
    programs: createDeskPrograms({
      phone: {
        ...readyPhone(),
        availability: { ...readyPhone().availability, heldOffBy: 'call' },
        calls: [callFor(open, { phase: talking() })],
      },
      data: { ...quietData(), open: [open] },
    }),
  };
}

const hits = (): SearchHit[] => hitsFor('bassi');
const hitOf = (change: Partial<SearchHit>): SearchHit[] =>
  hits()
    .slice(0, 1)
    .map((hit) => ({ ...hit, ...change }));

const syncing = (sync: Partial<Sync>): DeskPrograms =>
  createDeskPrograms({ data: { ...quietData(), recent: [recentOf()], sync: { ...quietData().sync, ...sync } } });

const load = (reached: Partial<Extract<Sync['load'], { kind: 'loading' }>>): Sync['load'] => ({
  kind: 'loading',
  ...{ done: 412_000, total: 1_000_000, perSecond: 9_400, secondsLeft: 63 },
  ...reached,
});

/** The card of Carlo's recent conversation, on a page of its own. */
const withDelegations: CustomerCard = {
  ...carlo,
  customer: {
    ...carlo.customer,
    delegations: [
      { kind: 'delegate', name: 'Anna Bassi', upTo: 'basic', until: '2027-12-31' },
      { kind: 'representative', name: 'Avv. Ugo Conti', upTo: 'standard', until: null },
    ],
  },
};

function cardPage(card: CustomerCard | null, ...gestures: readonly Gesture[]): GalleryState {
  const programs = syncing({});
  programs.answers.data.getCustomer = () => card;
  return { programs, gestures: [click('open-recent'), ...gestures] };
}

/** Somebody of whom the number is known, and no more. */
const stranger = cardOf({ number: 50, name: 'Nadia Ferri', phone: '+39 000 000 0150' });

/** Of one number they have the extension, of another only words. */
const withNumbers: CustomerCard = {
  ...carlo,
  customer: {
    ...carlo.customer,
    phones: [
      ...carlo.customer.phones,
      { raw: '+39 000 000 0777 int. 12', e164: '+390000000777' as never, kind: 'landline' },
      { raw: 'chiedere in portineria', e164: null, kind: 'other' },
    ],
  },
};

export const findingStates: Readonly<Record<string, () => GalleryState>> = {
  search: () => ({ programs: createDeskPrograms(), gestures: [type('search-input', 'bassi')] }),
  'search-none': () => ({ programs: createDeskPrograms(), gestures: [type('search-input', 'verdi')] }),
  'search-in-call': () => ({ ...talkingToCarlo(), gestures: [press('Control+k'), type('search-input', '0103')] }),
  'search-focused': () => ({ programs: createDeskPrograms(), gestures: [press('Control+k')] }),
  commands: () => ({ programs: createDeskPrograms(), gestures: [press('F1')] }),
  'commands-in-call': () => ({ ...talkingToCarlo(), gestures: [press('F1')] }),
  'commands-found': () => ({ ...talkingToCarlo(), gestures: [press('F1'), type('search-input', '>chiam')] }),
  'commands-none': () => ({ ...talkingToCarlo(), gestures: [press('F1'), type('search-input', '>quadrifoglio')] }),
  'commands-beside': () => looking('ca'),
  'number-to-call': () => looking('000 000 0199'),
  'search-letter': () => looking('b'),
  'search-number': () => looking('0103'),
  'search-case': () =>
    looking(
      't-21',
      answering(() =>
        hitOf({ nameMarks: [], matched: { field: 'case', text: 'T-21 Internet assente', marks: [[0, 4]] } }),
      ),
    ),
  'search-email': () =>
    looking(
      'c.bassi@',
      answering(() =>
        hitOf({ nameMarks: [], matched: { field: 'email', text: 'c.bassi@esempio.it', marks: [[0, 8]] } }),
      ),
    ),
  'search-slip': () =>
    looking(
      'basdi',
      answering(() => hitOf({ nameMarks: [[6, 11]] })),
    ),
  'search-many': () =>
    looking(
      'a',
      answering(() =>
        Array.from({ length: 12 }, (_none, n): SearchHit => {
          const [hit] = hitOf({ lastContactAt: n % 4 === 3 ? null : secondsAgo(n * n * 90_000) });
          const name =
            n === 2 ? 'Cooperativa Agricola Produttori Riuniti della Valle del Ticino e dei Navigli' : undefined;
          return {
            ...(hit as SearchHit),
            // Where the word begins that was looked for.
            nameMarks: name === undefined ? [[0, 1]] : [[12, 13]],
            city: n % 3 === 1 ? null : 'Sant’Angelo Lodigiano',
            customer: {
              ...(hit as SearchHit).customer,
              id: `${(hit as SearchHit).customer.id.slice(0, -2)}${n + 10}` as never,
              code: `AU-${20_300 + n}`,
              name: name ?? ['Anna Bruni', 'Aldo Neri', 'Agnese Po', 'Antica Osteria del Ponte'][n % 4] ?? '',
              kind: n % 4 === 3 || n === 2 ? 'company' : 'person',
            },
          };
        }),
      ),
    ),
  'search-failed': () =>
    looking(
      'bassi',
      answering(() => {
        throw failure('contract.lost', 'data');
      }),
    ),
  'search-loading': () => looking('verdi', syncing({ load: load({}) })),
  'search-sheet-none': () => ({ ...talkingToCarlo(), gestures: [press('Control+k'), type('search-input', 'verdi')] }),
  'search-caller': () => ({
    ...talkingToCarlo({ caller: caller('+39 000 000 0199'), match: { kind: 'notFound' }, draft: { customerId: null } }),
    gestures: [press('Alt+c'), type('caller-search', 'bassi')],
  }),
  'load-begun': () => ({
    programs: syncing({ load: load({ done: 0, total: 0, perSecond: null, secondsLeft: null }) }),
  }),
  load: () => ({ programs: syncing({ load: load({}) }) }),
  'load-slow': () => ({ programs: syncing({ load: load({ done: 12_000, perSecond: 130, secondsLeft: 7_600 }) }) }),
  'load-away': () => ({
    programs: syncing({
      load: load({ perSecond: null, secondsLeft: null }),
      link: { kind: 'offline', sinceAt: secondsAgo(240) },
    }),
  }),
  'load-disk-full': () => ({
    programs: syncing({
      load: load({ perSecond: null, secondsLeft: null }),
      notices: [{ code: 'files.cacheFull', origin: 'data', message: '' }],
    }),
  }),
  offline: () => ({
    programs: syncing({
      link: { kind: 'offline', sinceAt: secondsAgo(1_320) },
      outbox: { waiting: 4, setAside: 0 },
    }),
  }),
  'customer-lost': () => ({
    programs: syncing({ notices: [{ code: 'edit.customerGone', origin: 'data', message: '' }] }),
  }),
  'card-opening': () => {
    const state = cardPage(carlo);
    state.programs.answers.data.getCustomer = () => new Promise(() => {});
    return state;
  },
  'delegations-sheet': () => cardPage(withDelegations, click('delegations-edit')),
  'card-gone': () => cardPage(null),
  'card-empty': () =>
    cardPage({ ...stranger, customer: { ...stranger.customer, iban: null, phones: [], birthDate: null } }),
  'card-pending': () => cardPage({ ...carlo, pendingFields: ['phones', 'email', 'address', 'preference', 'needs'] }),
  'card-phones': () => cardPage(withNumbers),
  'card-phones-in-call': () => talkingToCarlo({ match: { kind: 'number', cards: [withNumbers] } }),
  'card-edit-address': () => cardPage(carlo, click('edit-address')),
  'card-edit-phone': () => cardPage(carlo, click('edit-phone'), type('edit-phone-input', '')),
  'card-edit-preference': () =>
    cardPage(carlo, click('edit-preference'), type('edit-preference-input', 'telefono, mattina, '.repeat(12))),
  'card-guess': () =>
    talkingToCarlo({
      caller: caller('+41 000 000 0106'),
      match: { kind: 'guess', cards: [elisa] },
      draft: { customerId: null },
    }),
  'card-probable': () => talkingToCarlo({ draft: { customerId: null } }),
  'caller-number-theirs': () => ({ ...talkingToCarlo(), gestures: [press('Alt+d')] }),
  'caller-number-offered': () => talkingToCarlo({ caller: numberOf(elisa), match: { kind: 'number', cards: [elisa] } }),
};
