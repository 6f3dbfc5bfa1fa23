// Looking at the desk through main: a page that has crashed once is lost to the test driver, though the window has loaded it again.
import type { RunningApp } from './app.ts';
import { until } from './until.ts';

/** Evaluates an expression in the desk's page as it is now; rejects while the page is dead or loading. */
export const inDesk = <T>(app: RunningApp, expression: string): Promise<T> =>
  app.electron.evaluate(
    ({ webContents }, code) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().includes('/desk/'))
        ?.executeJavaScript(code) as Promise<T>,
    expression,
  );

/** The renderer of the desk dies as by a fault of the engine. */
export const killDesk = (app: RunningApp): Promise<void> =>
  app.electron.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents())
      if (contents.getURL().includes('/desk/')) contents.forcefullyCrashRenderer();
  });

/** Milliseconds until the expression is true in the desk's page. */
export async function msUntilInDesk(
  app: RunningApp,
  what: string,
  expression: string,
): Promise<number> {
  const from = performance.now();
  await until(what, async () => (await inDesk<unknown>(app, expression)) === true);
  return performance.now() - from;
}
