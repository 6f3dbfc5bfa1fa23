// Every sentence that a person reads, in English, joined from its areas: the same keys as the Italian, no more and no fewer.

import { accounts } from './en/accounts.ts';
import { app } from './en/app.ts';
import { arrival } from './en/arrival.ts';
import { attachments } from './en/attachments.ts';
import { call } from './en/call.ts';
import { callbacks } from './en/callbacks.ts';
import { cases } from './en/cases.ts';
import { chat } from './en/chat.ts';
import { commands } from './en/commands.ts';
import { conflicts } from './en/conflicts.ts';
import { connectors } from './en/connectors.ts';
import { customer } from './en/customer.ts';
import { duplicates } from './en/duplicates.ts';
import { failures } from './en/failures.ts';
import { figures } from './en/figures.ts';
import { guide } from './en/guide.ts';
import { identification } from './en/identification.ts';
import { imports } from './en/imports.ts';
import { knowledge } from './en/knowledge.ts';
import { lead } from './en/lead.ts';
import { letters } from './en/letters.ts';
import { links } from './en/links.ts';
import { lists } from './en/lists.ts';
import { myDay } from './en/myDay.ts';
import { privacy } from './en/privacy.ts';
import { reports } from './en/reports.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { start } from './en/start.ts';
import { wrapUp } from './en/wrapUp.ts';
import type { Words } from './it.ts';

export const en: Words = {
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
