import { expect, test } from 'vitest';
import { missingEntries } from './lockfile.ts';

const lockWith = (optionalDependencies: Record<string, string>, more = {}) => ({
  packages: { '': {}, 'node_modules/tool': { version: '2.0.0', dev: true, optionalDependencies }, ...more },
});

test('a native build that the lock lacks is added for the machine that its name tells', () => {
  expect(missingEntries(lockWith({ '@tool/core-linux-arm64-musl': '2.0.0' }))).toEqual({
    'node_modules/@tool/core-linux-arm64-musl': {
      version: '2.0.0',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  });
});

test('what the lock has, at the top or beneath the tool, is left alone', () => {
  const lock = lockWith(
    { '@tool/win32-x64': '2.0.0', '@tool/darwin-x64': '2.0.0' },
    { 'node_modules/@tool/win32-x64': {}, 'node_modules/tool/node_modules/@tool/darwin-x64': {} },
  );
  expect(missingEntries(lock)).toEqual({});
});

test('a range is no native build: only exact versions are added', () => {
  expect(missingEntries(lockWith({ fsevents: '~2.3.2' }))).toEqual({});
});
