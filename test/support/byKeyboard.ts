// The desk worked from the keyboard alone, gesture by gesture: each ends when what it leads to is there.
import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** What has the focus, or is around what has it. */
const isFocused = (page: Page, testId: string): Promise<boolean> =>
  page.evaluate((id) => document.activeElement?.closest(`[data-testid="${id}"]`) != null, testId);

export const focusIs = (page: Page, testId: string): Promise<void> =>
  until(`the focus is on ${testId}`, () => isFocused(page, testId));

/** Forward until the focus is there: what Tab does not reach needs the mouse. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    if (await isFocused(page, testId)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${testId}`);
}

/** From the first start, with the address of the service, to a desk. */
export async function signIn(
  page: Page,
  backendUrl: string,
  who: { readonly username: string; readonly password: string },
): Promise<void> {
  await page.getByTestId('door-connect').waitFor();
  await tabTo(page, 'door-connect');
  await page.keyboard.press('Enter');
  await tabTo(page, 'connect-url');
  await page.keyboard.type(backendUrl);
  await page.keyboard.press('Enter');
  await page.getByTestId('connect-username').waitFor();
  await tabTo(page, 'connect-username');
  await page.keyboard.type(who.username);
  await tabTo(page, 'connect-password');
  await page.keyboard.type(who.password);
  await page.keyboard.press('Enter');
}

export async function becomeReady(page: Page): Promise<void> {
  await page.keyboard.press('Alt+P');
  await page.getByTestId('state-ready').waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="state-pill"][data-state="ready"]').waitFor();
}

/** What happened, or what came of it: to its field by the key, found by what is typed, taken with Enter. */
export async function choose(page: Page, key: 'Alt+2' | 'Alt+3', code: string): Promise<void> {
  const field = page.getByTestId(key === 'Alt+2' ? 'reason' : 'outcome');
  await page.keyboard.press(key);
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await until(`${code} is chosen`, async () => (await field.inputValue()).toLowerCase().startsWith(code.toLowerCase()));
}

/**
 * Asks what is asked for the next level, and each answer is right. Resolves with how many were asked.
 * `writing`: where the fingers are afterwards.
 */
export async function identify(page: Page, level: string, writing: 'note' | 'chat-text' = 'note'): Promise<number> {
  await page.keyboard.press('Alt+4');
  await page.getByTestId('answer-right').waitFor();
  const open = page.locator('[data-answer="open"]');
  const asked = await open.count();
  for (let left = asked; left > 0; left -= 1) {
    await page.keyboard.press('1');
    await until('the answer is taken', async () => (await open.count()) < left);
  }
  await page.locator(`[data-testid="identification"][data-level="${level}"]`).waitFor();
  await focusIs(page, writing);
  return asked;
}

/** A button of the call's bar is on, or off, and nothing is still to come. */
export const pressed = (page: Page, testId: string, on: boolean): Promise<void> =>
  page.locator(`[data-testid="${testId}"][aria-pressed="${on}"]:not([aria-busy="true"])`).waitFor();
