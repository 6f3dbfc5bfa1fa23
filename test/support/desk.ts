// What an agent does at the desk, as gestures on its page. Each waits for what the agent would wait for.
import type { Locator, Page } from 'playwright-core';
import type { RunningApp } from './app.ts';
import { until } from './until.ts';

export interface Desk {
  readonly page: Page;
  door(which: 'practise' | 'connect'): Locator;
  /** The first step: asks the service there how one signs in. */
  askAt(backendUrl: string): Promise<void>;
  /** The second. */
  signInAs(who: { readonly username: string; readonly password: string }): Promise<void>;
  connect(backendUrl: string, who: { readonly username: string; readonly password: string }): Promise<void>;
  /** Signed in, registered with the PBX. */
  untilRegistered(): Promise<void>;
  /** Every customer that this agent may see is on this PC. */
  untilLoaded(): Promise<void>;
  setReady(): Promise<void>;
  setNotReady(reason: string): Promise<void>;
  arrival(): Locator;
  untilArrives(name: string): Promise<void>;
  /** No call and no wrap-up on the screen. */
  untilIdle(): Promise<void>;
  answer(): Promise<void>;
  note(): Locator;
  untilSaved(): Promise<void>;
  untilNote(text: string): Promise<void>;
  /** Packets go out and come in for two more seconds' worth. */
  untilVoices(app: RunningApp): Promise<void>;
  chooseCustomer(code: string): Promise<void>;
  toggle(which: 'mute' | 'hold', on: boolean): Promise<void>;
  sendDigits(digits: string): Promise<void>;
  choose(which: 'reason' | 'outcome', code: string): Promise<void>;
  /** Types the number on the dial pad and calls it. */
  dial(number: string): Promise<void>;
  /** The call in front is talked on; for a call of one's own that is when the other side has answered. */
  untilTalking(): Promise<void>;
  openTransfer(): Promise<void>;
  /** Calls the one with this number about the customer, who waits. */
  consult(number: string): Promise<void>;
  /** Speaks with the one who waits, with one key. */
  swap(): Promise<void>;
  /** Passes the customer to the one who is consulted. */
  completeTransfer(): Promise<void>;
  /** All hear each other; with `false` the agent is left with the first. */
  setConference(on: boolean): Promise<void>;
  /** Ends the consult: the customer is back. */
  backToCustomer(): Promise<void>;
  transferTo(number: string): Promise<void>;
  hangUp(): Promise<void>;
  /** By key, with what the note says, of a customer who has another case open; its number is read out. */
  registerComplaint(): Promise<void>;
  saveWrapUp(): Promise<void>;
  search(text: string): Promise<void>;
  hit(name: string): Locator;
  editEmail(email: string): Promise<void>;
  signOut(): Promise<void>;
}

interface CallStats {
  readonly callId: string;
  readonly packetsSent: number;
  readonly packetsReceived: number;
}

/** RTP counters of the live calls, out of the phone's window. */
export const callStats = async (app: RunningApp): Promise<readonly CallStats[]> =>
  (await app.page('phone')).evaluate(() =>
    (window as unknown as { cornettaStats(): Promise<CallStats[]> }).cornettaStats(),
  );

export function deskOf(page: Page): Desk {
  const at = (id: string) => page.getByTestId(id);
  async function askAt(backendUrl: string): Promise<void> {
    await at('door-connect').or(at('connect-url')).first().waitFor();
    if (await at('door-connect').isVisible()) await at('door-connect').click();
    await at('connect-url').fill(backendUrl);
    await at('connect-submit').click();
  }
  async function signInAs(who: { readonly username: string; readonly password: string }): Promise<void> {
    await at('connect-username').fill(who.username);
    await at('connect-password').fill(who.password);
    await at('connect-submit').click();
  }
  const stateIs = async (state: string) => page.locator(`[data-testid="state-pill"][data-state="${state}"]`).waitFor();

  const mannerIs = (manner: string) => page.locator(`[data-testid="call-bar"][data-manner="${manner}"]`).waitFor();

  return {
    page,
    door: (which) => at(`door-${which}`),
    askAt,
    signInAs,
    async connect(backendUrl, who) {
      await askAt(backendUrl);
      await signInAs(who);
    },
    untilRegistered: () =>
      page.locator('[data-testid="state-pill"][data-registered="true"]').waitFor({ timeout: 30_000 }),
    untilLoaded: () =>
      page.locator('[data-testid="sync-state"][data-load="complete"]').waitFor({ state: 'attached', timeout: 30_000 }),
    async setReady() {
      await at('state-pill').click();
      await at('state-ready').click();
      await stateIs('ready');
    },
    async setNotReady(reason) {
      await at('state-pill').click();
      await at(`state-not-ready-${reason}`).click();
      await stateIs('notReady');
    },
    arrival: () => at('arrival'),
    untilArrives: (name) => at('arrival-name').filter({ hasText: name }).waitFor(),
    async untilIdle() {
      await at('arrival').waitFor({ state: 'detached' });
      await at('call-bar').waitFor({ state: 'detached' });
      await at('wrap-up-save').waitFor({ state: 'detached' });
    },
    async answer() {
      await page.keyboard.press('Space');
      await at('call-bar').waitFor();
    },
    note: () => at('note'),
    untilSaved: () => page.locator('[data-testid="saved-state"][data-saved="true"]').waitFor(),
    async untilNote(text) {
      await until(`the note says "${text}"`, async () => (await at('note').inputValue()) === text);
    },
    async untilVoices(app) {
      const before = new Map((await callStats(app)).map((call) => [call.callId, call]));
      let now: readonly CallStats[] = [];
      await until(
        'voices go both ways',
        async () => {
          now = await callStats(app);
          return now.some((call) => {
            const then = before.get(call.callId) ?? { packetsSent: 0, packetsReceived: 0 };
            return call.packetsSent > then.packetsSent + 25 && call.packetsReceived > then.packetsReceived + 25;
          });
        },
        () => JSON.stringify({ before: [...before.values()], now }),
      );
    },
    chooseCustomer: (code) => page.locator(`[data-testid="choose-customer"][data-code="${code}"]`).click(),
    async toggle(which, on) {
      await at(which).click();
      await page.locator(`[data-testid="${which}"][aria-pressed="${on}"]:not([aria-busy="true"])`).waitFor();
    },
    async sendDigits(digits) {
      await at('keypad').click();
      for (const digit of digits) await page.locator(`[data-testid="digit"][data-digit="${digit}"]`).click();
    },
    async choose(which, code) {
      const input = at(which)
        .locator('input')
        .or(at(which).and(page.locator('input')))
        .first();
      await input.click();
      await input.fill(code);
      await page.getByRole('option').filter({ hasText: code }).first().click();
    },
    async dial(number) {
      await page.keyboard.press('Alt+N');
      await at('dial-input').fill(number);
      await page.keyboard.press('Enter');
      // Not the call itself: a number that is busy has ended it before anybody looks.
      await at('dial-input').waitFor({ state: 'detached' });
    },
    untilTalking: () => page.locator('[data-testid="call-bar"][data-phase="talking"]').waitFor({ timeout: 20_000 }),
    async openTransfer() {
      await at('transfer').click();
      await at('transfer-target').first().waitFor();
    },
    async transferTo(number) {
      await page.locator(`[data-testid="transfer-target"][data-number="${number}"]`).click();
      await at('transfer-direct').click();
      await at('wrap-up-save').waitFor({ timeout: 15_000 });
    },
    async consult(number) {
      await page.keyboard.press('Alt+T');
      await page.locator(`[data-testid="transfer-target"][data-number="${number}"]`).click();
      await at('transfer-consult').click();
      await mannerIs('consult');
    },
    async swap() {
      const name = (await at('swap').locator('.party-name').textContent()) ?? '';
      await page.keyboard.press('Alt+S');
      await page.locator('[data-testid="party"][data-front="true"]').filter({ hasText: name }).waitFor();
      await page.locator('[data-testid="call-bar"][data-held="false"]').waitFor();
    },
    async completeTransfer() {
      await at('complete').click();
      await at('wrap-up-save').waitFor({ timeout: 15_000 });
    },
    async setConference(on) {
      await page.keyboard.press('Alt+G');
      if (on) await mannerIs('conference');
      else await page.locator('[data-testid="call-bar"]:not([data-manner="conference"])').waitFor();
    },
    async backToCustomer() {
      await at('take-back').click();
      await mannerIs('contact');
    },
    async hangUp() {
      await at('hang-up').click();
      await at('wrap-up-save').waitFor();
    },
    async registerComplaint() {
      await page.keyboard.press('Alt+0');
      await at('register-sheet').waitFor();
      await page.keyboard.press('1');
      await at('register').click();
      await at('read-out').waitFor();
      await page.keyboard.press('Enter');
      await at('register-sheet').waitFor({ state: 'detached' });
    },
    async saveWrapUp() {
      await at('wrap-up-save').click();
      await at('wrap-up-save').waitFor({ state: 'detached' });
    },
    async search(text) {
      await page.keyboard.press('Control+k');
      await at('search-input').fill(text);
    },
    hit: (name) => at('search-hit').filter({ hasText: name }).first(),
    async editEmail(email) {
      await at('edit-email').click();
      await at('edit-email-input').fill(email);
      await page.keyboard.press('Enter');
      await at('customer-card').getByText(email).first().waitFor();
    },
    async signOut() {
      await at('settings').click();
      await at('sign-out').click();
    },
  };
}
