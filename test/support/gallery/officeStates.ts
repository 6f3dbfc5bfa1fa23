// Pages of those who are not agents: who answers for privacy, who administers.
import { failure } from '#shared/contract/failure';
import { portfolioIdSchema } from '#shared/model/ids';
import { accountPrograms } from '#test/support/deskAccounts';
import { agreeing, connectorList, connectorPrograms, fourConnectors } from '#test/support/deskConnectors';
import { listOf, listPrograms } from '#test/support/deskListEditing';
import { carlo } from '#test/support/deskPeople';
import {
  boundToStay,
  breachOf,
  emptyPrivacy,
  officerPrograms,
  privacyOverview,
  privacyRequest,
  processingRecord,
} from '#test/support/deskPrivacy';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, see, type } from './gestures.ts';

const away = () => {
  throw failure('backend.unreachable', 'network');
};

const privacy = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('privacy'), ...gestures],
});

/** The first of the requests chosen. */
const request = (
  kind: string,
  programs = officerPrograms(privacyOverview({ requests: [privacyRequest(1, kind, 5)] })),
) => privacy(programs, click('privacy-request'));

/** The access log, read. */
const auditRead = (programs: DeskPrograms) =>
  privacy(
    programs,
    ...[click('privacy-audit'), click('prove-audit'), type('audit-reason', 'Richiesta di accesso 14/2026')],
    click('audit-search'),
  );

const long = {
  customer: {
    ...{ id: carlo.customer.id, code: 'AU-10003' },
    name: 'Cooperativa Agricola Produttori Riuniti della Valle del Ticino e Comuni Limitrofi S.c.a.r.l.',
  },
  words:
    'Chiede tutto ciò che l’azienda sa di lei e dei soci, comprese le note delle chiamate degli ultimi tre anni, e vuole sapere a chi sono stati dati i recapiti dell’amministrazione.',
};

const breach = (): GalleryState => ({
  programs: createDeskPrograms(),
  gestures: [click('settings'), click('report-breach')],
});

const accounts = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('accounts'), ...gestures],
});

/** The account of that name, chosen. */
const accountOf = (name: string): GalleryState =>
  accounts(accountPrograms(), type('account-find', name), click('account'));

const lists = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('lists'), ...gestures],
});

/** The list of words, with something typed into its first pair. */
const listEdited = (programs = listPrograms(), ...gestures: Gesture[]): GalleryState =>
  lists(
    programs,
    ...[click('list-of-words'), click('row-pairs.0'), type('list-pairs.0.avoid.it', 'Non è possibile')],
    ...gestures,
  );

/** A client company beside the company itself. */
function withClient(programs: DeskPrograms): DeskPrograms {
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') {
    session.workstation.clients = [
      { id: portfolioIdSchema.parse('borea'), name: 'Borea Luce e Gas', greeting: null },
      { id: portfolioIdSchema.parse('company'), name: 'Aurora Servizi', greeting: null },
    ];
  }
  return programs;
}

const connectors = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('connectors'), ...gestures],
});

const oneConnector = (place: number): GalleryState => {
  const only = fourConnectors().connectors[place];
  return connectors(connectorPrograms(connectorList(...(only === undefined ? [] : [only]))), click('connector'));
};

export const officeStates: Readonly<Record<string, () => GalleryState>> = {
  privacy: () => privacy(officerPrograms()),
  'privacy-none': () => privacy(officerPrograms(emptyPrivacy())),
  'privacy-reading': () => {
    const programs = officerPrograms();
    programs.answers.data.privacyOverview = () => new Promise(() => {});
    return privacy(programs);
  },
  'privacy-away': () => {
    const programs = officerPrograms();
    programs.answers.data.privacyOverview = away;
    return privacy(programs);
  },
  'privacy-access': () => request('access'),
  'privacy-rectification': () => request('rectification'),
  'privacy-erasure': () => request('erasure'),
  'privacy-erasure-sure': () => {
    const { programs, gestures = [] } = request('erasure');
    return { programs, gestures: [...gestures, click('erase')] };
  },
  'privacy-erasure-bound': () => {
    const state = request('erasure');
    state.programs.answers.data.erasureOutlook = () => boundToStay();
    return state;
  },
  'privacy-long': () =>
    request('access', officerPrograms(privacyOverview({ requests: [privacyRequest(1, 'access', 5, long)] }))),
  'privacy-new': () =>
    privacy(officerPrograms(), click('new-request'), type('person-text', 'bassi'), click('person-search')),
  'privacy-holds': () => privacy(officerPrograms(), click('privacy-holds')),
  'privacy-holds-lift': () => privacy(officerPrograms(), click('privacy-holds'), click('hold-lift')),
  'privacy-hold-new': () => privacy(officerPrograms(), click('privacy-holds'), click('new-hold')),
  'privacy-tellings': () => privacy(officerPrograms(), click('privacy-tellings')),
  'privacy-tellings-none': () => privacy(officerPrograms(emptyPrivacy()), click('privacy-tellings')),
  'privacy-telling-new': () =>
    privacy(officerPrograms(), click('privacy-tellings'), click('new-telling'), click('mark-told')),
  'privacy-consents': () => privacy(officerPrograms(), click('privacy-consents')),
  'privacy-text-new': () => privacy(officerPrograms(), click('privacy-consents'), click('new-text')),
  'privacy-objection': () => request('objection'),
  'privacy-copy': () => {
    const asked = privacyRequest(1, 'access', 5);
    const programs = officerPrograms(privacyOverview({ requests: [asked] }));
    programs.state.data.saving = { what: { kind: 'copy', id: asked.id }, reached: 1_240_000_000, bytes: 4_900_000_000 };
    return request('access', programs);
  },
  'privacy-copy-other': () => {
    const programs = officerPrograms(privacyOverview({ requests: [privacyRequest(1, 'access', 5)] }));
    programs.state.data.saving = { what: { kind: 'audit' }, reached: 12_000_000, bytes: null };
    return request('access', programs);
  },
  'privacy-retention': () => privacy(officerPrograms(), click('privacy-retention')),
  'privacy-retention-change': () =>
    privacy(officerPrograms(), click('privacy-retention'), click('change-rule'), click('rule-decide')),
  'privacy-breaches': () => privacy(officerPrograms(), click('privacy-breaches')),
  'privacy-breach': () => privacy(officerPrograms(), click('privacy-breaches'), click('breach')),
  'privacy-breach-told': () =>
    privacy(
      officerPrograms(privacyOverview({ breaches: [breachOf(1, 31, { risk: 'risk', why: 'recapiti' })] })),
      ...[click('privacy-breaches'), click('breach'), click('told-authority'), see('told-sure')],
    ),
  'privacy-audit': () => privacy(officerPrograms(), click('privacy-audit')),
  'privacy-audit-read': () => {
    const { programs, gestures = [] } = auditRead(officerPrograms());
    return { programs, gestures: [...gestures, see('audit-more')] };
  },
  'privacy-audit-saving': () => {
    const programs = officerPrograms();
    programs.state.data.saving = { what: { kind: 'audit' }, reached: 12_000_000, bytes: null };
    return auditRead(programs);
  },
  'privacy-audit-broken': () => {
    const programs = officerPrograms();
    programs.answers.data.proveAudit = () => ({ upTo: `120:${'3f'.repeat(32)}`, brokenAt: 121 });
    return privacy(programs, click('privacy-audit'), click('prove-audit'));
  },
  'privacy-record': () => privacy(officerPrograms(), click('privacy-record')),
  'privacy-record-empty': () => {
    const programs = officerPrograms();
    programs.answers.data.processingRecord = () => processingRecord({ connectors: [], services: [] });
    return privacy(programs, click('privacy-record'));
  },
  'breach-settings': () => ({ programs: createDeskPrograms(), gestures: [click('settings'), see('report-breach')] }),
  breach: () => breach(),
  'breach-wrong': () => {
    const { programs, gestures = [] } = breach();
    return { programs, gestures: [...gestures, click('send-breach')] };
  },
  'breach-sent': () => {
    const { programs, gestures = [] } = breach();
    return {
      programs,
      gestures: [
        ...gestures,
        type('breach-what', 'Un’e-mail è partita verso l’indirizzo sbagliato'),
        ...[click('breach-nature-confidentiality'), click('send-breach')],
      ],
    };
  },
  lists: () => lists(listPrograms()),
  'lists-away': () => {
    const programs = listPrograms();
    programs.answers.data.listHeads = away;
    return lists(programs);
  },
  'list-away': () => {
    const programs = listPrograms();
    programs.answers.data.readList = away;
    return lists(programs);
  },
  'list-edited': () => listEdited(),
  'list-wrong': () => listEdited(listPrograms(), type('list-pairs.0.prefer.it', ' '), click('save-list')),
  'list-conflict': () => {
    const programs = listPrograms();
    programs.answers.data.writeList = ({ code }) => ({
      kind: 'conflict',
      current: listOf(code, { version: 4, editedBy: 'Davide Riva', proposal: false }),
    });
    return listEdited(programs, click('save-list'));
  },
  'list-editions': () => lists(listPrograms(), click('list-of-words'), click('show-editions')),
  'list-reset': () => lists(listPrograms(), click('list-of-words'), click('ask-reset')),
  'list-phase': () => lists(listPrograms(), click('row-phases.0'), click('row-phases.0.lines.0')),
  'list-levels': () => lists(listPrograms(), click('list-of-identification'), click('row-levels.1')),
  'list-classification': () =>
    lists(listPrograms(), click('list-of-classification'), click('row-reasons.0'), click('row-reasons.0.reasons.0')),
  'list-complaints': () => lists(listPrograms(), click('list-of-complaintProfiles'), click('row-0')),
  'list-own': () => lists(withClient(listPrograms())),
  accounts: () => accounts(accountPrograms()),
  'accounts-away': () => {
    const programs = accountPrograms();
    programs.answers.data.listAccounts = away;
    return accounts(programs);
  },
  'accounts-none': () => accounts(accountPrograms(), type('account-find', 'nessuno')),
  'account-new': () => accounts(accountPrograms(), click('new-account'), click('create-account')),
  'account-made': () => {
    const { programs, gestures = [] } = accountOf('luca');
    return { programs, gestures: [...gestures, click('reset-password'), click('reset-sure')] };
  },
  'account-own': () => accountOf('giulia'),
  'account-locked': () => accountOf('pia'),
  'account-long': () => accountOf('rovere'),
  'account-off': () => {
    const { programs, gestures = [] } = accountOf('luca');
    return { programs, gestures: [...gestures, click('switch-off'), see('off-sure')] };
  },
  'own-password': () => ({
    programs: createDeskPrograms(),
    gestures: [click('settings'), click('password-open'), click('password-change'), see('password-change')],
  }),
  connectors: () => connectors(connectorPrograms()),
  'connectors-none': () => connectors(connectorPrograms(connectorList())),
  'connectors-away': () => {
    const programs = connectorPrograms();
    programs.answers.data.listConnectors = away;
    return connectors(programs);
  },
  'connector-new': () => connectors(connectorPrograms(), click('new-connector'), click('add-connector')),
  connector: () => oneConnector(0),
  'connector-tried': () => {
    const { programs, gestures = [] } = oneConnector(0);
    return { programs, gestures: [...gestures, click('try-connector'), see('connector-trial')] };
  },
  'connector-failed': () => oneConnector(1),
  'connector-missing': () => oneConnector(2),
  'connector-agree': () => connectors(connectorPrograms(connectorList(agreeing('none'))), click('connector')),
  'connector-agreeing': () =>
    connectors(connectorPrograms(connectorList(agreeing('none'))), click('connector'), click('connect-connector')),
  'connector-agreed': () => connectors(connectorPrograms(connectorList(agreeing('stands'))), click('connector')),
  'connector-over': () => connectors(connectorPrograms(connectorList(agreeing('over'))), click('connector')),
  'connector-access': () =>
    connectors(connectorPrograms(connectorList(agreeing('stands'))), click('connector'), click('change-keys')),
  'connector-fields': () => {
    const { programs, gestures = [] } = oneConnector(0);
    return { programs, gestures: [...gestures, click('change-fields'), click('try-mapping'), see('connector-trial')] };
  },
  'connector-fields-company': () => {
    const { programs, gestures = [] } = oneConnector(3);
    return { programs, gestures: [...gestures, click('change-fields'), click('try-mapping'), see('connector-trial')] };
  },
  'connector-not-revoked': () => {
    const programs = connectorPrograms(connectorList(agreeing('stands')));
    programs.answers.data.removeConnector = () => ({ gone: 0, stayed: 12, access: 'failed' });
    return connectors(programs, click('connector'), click('remove-connector'), click('remove-sure'));
  },
  'connector-remove': () => {
    const { programs, gestures = [] } = oneConnector(0);
    return { programs, gestures: [...gestures, click('remove-connector'), see('remove-sure')] };
  },
};
