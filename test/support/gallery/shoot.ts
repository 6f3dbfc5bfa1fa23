// Pictures of every state of the desk: `node test/support/gallery/shoot.ts FOLDER [NAME…]`.
// Both languages, both themes, two sizes, with --small the smaller alone; repeats what the page complains about on its console.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openGallery } from './gallery.ts';
import { galleryStates } from './states.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false } },
});
const [folder, ...names] = positionals;
if (folder === undefined) throw new Error('usage: node test/support/gallery/shoot.ts [--small] FOLDER [NAME…]');
mkdirSync(folder, { recursive: true });

/** The smallest window that must work well. */
const small = { width: 1280, height: 720 };
const large = options.small ? small : { width: 1440, height: 860 };
const looks = [
  { name: 'it-light', language: 'it', theme: 'light', ...large },
  { name: 'en-dark', language: 'en', theme: 'dark', ...small },
  { name: 'it-dark', language: 'it', theme: 'dark', ...large },
  { name: 'en-light', language: 'en', theme: 'light', ...small },
] as const;

const gallery = await openGallery();
try {
  for (const look of looks) {
    let shown = '';
    const { page, show } = await gallery.page(look, (words) => console.error(`${shown}: ${words}`));
    for (const name of names.length > 0 ? names : Object.keys(galleryStates)) {
      shown = `${name} ${look.name}`;
      await show(name);
      await page.screenshot({ path: join(folder, `${name}-${look.name}.png`) });
    }
    await page.close();
  }
} finally {
  await gallery.close();
}
