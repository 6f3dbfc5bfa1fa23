// Storybook, built as it is and served on this machine, with the list of what is in it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { projectFolder } from '../../scripts/paths.ts';
import { runCaptured } from '../../scripts/processes.ts';

export interface Story {
  /** "components-button--states" */
  readonly id: string;
  /** "Components/Button" */
  readonly title: string;
  readonly name: string;
}

export interface Storybook {
  readonly stories: readonly Story[];
  /** Of a story alone, without Storybook around it. */
  url(story: Story, globals: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

/** @throws Error with the end of what the build said, where it fails */
export async function openStorybook(): Promise<Storybook> {
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-storybook-'));
  const cli = join(projectFolder, 'node_modules/storybook/dist/bin/dispatcher.js');
  const { code, output } = await runCaptured(
    process.execPath,
    [cli, 'build', '--config-dir', 'test/stories/config', '--output-dir', folder, '--test', '--disable-telemetry'],
    // A test runner says "test" here, and React would be built for developers.
    { cwd: projectFolder, env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (code !== 0) throw new Error(`Storybook could not be built:\n${output.slice(-3_000)}`);
  const index: { entries: Record<string, Story> } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.resolvedUrls?.local[0] ?? '';
  return {
    stories: Object.values(index.entries),
    url({ id }, globals) {
      const chosen = Object.entries(globals).map((each) => each.join(':'));
      return `${address}iframe.html?${new URLSearchParams({ id, viewMode: 'story', globals: chosen.join(';') })}`;
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
