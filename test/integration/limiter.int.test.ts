// The limiter against acoustic shock, measured in the very Electron that customers get.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { prepareLaunch } from '../../scripts/launch.ts';
import { projectFolder } from '../../scripts/paths.ts';
import { ceiling } from '../../src/renderer/phone/audio/limiter.ts';
import type { throughLimiter } from '../support/limiterProbe.ts';

async function probe(): Promise<string> {
  const built = await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(projectFolder, 'test/support/limiterProbe.ts'), name: 'probe', formats: ['iife'] },
    },
  });
  const [result] = Array.isArray(built) ? built : [built];
  if (result === undefined || !('output' in result)) throw new Error('the build did not end');
  return result.output[0].code;
}

async function measured(peaks: readonly number[]): ReturnType<typeof throughLimiter> {
  const launch = await prepareLaunch({ report: () => {} });
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-limiter-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"limiter","version":"0.0.0","main":"main.mjs"}');
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { app, BrowserWindow } from 'electron';
     app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'));`,
  );
  const electron = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.args, folder],
    env: { ...(process.env as Record<string, string>), ...launch.env },
  });
  try {
    const page = await electron.firstWindow();
    return await page.evaluate(`${await probe()}; probe.throughLimiter(${JSON.stringify(peaks)})`);
  } finally {
    await electron.close();
    await launch.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

const decibels = (ratio: number): number => 20 * Math.log10(ratio);

it('lets speech pass as it is, and bounds a burst at full scale from its first sample on', async () => {
  const speech = 0.12;
  const [before, burst, after] = await measured([speech, 1, speech]);
  // Within half a decibel of what went in, also soon after the burst.
  expect(Math.abs(decibels((before?.settled.peak ?? 0) / speech))).toBeLessThan(0.5);
  expect(Math.abs(decibels((after?.settled.rms ?? 0) / (before?.settled.rms ?? 1)))).toBeLessThan(1.5);
  expect(burst?.whole.peak).toBeLessThanOrEqual(ceiling + 0.001);
  // A burst that lasts is no louder than loud speech: at least 12 dB below what came.
  expect(decibels((burst?.settled.rms ?? 1) / Math.SQRT1_2)).toBeLessThan(-12);
});
