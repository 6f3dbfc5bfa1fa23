// Every sentence that a person reads, in Italian, joined from its areas: the language that the others follow key by key.
// The agent is never addressed as "tu" nor by possessives; the customer is always "Lei".

import { accounts } from './it/accounts.ts';
import { app } from './it/app.ts';
import { arrival } from './it/arrival.ts';
import { attachments } from './it/attachments.ts';
import { call } from './it/call.ts';
import { callbacks } from './it/callbacks.ts';
import { cases } from './it/cases.ts';
import { chat } from './it/chat.ts';
import { commands } from './it/commands.ts';
import { conflicts } from './it/conflicts.ts';
import { connectors } from './it/connectors.ts';
import { customer } from './it/customer.ts';
import { duplicates } from './it/duplicates.ts';
import { failures } from './it/failures.ts';
import { figures } from './it/figures.ts';
import { guide } from './it/guide.ts';
import { identification } from './it/identification.ts';
import { imports } from './it/imports.ts';
import { knowledge } from './it/knowledge.ts';
import { lead } from './it/lead.ts';
import { letters } from './it/letters.ts';
import { links } from './it/links.ts';
import { lists } from './it/lists.ts';
import { myDay } from './it/myDay.ts';
import { privacy } from './it/privacy.ts';
import { reports } from './it/reports.ts';
import { settings } from './it/settings.ts';
import { shell } from './it/shell.ts';
import { start } from './it/start.ts';
import { wrapUp } from './it/wrapUp.ts';
import type { Same } from './same.ts';

export const it = {
  ...app,
  ...commands,
  ...start,
  ...arrival,
  ...call,
  ...callbacks,
  ...lead,
  ...figures,
  ...knowledge,
  ...identification,
  ...guide,
  ...wrapUp,
  ...customer,
  ...attachments,
  ...cases,
  ...myDay,
  ...letters,
  ...chat,
  ...duplicates,
  ...conflicts,
  ...imports,
  ...privacy,
  ...reports,
  ...accounts,
  ...connectors,
  ...links,
  ...lists,
  ...settings,
  ...shell,
  ...failures,
};

/** The shape that every language has. */
export type Words = Same<typeof it>;
