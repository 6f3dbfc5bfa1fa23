// `node scripts/openapi.ts`: writes docs/openapi.json, the backend's routes as its own schemas describe them, for whoever talks to it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestServer } from '../test/support/testServer.ts';
import { projectFolder } from './paths.ts';

export const openApiFile = join(projectFolder, 'docs', 'openapi.json');

/** The file's content as it should be. */
export async function openApiText(): Promise<string> {
  const server = await startTestServer({ customers: 0 });
  const document = (await server.ask({ url: '/docs/json' })).json();
  await server.stop();
  return `${JSON.stringify(document, null, 1)}\n`;
}

if (import.meta.main) await writeFile(openApiFile, await openApiText());
