// What goes wrong outside has a sentence in the app: what is wrong, and what to do; and nothing is lost by it.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { it as italian } from '#shared/words/it';
import type { AppOptions, RunningApp } from '../support/app.ts';
import { startBackend } from '../support/backend.ts';
import { makeCertificate } from '../support/certificate.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { startTestSwitchboard } from '../support/switchboard.ts';

const { failures } = italian;
const office = openOffice();
const running: RunningApp[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.quit()));
});

async function open(options: AppOptions = {}): Promise<{ app: RunningApp; desk: Desk }> {
  const app = await office.apps.start(options);
  running.push(app);
  return { app, desk: deskOf(await app.page('desk')) };
}

/** Both halves of the sentence are to be read: what is wrong, and what to do about it. */
async function says(page: Page, sentence: { readonly what: string; readonly todo: string }): Promise<void> {
  await page.getByText(sentence.what).first().waitFor();
  await page.getByText(sentence.todo).first().waitFor();
}

test('a backend that cannot be reached', async () => {
  const { desk } = await open();
  await desk.askAt('http://127.0.0.1:9');
  await says(desk.page, failures.backend.unreachable);
});

test('an address where something else answers', async () => {
  const { desk } = await open();
  await desk.askAt(office.world.switchboard.url.replace('ws:', 'http:'));
  await says(desk.page, failures.backend.notCornetta);
});

test('a wrong password: what was typed stays, and the right one signs in', async () => {
  const { desk } = await open();
  await desk.connect(office.world.backendUrl, { username: 'giulia', password: 'wrong' });
  await says(desk.page, failures.backend.wrongCredentials);
  expect(await desk.page.getByTestId('connect-username').inputValue()).toBe('giulia');
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
});

test('a PBX that does not take the password', async () => {
  const { company } = office.world.switchboard;
  const agents = company.agents.map((agent) => ({ ...agent, pbxPassword: 'another' }));
  const switchboard = await startTestSwitchboard({ company: { ...company, agents } });
  const backend = await startBackend({ pbxUrl: switchboard.url });
  const { desk } = await open();
  await desk.connect(backend.url, office.world.agents.giulia);
  await says(desk.page, failures.pbx.wrongPassword);
  await backend.stop();
  await switchboard.stop();
});

/** Of the PBX's server. */
async function lineCheckSays(page: Page, advice: string): Promise<void> {
  await page.getByTestId('line-check').click();
  await page.getByTestId('check-line').click();
  await page.locator('[data-testid="line-step"][data-part="server"][data-result="wrong"]').getByText(advice).waitFor();
}

test('a PBX whose certificate this computer does not trust is not spoken to, and is told from one that is away', async () => {
  const impostor = createServer(await makeCertificate());
  let heard = 0;
  for (const word of ['secureConnection', 'request', 'upgrade']) impostor.on(word, () => (heard += 1));
  await once(impostor.listen(0, '127.0.0.1'), 'listening');
  const { port } = impostor.address() as AddressInfo;
  const backend = await startBackend({ pbxUrl: `wss://127.0.0.1:${port}/ws` });
  const { desk } = await open();
  await desk.connect(backend.url, office.world.agents.giulia);
  await says(desk.page, failures.pbx.certificate);
  await lineCheckSays(desk.page, italian.lineCheck.advices.serverUntrusted);
  expect(heard).toBe(0);
  impostor.close();
  await backend.stop();
});

test('a PBX to which the line would not be encrypted is not spoken to, and IT is told what to change', async () => {
  const backend = await startBackend({ pbxUrl: 'ws://192.0.2.1:8088/ws' });
  const { desk } = await open();
  await desk.connect(backend.url, office.world.agents.giulia);
  await says(desk.page, failures.pbx.unsecured);
  await lineCheckSays(desk.page, italian.lineCheck.advices.serverUnsecured);
  await backend.stop();
});

test('no microphone', async () => {
  const { desk } = await open({ deaf: true });
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await says(desk.page, failures.microphone.missing);
});

test('a microphone that may not be used', async () => {
  const { app, desk } = await open();
  await app.electron.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    session.defaultSession.setPermissionCheckHandler(() => false);
  });
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await says(desk.page, failures.microphone.refused);
});

test('no keyring: nothing is written until the agent goes on without one', async () => {
  const { app, desk } = await open({ keyless: true });
  await desk.askAt(office.world.backendUrl);
  await says(desk.page, failures.keyring.missing);
  expect(existsSync(join(app.profile, 'work'))).toBe(false);
  await desk.page.getByTestId('accept-file-key').click();
  await desk.signInAs(office.world.agents.giulia);
  await desk.untilRegistered();
});

test('a broken settings file: set aside, and the app starts all the same', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'cornetta-profile-'));
  writeFileSync(join(profile, 'settings.json'), '{"door":{"kind":"prac');
  const { desk } = await open({ profile });
  await says(desk.page, failures.settings.broken);
  await desk.door('practise').waitFor();
  expect(readdirSync(profile).filter((name) => name.startsWith('settings.json.broken-'))).toHaveLength(1);
});

test('a damaged file of notes: what can be read is here again, the rest is kept aside, and said', async () => {
  const first = await open();
  await first.desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await first.desk.untilLoaded();
  const { profile } = first.app;
  await first.app.quit();
  running.splice(0);
  truncateSync(join(profile, 'work', 'work.db'), 4096 + 1500);

  const { desk } = await open({ profile });
  await says(desk.page, failures.files.damaged);
  expect(readdirSync(join(profile, 'work')).filter((name) => name.startsWith('work.db.damaged-'))).not.toEqual([]);
});

test('a damaged cache file: set aside, fetched again, and said', async () => {
  const first = await open();
  await first.desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await first.desk.untilLoaded();
  const { profile } = first.app;
  await first.app.quit();
  running.splice(0);
  const cache = join(profile, 'work', 'cache.db');
  expect(existsSync(cache)).toBe(true);
  truncateSync(cache, 4096 + 1500);

  const { desk } = await open({ profile });
  await says(desk.page, failures.files.cacheDamaged);
  await desk.untilLoaded();
  await desk.search('AU-10006');
  await desk.hit('Elisa Grandi').waitFor();
});

test('an INVITE whose identity is malformed: it rings, and is answered', async () => {
  const { app, desk } = await open();
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
  const customer = office.world.switchboard.inviteWithHeaders('1001', {
    odd: { assertedIdentity: '"<<sip:@:;', from: '<sip:%zz@>' },
  });
  await desk.page.getByTestId('arrival').waitFor();
  await desk.answer();
  await desk.untilVoices(app);
  expect(customer.state()).toMatchObject({ kind: 'talking' });
});
