// Looking at the desk through main: a page that has crashed once is lost to the test driver, though the window has loaded it again.
import type { RunningApp } from './app.ts';
import { until } from './until.ts';

/** A question to a page that has just died is never answered. */
const patienceMs = 250;

/** Evaluates an expression in the desk's page as it is now; rejects while the page is dead or loading. */
export const inDesk = <T>(app: RunningApp, expression: string): Promise<T> =>
  app.electron.evaluate(
    ({ webContents }, { code, ms }) => {
      const desk = webContents.getAllWebContents().find((contents) => contents.getURL().includes('/desk/'));
      if (desk === undefined || desk.isCrashed()) throw new Error('the desk is not there');
      return Promise.race([
        desk.executeJavaScript(code) as Promise<T>,
        new Promise<never>((_resolve, reject) => {
          setTimeout(() => reject(new Error('no answer')), ms);
        }),
      ]);
    },
    { code: expression, ms: patienceMs },
  );

/** The renderer of the desk dies as by a fault of the engine. */
export const killDesk = (app: RunningApp): Promise<void> =>
  app.electron.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents())
      if (contents.getURL().includes('/desk/')) contents.forcefullyCrashRenderer();
  });

/** Milliseconds until the expression is true in the desk's page. */
export async function msUntilInDesk(app: RunningApp, what: string, expression: string): Promise<number> {
  const from = performance.now();
  await until(what, async () => (await inDesk<unknown>(app, expression)) === true);
  return performance.now() - from;
}
