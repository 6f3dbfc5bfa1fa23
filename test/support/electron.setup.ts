// Makes real Electron ready once for all end-to-end tests: built app, runtime, display, keyring.
import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../../scripts/build.ts';
import { type Launch, prepareLaunch } from '../../scripts/launch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How to start Electron here: `inject('launch')`, then the app's folder after `args`. */
    launch: Omit<Launch, 'dispose'>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const report = (line: string) => console.log(line);
  await buildIfStale({ report });
  const { dispose, ...launch } = await prepareLaunch({ report });
  project.provide('launch', launch);
  return dispose;
}
