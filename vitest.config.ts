// Which tests there are and how each kind is run: unit and integration side by side, then what needs the whole app in real Electron.
import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const E2E_TIMEOUT_MS = 120_000;
/** Against what hangs. A property may take seconds where everything runs side by side. */
const UNIT_TIMEOUT_MS = 30_000;
const INTEGRATION_TIMEOUT_MS = 120_000;

/** The first time Asterisk is fetched and unpacked, by whichever file comes first. */
const ASTERISK_TIMEOUT_MS = 600_000;

/** They take minutes, and are shorter to read than most. */
const longest = /\/(accessibility|agreements|killedAtPoints|calls|switchboard)\.int\.test\.ts$/;

/** What takes longest begins first, else one core would wait for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Real Electron: one file at a time, after the others, so that times are measured on a quiet machine. */
const electron = (name: string, include: string[], groupOrder: number, hookTimeout = E2E_TIMEOUT_MS) => ({
  test: {
    name,
    include,
    exclude: ['**/*.int.test.ts'],
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
    sequence: { sequencer: LongestFirst },
    // What was found is seen in the message itself, which is all that a report keeps.
    chaiConfig: { truncateThreshold: 500 },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['src/**/*.int.test.ts', 'src/renderer/desk/**'],
          // They hold in any order, one file after the other in one program: starting one takes longer than most of them.
          isolate: false,
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
          include: ['src/**/*.int.test.ts', 'test/{integration,faults}/**/*.int.test.ts'],
          setupFiles,
          testTimeout: INTEGRATION_TIMEOUT_MS,
          hookTimeout: INTEGRATION_TIMEOUT_MS,
        },
      },
      electron('e2e', ['test/{e2e,faults,stories}/**/*.test.ts'], 1),
      electron('pbx', ['test/pbx/**/*.test.ts'], 2, ASTERISK_TIMEOUT_MS),
    ],
  },
});
