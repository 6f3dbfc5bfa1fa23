// Every CRM that there is a description for, with its stand-in.
import { readFileSync } from 'node:fs';
import { type Description, descriptionSchema } from '#shared/connector/description';
import { must } from '#shared/lib/must';
import { createDataverse } from './dataverse.ts';
import { createEspocrm } from './espocrm.ts';
import { createHubspot } from './hubspot.ts';
import { createOdoo } from './odoo.ts';
import type { CrmClock } from './people.ts';
import { createSalesforce } from './salesforce.ts';
import type { StandIn } from './standIn.ts';
import { createZammad } from './zammad.ts';
import { createZendesk } from './zendesk.ts';

export interface Crm {
  readonly description: Description;
  create(clock: CrmClock, pageRows?: number): StandIn;
}

const standIns = {
  zammad: createZammad,
  espocrm: createEspocrm,
  odoo: createOdoo,
  hubspot: createHubspot,
  zendesk: createZendesk,
  dataverse: createDataverse,
  salesforce: createSalesforce,
};

export const crms: readonly Crm[] = Object.entries(standIns).map(([kind, create]) => ({
  description: descriptionSchema.parse(
    JSON.parse(readFileSync(new URL(`../../../assets/connectors/${kind}.json`, import.meta.url), 'utf8')),
  ),
  create,
}));

export const crmOf = (kind: string): Crm =>
  must(
    crms.find(({ description }) => description.kind === kind),
    kind,
  );
