// An agent who has no mouse and may not see the screen, in the real app: what they do, in the words of the work. Whatever they do, the focus has to
// be somewhere afterwards and all the while, and no mouse is touched; what they are told is what Chromium tells a screen reader.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectFolder } from '../../scripts/paths.ts';
import { accessibilityTree, type Told } from './accessibilityTree.ts';
import type { RunningApp } from './app.ts';
import { becomeReady, choose, focusIs, identify, pressed, signIn, tabTo } from './byKeyboard.ts';
import { until } from './until.ts';

type Heard = 'alert' | 'status';

/** Of a story: against what hangs, on a machine that may be busy. */
export const longestStoryMs = 300_000;

/** Frames for which nothing has the focus before it counts as lost: by then a key has been missed. */
const mostFrames = 8;

/** In the page: remembers when the focus was nowhere, and when a mouse was. */
function watch(frames: number): void {
  const faults: string[] = [];
  Object.assign(window, { cornettaFaults: faults });
  addEventListener('pointerdown', () => faults.push('a mouse was used'), { capture: true });
  let last = 'the page was opened';
  let nowhere = 0;
  const look = () => {
    const { activeElement: active } = document;
    if (active !== null && active !== document.body) {
      nowhere = 0;
      last = `${active.tagName} ${active.getAttribute('data-testid') ?? ''} "${active.getAttribute('aria-label') ?? active.textContent?.slice(0, 30)}"`;
    } else {
      nowhere += 1;
      if (nowhere === frames) faults.push(`the focus was lost after: ${last}`);
    }
    requestAnimationFrame(look);
  };
  look();
}

const faultsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [
    ...((window as unknown as { cornettaFaults?: string[] }).cornettaFaults ?? []),
    ...(document.scrollingElement?.scrollTop === 0 ? [] : ['the desk itself has scrolled, and its bar is gone']),
  ]);

/** `folder`: below artifacts/e2e/stories, for the pictures; `name`: whose they are. */
export async function keyboardAgent(app: RunningApp, folder: string, name: string) {
  const pictures = join(projectFolder, 'artifacts', 'e2e', 'stories', folder);
  mkdirSync(pictures, { recursive: true });
  const page = await app.page('desk');
  const { keyboard } = page;
  const at = (testId: string) => page.getByTestId(testId);
  let taken = 0;

  const acts = {
    /** At the desk, with the line and every customer there. */
    async signsIn(backendUrl: string, who: { readonly username: string; readonly password: string }) {
      await signIn(page, backendUrl, who);
      await page.locator('[data-testid="state-pill"][data-registered="true"]').waitFor({ timeout: 30_000 });
      await page
        .locator('[data-testid="sync-state"][data-load="complete"]')
        .waitFor({ state: 'attached', timeout: 30_000 });
      await page.evaluate(watch, mostFrames);
    },
    becomesReady: () => becomeReady(page),

    /** Is told it at once (`alert`), or when there is a pause (`status`). */
    async hears(how: Heard, words: string | RegExp) {
      let heard: readonly string[] = [];
      await until(
        `a reader is told ${words}`,
        async () => {
          heard = (await accessibilityTree(page)).filter(({ role }) => role === how).map(({ text }) => text);
          return heard.some((text) => (typeof words === 'string' ? text.includes(words) : words.test(text)));
        },
        () => JSON.stringify(heard),
      );
    },
    /** Finds it when going through the page with a reader. */
    async finds(role: string, words: string | RegExp): Promise<Told> {
      const isIt = ({ role: of, name: called, text }: Told) =>
        of === role &&
        [called, text].some((each) => (typeof words === 'string' ? each.includes(words) : words.test(each)));
      let found: Told | undefined;
      await until(`a reader finds a ${role}: ${words}`, async () => {
        found = (await accessibilityTree(page)).find(isIt);
        return found !== undefined;
      });
      return found as Told;
    },
    /** Sees it on the screen. */
    sees: (words: string) => page.getByText(words).first().waitFor(),

    async answers() {
      await keyboard.press('Space');
      await at('call-bar').waitFor();
      await focusIs(page, 'note');
    },
    /** Yes, it is who the number says. */
    async confirmsCustomer(code: string) {
      await keyboard.press('Alt+C');
      await page.locator(`[data-testid="customer-card"][data-code="${code}"]`).waitFor();
      await focusIs(page, 'note');
    },
    /** The number is of several: the first of them is taken, once they have said who they are. */
    async choosesCustomer(code: string) {
      await keyboard.press('Alt+C');
      await focusIs(page, 'choose-customer');
      await keyboard.press('Enter');
      await page.locator(`[data-testid="customer-card"][data-code="${code}"]`).waitFor();
      await focusIs(page, 'note');
    },
    async goesOnTo(phase: string) {
      await keyboard.press('Alt+A');
      await page.locator('.phases [aria-current="step"]').filter({ hasText: phase }).waitFor();
    },
    async writes(text: string) {
      await keyboard.press('Alt+1');
      await focusIs(page, 'note');
      await keyboard.press('Control+End');
      await keyboard.type(text);
      await page.locator('[data-testid="saved-state"][data-saved="true"]').waitFor();
    },
    async choosesReason(code: string) {
      await choose(page, 'Alt+2', code);
      await keyboard.press('Alt+1');
    },
    /** What else it was about. */
    async addsReason(code: string) {
      await acts.commands('altro motivo');
      await focusIs(page, 'secondary-reason');
      await keyboard.type(code);
      await keyboard.press('Enter');
      await at('secondary')
        .getByRole('button', { name: /^Togli/ })
        .waitFor();
      await keyboard.press('Alt+1');
    },
    async choosesOutcome(code: string) {
      await choose(page, 'Alt+3', code);
      await keyboard.press('Alt+1');
    },
    /** A command by its name. */
    async commands(words: string) {
      await keyboard.press('F1');
      await at('palette').waitFor();
      await keyboard.type(words);
      await at('command').first().waitFor();
      await keyboard.press('Enter');
      await at('palette').waitFor({ state: 'detached' });
    },
    /** Asks what the level needs, and every answer is right. Resolves with how many questions that took. */
    identifies: (level: 'basic' | 'standard' | 'strong', writing: 'note' | 'chat-text' = 'note') =>
      identify(page, level, writing),

    /** Finds the procedure by what the customer calls it, and opens it. */
    async opensArticle(words: string, code: string) {
      await keyboard.press('F7');
      await focusIs(page, 'article-find');
      await keyboard.type(words);
      await page.locator(`[data-testid="article-option"][data-code="${code}"][aria-selected="true"]`).waitFor();
      await keyboard.press('Enter');
      await at('article').waitFor();
      await focusIs(page, 'article-back');
    },
    /** In the open procedure: a box ticked, or an answer chosen. */
    async checks(step: string, answer: string | null = null) {
      if (answer === null) {
        await tabTo(page, `step-${step}`);
        await keyboard.press('Space');
        return;
      }
      const group = at(`step-${step}`);
      const wanted = group.getByTestId(`answer-${answer}`);
      await tabTo(page, `step-${step}`);
      const count = await group.getByRole('radio').count();
      for (let tried = 0; tried <= count; tried += 1) {
        if ((await wanted.getAttribute('data-selected')) !== null) return;
        await keyboard.press((await wanted.getAttribute('data-focused')) === null ? 'ArrowDown' : 'Space');
      }
      throw new Error(`${answer} cannot be chosen with the arrows`);
    },
    /** Back from a panel, whatever is open in it, to the note. */
    async backToTheNote() {
      await keyboard.press('Alt+1');
      await focusIs(page, 'note');
    },

    /** What will be done, by whom, in so many days from today. */
    async promises({
      what,
      owner,
      inDays,
    }: {
      readonly what: string;
      readonly owner: string;
      readonly inDays: number;
    }) {
      await keyboard.press('Alt+5');
      await focusIs(page, 'promised');
      await keyboard.type(what);
      await keyboard.press('Tab');
      await focusIs(page, 'promised-owner');
      await keyboard.type(owner);
      await keyboard.press('Enter');
      const on = new Date(Date.now() + inDays * 86_400_000);
      await keyboard.press('Tab');
      await tabTo(page, 'promised-by');
      await keyboard.type(
        `${String(on.getDate()).padStart(2, '0')}${String(on.getMonth() + 1).padStart(2, '0')}${on.getFullYear()}`,
      );
    },

    /**
     * A case or complaint out of this conversation, in the customer's words (the note's, where none are given); its number is read aloud.
     * Resolves with the number, in threes.
     */
    async registers({
      words,
      remedy = '',
    }: {
      readonly words?: string;
      readonly remedy?: string;
    } = {}): Promise<string> {
      await keyboard.press('Alt+0');
      await at('register-sheet').waitFor();
      // Where other cases are open it is asked first what this one is.
      if (await at('register-sheet').locator('.case-menu').isVisible()) await keyboard.press('1');
      await focusIs(page, 'case-words');
      if (words !== undefined) {
        await keyboard.press('Control+A');
        await keyboard.type(words);
      }
      if (remedy !== '') {
        await tabTo(page, 'case-remedy');
        await keyboard.type(remedy);
      }
      await keyboard.press('Control+Enter');
      await at('case-number').waitFor();
      return (await at('case-number').textContent()) ?? '';
    },
    /** The number, and when the answer comes, were told. */
    async hasReadItAloud(writing: 'note' | 'chat-text' = 'note') {
      await keyboard.press('Enter');
      await at('register-sheet').waitFor({ state: 'detached' });
      await focusIs(page, writing);
    },
    /** To the page of cases, and the one with this number. */
    async opensCase(number: string) {
      await acts.commands('pratiche');
      await at('cases-page').waitFor();
      await tabTo(page, 'case-find');
      await keyboard.type(number);
      await at('case-row').filter({ hasText: number }).waitFor();
      await keyboard.press('Enter');
      await at('case-whole').getByRole('heading').filter({ hasText: number }).waitFor();
      await focusIs(page, 'case-row');
    },
    /** One of the steps that can be taken now, by the digit that stands on it. */
    async takesStep(step: string) {
      const button = at(`act-${step}`);
      await button.waitFor();
      await keyboard.press((await button.locator('kbd').textContent()) ?? '');
    },
    async finishesStep() {
      await keyboard.press('Control+Enter');
      await at('act-form').waitFor({ state: 'detached' });
    },
    async types(text: string) {
      await keyboard.type(text);
    },
    /** To a field or button by Tab alone, and pressed or chosen there. */
    async goesTo(testId: string, key?: 'Enter' | 'Space') {
      await tabTo(page, testId);
      if (key !== undefined) await keyboard.press(key);
    },
    async presses(chord: string) {
      await keyboard.press(chord);
    },

    /** Calls those who know more, while the customer waits. */
    async asks(name: string) {
      await keyboard.press('Alt+T');
      await focusIs(page, 'transfer-input');
      await page.locator('[data-testid="transfer-target"][aria-selected="true"]').filter({ hasText: name }).waitFor();
      await keyboard.press('Enter');
      await page.locator('[data-testid="call-bar"][data-manner="consult"]').waitFor();
    },
    /** Whoever was asked takes the customer. */
    async passesTheCustomer() {
      await keyboard.press('Alt+T');
      await at('wrap-up-save').waitFor();
    },

    async takesChat() {
      await keyboard.press('Control+J');
      await at('chat-text').waitFor();
      await focusIs(page, 'chat-text');
    },
    /** One of the ready answers, found by its words, stands in the field to be sent. */
    async takesReadyAnswer(words: string, text: string) {
      await keyboard.press('Control+I');
      await focusIs(page, 'chat-text');
      await keyboard.type(`/${words}`);
      await at('canned-answer').first().waitFor();
      await keyboard.press('Enter');
      await until(`"${text}" stands in the field`, async () => (await at('chat-text').inputValue()).startsWith(text));
    },
    /** Who writes is somebody whom the company knows. */
    async findsCustomer(words: string, code: string) {
      await keyboard.press('Alt+C');
      await focusIs(page, 'caller-search');
      await keyboard.type(words);
      await page.locator(`[data-testid="search-hit"][data-code="${code}"]`).waitFor();
      await keyboard.press('Enter');
      await page.locator(`[data-testid="customer-card"][data-code="${code}"]`).waitFor();
    },
    async callsVisitor() {
      await keyboard.press('Control+D');
      await page.locator('[data-testid="call-bar"][data-phase="talking"]').waitFor();
    },
    async goesToChats() {
      await keyboard.press('Control+Shift+J');
      await at('chats-page').waitFor();
      if (await at('chat-text').isVisible()) return;
      await tabTo(page, 'chat-tab');
      await keyboard.press('Enter');
      await at('chat-text').waitFor();
    },
    async endsChat() {
      await keyboard.press('Control+E');
      await at('wrap-up-save').waitFor();
    },

    async puts(which: 'hold' | 'mute', on: boolean) {
      await keyboard.press(which === 'hold' ? 'Alt+H' : 'Alt+M');
      await pressed(page, which, on);
    },
    async hangsUp() {
      await keyboard.press('F4');
      await at('wrap-up-save').waitFor();
    },
    /** With everything that it needs. */
    async closesWrapUp() {
      await keyboard.press('Control+Enter');
      await at('wrap-up-save').waitFor({ state: 'detached' });
    },
    /** Something is still missing, and it is said. */
    async triesToClose(missing: string) {
      await keyboard.press('Control+Enter');
      await acts.hears('alert', missing);
    },

    async opensCustomer(words: string, customer: string) {
      await keyboard.press('Control+K');
      await focusIs(page, 'search-input');
      await keyboard.type(words);
      await at('search-hit').filter({ hasText: customer }).first().waitFor();
      await keyboard.press('Enter');
      await at('customer-card').waitFor();
    },
    async opensTimeline() {
      await keyboard.press('Alt+Y');
      await at('timeline').waitFor();
    },
    async escapes() {
      await keyboard.press('Escape');
    },

    /** As it stands when nothing moves any more. */
    async picture(what: string) {
      taken += 1;
      const file = `${String(taken).padStart(2, '0')}-${name}-${what}.png`;
      await page.screenshot({ path: join(pictures, file), animations: 'disabled' });
    },
  };

  /** After each act: the focus was never lost, and no mouse used. */
  async function kept(act: string): Promise<void> {
    const faults = await faultsOf(page);
    if (faults.length === 0) return;
    await page.screenshot({ path: join(pictures, `fault-${name}.png`) });
    throw new Error(`${name} ${act}: ${faults.join('; ')}`);
  }
  const watched = Object.fromEntries(
    Object.entries(acts).map(([act, run]) => [
      act,
      async (...given: unknown[]) => {
        const outcome = await Promise.resolve((run as (...given: unknown[]) => unknown)(...given)).catch(
          async (error: unknown) => {
            await page.screenshot({ path: join(pictures, `failed-${name}-${act}.png`) });
            throw new Error(`${name} ${act} ${JSON.stringify(given)}: ${String(error)}`);
          },
        );
        await kept(act);
        return outcome;
      },
    ]),
  ) as typeof acts;
  return { ...watched, page };
}
