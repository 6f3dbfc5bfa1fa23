// From Wi-Fi to cable in the middle of a call: real network interfaces, in a network that the test makes for itself and that ends with
// it. Needs the right to make one: root, or user namespaces.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectFolder } from '../../scripts/paths.ts';

/** The aim is 5 s on a quiet machine; Chromium itself looks for new networks every 2 s. */
const longestSilenceMs = 9_000;

it.runIf(process.platform === 'linux')(
  'another address in mid-call: they hear each other again, and the call is the same',
  async () => {
    const unshare = process.getuid?.() === 0 ? ['--net'] : ['--net', '--map-root-user'];
    const play = join(projectFolder, 'test/support/changingNetwork.ts');
    const { stdout } = await promisify(execFile)('unshare', [...unshare, '--', process.execPath, play], {
      cwd: projectFolder,
    });
    const seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(seen.phases).toEqual(['talking']);
    expect(seen.longestSilenceMs).toBeLessThan(longestSilenceMs);
  },
);
