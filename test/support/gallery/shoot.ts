// Pictures of every state of the desk: `node test/support/gallery/shoot.ts FOLDER [NAME…]`.
// Both languages, both themes, two sizes; repeats what the page complains about on its console.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openGallery } from './gallery.ts';
import { galleryStates } from './states.ts';

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/support/gallery/shoot.ts FOLDER [NAME…]');
mkdirSync(folder, { recursive: true });

const looks = [
  { name: 'it-light', language: 'it', theme: 'light', width: 1440, height: 860 },
  { name: 'en-dark', language: 'en', theme: 'dark', width: 1280, height: 720 },
  { name: 'it-dark', language: 'it', theme: 'dark', width: 1440, height: 860 },
  { name: 'en-light', language: 'en', theme: 'light', width: 1280, height: 720 },
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
