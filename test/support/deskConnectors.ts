// Other CRMs as an administrator sees them on the desk.
import {
  type ConnectorList,
  type ConnectorReport,
  type ConnectorTrial,
  type ConnectorView,
  connectorListSchema,
  connectorReportSchema,
  connectorSchema,
  connectorTrialSchema,
} from '#shared/protocol/connectors';
import { adminPrograms } from './deskImports.ts';
import { afternoon, at } from './deskPeople.ts';
import type { DeskPrograms } from './deskPrograms.ts';

const follows = {
  ...{ doing: 'nothing', loaded: true, failure: null, missing: 0 },
  ...{ readAt: at(afternoon - 40_000), nextAt: at(afternoon + 20_000) },
};

const reads = [
  { it: 'nome', en: 'name' },
  { it: 'e-mail', en: 'e-mail' },
  { it: 'numeri di telefono', en: 'telephone numbers' },
];

export const connector = (id: string, state: object = {}, changed: object = {}): ConnectorView =>
  connectorSchema.parse({
    ...{ id, kind: 'zammad', name: 'Assistenza (Zammad)', portfolioId: 'company' },
    settings: { customerRole: '3', group: 'Users' },
    ...{ way: 'key', agreement: null, mapping: null, hintAddress: null, furtherSecrets: [], reads },
    ...{ address: 'https://assistenza.esempio.it', active: true, writesCalls: true },
    state: { ...follows, ...state },
    ...changed,
  });

const usualMapping = {
  name: ['/firstname', '/lastname'],
  nameElse: ['/email'],
  email: '/email',
  phones: [
    { at: '/mobile', kind: 'mobile' },
    { at: '/phone', kind: 'other' },
  ],
  address: { street: ['/street'], postcode: '/zip', city: '/city' },
};

export const connectorList = (...connectors: ConnectorView[]): ConnectorList =>
  connectorListSchema.parse({
    connectors,
    kinds: [
      {
        ...{ kind: 'hubspot', name: 'HubSpot', mapping: usualMapping },
        ways: [
          { way: 'key', settings: [], secrets: ['token'], optional: [], redirectUri: null },
          {
            ...{ way: 'agreement', secrets: ['clientSecret'], optional: [] },
            settings: [
              { name: 'clientId', pattern: '^[0-9a-fA-F-]{36}$', default: null },
              { name: 'login', pattern: '^https://app', default: 'https://app.hubspot.com' },
            ],
            redirectUri: 'https://servizio.esempio.it/v1/connectors/agreed/hubspot',
          },
        ],
      },
      {
        ...{ kind: 'zammad', name: 'Zammad', mapping: usualMapping },
        ways: [
          {
            ...{ way: 'key', secrets: ['token'], optional: [], redirectUri: null },
            settings: [
              { name: 'customerRole', pattern: '^[0-9]{1,6}$', default: '3' },
              { name: 'group', pattern: '^.{1,100}$', default: 'Users' },
            ],
          },
        ],
      },
      {
        ...{ kind: 'odoo', name: 'Odoo' },
        mapping: { ...usualMapping, company: { at: '/is_company', is: true } },
        ways: [{ way: 'key', settings: [], secrets: ['key'], optional: [], redirectUri: null }],
      },
    ],
    portfolios: [
      { id: 'company', client: { id: 'company', name: 'Aurora Servizi' } },
      { id: 'borea', client: { id: 'borea', name: 'Borea S.p.A.' } },
    ],
  });

export const fourConnectors = (): ConnectorList =>
  connectorList(
    connector('zammad'),
    connector(
      'hubspot',
      { failure: { code: 'signIn', status: 401, againAt: at(afternoon + 900_000) }, nextAt: at(afternoon + 900_000) },
      { kind: 'hubspot', name: 'HubSpot vendite', address: 'https://api.hubapi.com' },
    ),
    connector('lodi', { missing: 1_204 }, { name: 'CRM della sede di Lodi, Pavia e dei comuni della bassa pianura' }),
    connector(
      'odoo',
      { loaded: false, doing: 'nothing', readAt: null, nextAt: null },
      { kind: 'odoo', name: 'Odoo', active: false },
    ),
  );

/** One that reads as a person who has agreed, not yet, or not any more. */
export const agreeing = (agreement: 'none' | 'stands' | 'over'): ConnectorView =>
  connector(
    'hubspot',
    agreement === 'stands'
      ? {}
      : {
          failure: { code: 'signIn', status: 401, againAt: at(afternoon + 900_000) },
          ...{ loaded: agreement === 'over', readAt: agreement === 'over' ? at(afternoon - 7_200_000) : null },
        },
    {
      ...{ kind: 'hubspot', name: 'HubSpot vendite', address: 'https://api.hubapi.com', way: 'agreement' },
      hintAddress: 'https://servizio.esempio.it/v1/connectors/hubspot/hints/uRbl5M2V0xkq',
      settings: { clientId: '22222222-2222-4222-8222-222222222222', login: 'https://app.hubspot.com' },
      agreement:
        agreement === 'none'
          ? null
          : { at: at(afternoon - 90 * 86_400_000), by: 'Sara Conti', isOver: agreement === 'over' },
    },
  );

export const connectorReport = (): ConnectorReport =>
  connectorReportSchema.parse({
    ...{ customers: 41_208, refusedInAll: 2, calls: { waiting: 3, written: 912, refused: 0 } },
    refused: [
      { id: '88120', field: 'email', why: 'notAnEmail', at: at(afternoon - 7_200_000) },
      { id: '90031', field: 'name', why: 'missing', at: at(afternoon - 86_400_000) },
    ],
  });

export const connectorTrial = (changed: object = {}): ConnectorTrial =>
  connectorTrialSchema.parse({
    failure: null,
    customers: ['Zita Provini', 'Nino Provini', 'Officine Meccaniche Riunite della Bassa S.r.l.'].map(
      (name, place) => ({
        ...{
          id: String(place + 1),
          kind: place === 2 ? 'company' : 'person',
          name,
          email: `prova${place}@esempio.it`,
          address: null,
        },
        ...{ birthDate: null, taxCode: null, language: 'it' },
        phones: [{ kind: 'mobile', raw: `+39 000 000 077${place}`, e164: `+39000000077${place}`, note: null }],
      }),
    ),
    refused: [{ id: '4', field: 'email', why: 'notAnEmail' }],
    offers: ['/city', '/codice_fiscale', '/email', '/firstname', '/lastname', '/mobile', '/phone', '/street', '/zip'],
    unknown: [],
    ...changed,
  });

/** An administrator's desk with these CRMs. */
export function connectorPrograms(list: ConnectorList = fourConnectors()): DeskPrograms {
  const programs = adminPrograms();
  programs.answers.data.listConnectors = () => list;
  programs.answers.data.addConnector = ({ id }) => connector(id);
  programs.answers.data.changeConnector = ({ id }) => ({ ...connector(id), formerAccess: 'none' });
  programs.answers.data.runConnector = ({ id }) => connector(id);
  programs.answers.data.signInConnector = () => ({ url: 'https://app.hubspot.com/oauth/authorize?state=prova' });
  programs.answers.data.tryConnector = () => connectorTrial();
  programs.answers.data.mapConnector = ({ id, mapping }) => connector(id, {}, { mapping });
  programs.answers.data.connectorReport = () => connectorReport();
  programs.answers.data.removeConnector = () => ({ gone: 0, stayed: 12, access: 'none' });
  return programs;
}
