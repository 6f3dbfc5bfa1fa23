// The protocol is a promise to apps already installed: a change of any schema shows here, as a reviewed change of the golden file.
// To take a change over: run this test with CORNETTA_GOLDEN=write, after raising `protocolVersion` where an older app could not go on.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as agentState from './agentState.ts';
import * as articles from './articles.ts';
import * as attachments from './attachments.ts';
import * as audit from './audit.ts';
import * as board from './board.ts';
import * as callbacks from './callbacks.ts';
import * as cases from './cases.ts';
import * as connectors from './connectors.ts';
import * as consents from './consents.ts';
import * as errors from './errors.ts';
import * as help from './help.ts';
import * as history from './history.ts';
import * as imports from './imports.ts';
import * as interactions from './interactions.ts';
import * as lists from './lists.ts';
import * as lostCalls from './lostCalls.ts';
import * as notes from './notes.ts';
import * as preferences from './preferences.ts';
import * as privacy from './privacy.ts';
import * as sessions from './sessions.ts';
import * as signIn from './signIn.ts';
import * as sync from './sync.ts';
import * as timeline from './timeline.ts';
import * as toCall from './toCall.ts';
import * as version from './version.ts';
import * as workstation from './workstation.ts';

const goldenFile = new URL('./golden.json', import.meta.url);

function fingerprint(): { version: number; schemas: Record<string, string> } {
  const schemas: Record<string, string> = {};
  const modules = {
    agentState,
    articles,
    attachments,
    audit,
    board,
    callbacks,
    cases,
    connectors,
    consents,
    errors,
    help,
    history,
    imports,
    interactions,
    lists,
    lostCalls,
    notes,
    preferences,
    privacy,
    sessions,
    signIn,
    sync,
    timeline,
    toCall,
    version,
    workstation,
  };
  for (const [module, exported] of Object.entries(modules)) {
    for (const [name, value] of Object.entries(exported)) {
      if (!(value instanceof z.ZodType)) continue;
      const text = JSON.stringify(z.toJSONSchema(value, { io: 'input' }));
      schemas[`${module}.${name}`] = createHash('sha256').update(text).digest('hex').slice(0, 16);
    }
  }
  return { version: version.protocolVersion, schemas };
}

test('the schemas of the protocol are those of its golden file', () => {
  const now = fingerprint();
  if (process.env.CORNETTA_GOLDEN === 'write') writeFileSync(goldenFile, `${JSON.stringify(now, null, 2)}\n`);
  expect(now).toEqual(JSON.parse(readFileSync(goldenFile, 'utf8')));
});
