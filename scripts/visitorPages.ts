// Builds what visitors of a company's web page get from the backend (src/widget): the script tag's small program, the page in its frame, and the
// exercise company's site.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const asTheyAre = ['page.html', 'page.css', 'demo.html', 'demo.css'];
const programs = { 'widget.js': 'loader.ts', 'page.js': 'page.ts' };
/** A few years of browsers: whose they are nobody can choose. */
const target = 'es2022';

/** By name, as they are served below `/chat/`. `folder`: src/widget. Throws when one cannot be built. */
export async function visitorPages(folder: string): Promise<Map<string, string>> {
  const made = new Map(asTheyAre.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  for (const [name, source] of Object.entries(programs)) {
    const built = await build({
      configFile: false,
      root: folder,
      logLevel: 'warn',
      build: {
        ...{ write: false, target, minify: true, modulePreload: false },
        rolldownOptions: { input: join(folder, source), output: { format: 'iife', entryFileNames: name } },
      },
    });
    const [chunk] = 'output' in built ? built.output : [];
    if (chunk?.type !== 'chunk') throw new Error(`${name} was not built`);
    made.set(name, chunk.code);
  }
  return made;
}
