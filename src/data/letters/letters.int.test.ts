// Letters on this PC: what was typed outlives the program, is its writer's alone, and goes with the customer whom it is about.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentIdSchema } from '#shared/model/ids';
import { letterOf } from '#test/support/deskLetters';
import { openProfile } from '#test/support/profileFiles';
import { forgetGone } from '../drafts/forgotten.ts';
import { draftOf, dropDraft, keepDraft } from './drafts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-letters-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const giulia = agentIdSchema.parse('01JZZZZZZZZZZZZZZZZZZZZZA1');
const luca = agentIdSchema.parse('01JZZZZZZZZZZZZZZZZZZZZZA2');
const letter = letterOf('01JZZZZZZZZZZZZZZZZZZZZZC1');
const draft = (basis: string, agentId = giulia) => ({
  ...{ agentId, customerId: letter.customerId, letter, base: 1, parts: { ...letter.parts, basis } },
});

test('what was typed is there after the program has ended, the newest alone, for who has typed it', async () => {
  const files = openProfile(folder);
  files.work((work) => keepDraft(work, draft('Art. 7')));
  files.work((work) => keepDraft(work, draft('Art. 8')));
  files.work((work) => keepDraft(work, draft('Di Luca', luca)));
  await files.close();
  const again = openProfile(folder);
  expect(again.readWork((work) => draftOf(work, giulia, letter.id))?.parts.basis).toBe('Art. 8');
  expect(again.readWork((work) => draftOf(work, luca, letter.id))?.parts.basis).toBe('Di Luca');
  again.work((work) => dropDraft(work, giulia, letter.id));
  expect(again.readWork((work) => draftOf(work, giulia, letter.id))).toBeNull();
  expect(again.readWork((work) => draftOf(work, luca, letter.id))).not.toBeNull();
  await again.close();
});

test('of a customer who is gone from this PC nothing is left of any letter', async () => {
  const files = openProfile(folder);
  files.work((work) => keepDraft(work, draft('Ama la qwarkite.')));
  expect(forgetGone(files)).toMatchObject({ some: true });
  expect(files.readWork((work) => draftOf(work, giulia, letter.id))).toBeNull();
  expect(files.readWork((work) => work.kept('letterDrafts'))).toBeNull();
  await files.close();
});
