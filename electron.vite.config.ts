// How the app is built: main and the Node programs it starts, the preloads, and the two pages, all into out/.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { visitorPages } from './scripts/visitorPages.ts';

const here = import.meta.dirname;
const at = (path: string) => resolve(here, path);

// The oldest runtime that the app is started with (see scripts/fallbackRuntime.ts), not the newest.
const NODE = 'node20.18';
const CHROME = 'chrome130';

/** The backend's /docs pages read their files from beside their own module: they go along and are found again. */
function docsPages(): Plugin {
  const folder = at('node_modules/@fastify/swagger-ui');
  return {
    name: 'docs-pages',
    transform(code, id) {
      if (!id.includes('/node_modules/@fastify/swagger-ui/') || !code.includes('__dirname')) return undefined;
      const beside = id.includes('/lib/') ? 'swagger-ui/lib' : 'swagger-ui';
      return { code: code.replaceAll('__dirname', `path.join(__dirname, '${beside}')`), map: null };
    },
    generateBundle() {
      for (const name of readdirSync(resolve(folder, 'static'))) {
        const source = readFileSync(resolve(folder, 'static', name));
        this.emitFile({ type: 'asset', fileName: `swagger-ui/static/${name}`, source });
      }
    },
  };
}

/** An empty database beside the backend: its first start begins with it instead of making one (two seconds). */
function emptyDatabase(): Plugin {
  return {
    name: 'empty-database',
    async generateBundle() {
      const pglite = await PGlite.create();
      const dump = await pglite.dumpDataDir('gzip');
      await pglite.close();
      const source = new Uint8Array(await dump.arrayBuffer());
      this.emitFile({ type: 'asset', fileName: 'emptyDatabase.tgz', source });
    },
  };
}

/** What visitors of a company's web page get from the backend, beside it. */
function pagesOfVisitors(): Plugin {
  return {
    name: 'pages-of-visitors',
    async generateBundle() {
      for (const [name, source] of await visitorPages(at('src/widget'))) {
        this.emitFile({ type: 'asset', fileName: `widget/${name}`, source });
      }
    },
  };
}

/** The headset makers' library, for a package that is to bring it (docs/adr/0010-headset-buttons.md). */
function vendorHeadsets(): Plugin {
  const library = at('plugins/vendor-headsets/library.js');
  return {
    name: 'vendor-headsets',
    enforce: 'pre',
    resolveId: (source) => (source.endsWith('/vendorLibrary.ts') ? library : null),
  };
}

export default defineConfig({
  main: {
    plugins: [docsPages(), emptyDatabase(), pagesOfVisitors()],
    build: {
      target: NODE,
      // Everything is bundled, so that a package carries no node_modules but what cannot be: native code and WebAssembly.
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: {
          app: at('src/main/app.ts'),
          data: at('src/data/entry.ts'),
          writer: at('src/data/writer/entry.ts'),
          server: at('src/server/listen.ts'),
          simulator: at('src/simulator/listen.ts'),
        },
        // The rest are optional speed-ups that libraries look for and do without.
        external: [
          /^better-sqlite3(\/|$)/,
          /^@electric-sql\/pglite(\/|$)/,
          'pg-native',
          'bufferutil',
          'utf-8-validate',
        ],
        // All in one folder, so that what lies beside a module's file is found from an entry and from a chunk alike.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      externalizeDeps: false,
      // A sandboxed preload can require nothing beside itself: one whole file each.
      isolatedEntries: true,
      rolldownOptions: {
        input: { desk: at('src/preload/desk.ts'), phone: at('src/preload/phone.ts'), bar: at('src/preload/bar.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react(), ...(process.env.CORNETTA_VENDOR_HEADSETS === '1' ? [vendorHeadsets()] : [])],
    build: {
      target: CHROME,
      minify: true,
      // Loaded from the disk, whole, before the window shows: splitting would gain nothing.
      chunkSizeWarningLimit: 4_000,
      sourcemap: true,
      rolldownOptions: {
        input: {
          desk: at('src/renderer/desk/index.html'),
          phone: at('src/renderer/phone/index.html'),
          bar: at('src/renderer/bar/index.html'),
        },
      },
    },
  },
});
