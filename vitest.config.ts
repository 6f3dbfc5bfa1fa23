// Which tests there are and how each kind is run: unit and integration side by side, then what needs real Electron.
import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const E2E_TIMEOUT_MS = 120_000;
/** Against what hangs. A property may take seconds where everything runs side by side. */
const UNIT_TIMEOUT_MS = 30_000;

/** The first time Asterisk is fetched and unpacked, by whichever file comes first. */
const ASTERISK_TIMEOUT_MS = 600_000;

/** Real Electron: one file at a time, after the others, so that times are measured on a quiet machine. */
const electron = (name: string, include: string[], groupOrder: number, hookTimeout = E2E_TIMEOUT_MS) => ({
  test: {
    name,
    include,
    globalSetup: ['test/support/electron.setup.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { groupOrder },
    testTimeout: E2E_TIMEOUT_MS,
    hookTimeout,
  },
});

const setupFiles = ['test/support/properties.setup.ts'];

export default defineConfig({
  test: {
    // On every core: Vitest itself leaves one free, which on a machine of two is half of it.
    maxWorkers: availableParallelism(),
    // What was found is seen in the message itself, which is all that a report keeps.
    chaiConfig: { truncateThreshold: 500 },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['src/**/*.int.test.ts', 'src/renderer/desk/**'],
          setupFiles,
          testTimeout: UNIT_TIMEOUT_MS,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'desk',
          environment: 'jsdom',
          testTimeout: UNIT_TIMEOUT_MS,
          include: ['src/renderer/desk/**/*.test.{ts,tsx}'],
          setupFiles: [...setupFiles, 'test/support/desk.setup.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src/**/*.int.test.ts', 'test/integration/**/*.test.ts'],
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      electron('e2e', ['test/{e2e,faults,stories}/**/*.test.ts'], 1),
      electron('pbx', ['test/pbx/**/*.test.ts'], 2, ASTERISK_TIMEOUT_MS),
    ],
  },
});
