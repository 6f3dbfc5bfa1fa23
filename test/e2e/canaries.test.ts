// What may lie in clear on the agent's PC: after a morning's work no file of the profile, no log, holds a person's data or a secret.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

const canaries = {
  'a note': 'Canarino giallo in soffitta',
  'a name': 'Carlo Bassi',
  'a number': '390000000103',
  'a number as people write it': '000 000 0103',
  'a word searched for': 'Zzcanarino',
  'a wrong password': 'sbagliata-canarino',
  'the password of the sign-in': '"password":"cornetta"',
  'the password of the PBX': 's3cret-1001',
  'an access token': 'eyJhbGciOiJIUzI1NiJ9',
} as const;

/** Files of the profile in which it is found, as bytes and as UTF-16. */
function holding(profile: string, canary: string): string[] {
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return bytes.includes(canary) || bytes.includes(Buffer.from(canary, 'utf16le'));
    });
}

test('after a call with a note nothing of it, and no secret, can be read in the profile’s files', async () => {
  const app = await office.apps.start({ env: { CORNETTA_LOG: '1' } });
  const said: string[] = [];
  for (const stream of [app.electron.process().stdout, app.electron.process().stderr]) {
    stream?.on('data', (bytes) => said.push(String(bytes)));
  }
  const desk = deskOf(await app.page('desk'));
  await desk.connect(office.world.backendUrl, { username: 'giulia', password: canaries['a wrong password'] });
  await desk.page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
  await desk.setReady();
  office.world.switchboard.ring({ number: '+390000000103', queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Carlo Bassi');
  await desk.answer();
  await desk.note().fill(canaries['a note']);
  await desk.untilSaved();
  await desk.page.keyboard.press('Control+k');
  await desk.page.keyboard.type(canaries['a word searched for']);
  await until('the log speaks of the search', () => said.join('').includes('method=search'));
  const log = join(app.profile, 'logs', 'main.log');
  await until('the log has the note’s saving', () => readFileSync(log, 'utf8').includes('method=saveDraft'));
  await app.cutPower();

  for (const [what, canary] of Object.entries(canaries)) {
    expect({ what, in: holding(app.profile, canary), said: said.join('').includes(canary) }).toEqual({
      what,
      in: [],
      said: false,
    });
  }
});
