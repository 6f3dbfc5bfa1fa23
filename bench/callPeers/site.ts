// Builds the bare pages and serves them: a page may use the microphone only where it comes from a server of this machine.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'vite';
import { isolated } from '../../test/support/phonePage.ts';

export interface Site {
  urlOf(library: 'sipJs' | 'jsSip'): string;
  close(): Promise<void>;
}

export async function serveBarePages(): Promise<Site> {
  const scripts = new Map<string, string>([
    ['/sipJs.js', await bundle('sipJs.ts')],
    ['/jsSip.js', await bundle('jsSip.ts')],
  ]);
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    const html = `<!doctype html><meta charset="utf-8"><title>phone</title><script type="module" src="${request.url}.js"></script>`;
    const kind = script === undefined ? 'text/html' : 'text/javascript';
    response.writeHead(200, { ...isolated, 'content-type': kind }).end(script ?? html);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    urlOf: (library) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${library}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function bundle(page: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      rolldownOptions: { input: join(import.meta.dirname, page), output: { format: 'es' } },
    },
  });
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined;
  const chunk = output?.find((one) => one.type === 'chunk');
  if (chunk === undefined || chunk.type !== 'chunk') throw new Error(`${page} was not built`);
  return chunk.code;
}
