// Pictures of every state of the desk: `node test/support/gallery/shoot.ts FOLDER [NAME…]`.
// Both languages, both themes, two sizes, with --small the smaller alone; or each look that is asked for in words, of which those left out are the
// usual ones: --look "en dark more compact 380x720" --look forced. Repeats what the page complains about on its console.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Look, openGallery } from './gallery.ts';
import { galleryStates } from './states.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false }, look: { type: 'string', multiple: true, default: [] } },
});
const [folder, ...names] = positionals;
if (folder === undefined)
  throw new Error('usage: node test/support/gallery/shoot.ts [--small] [--look WORDS]… FOLDER [NAME…]');
mkdirSync(folder, { recursive: true });

/** The smallest window that must work well. */
const small = { width: 1280, height: 720 };
const large = options.small ? small : { width: 1440, height: 860 };
const said = (words: string): Look & { name: string } => {
  const has = new Set(words.split(' '));
  const [, width = small.width, height = small.height] = /(\d+)x(\d+)/.exec(words) ?? [];
  return {
    name: words.replaceAll(' ', '-'),
    language: has.has('en') ? 'en' : 'it',
    theme: has.has('dark') ? 'dark' : 'light',
    contrast: has.has('more') ? 'more' : 'usual',
    density: has.has('compact') ? 'compact' : 'comfortable',
    forcedColors: has.has('forced'),
    width: Number(width),
    height: Number(height),
  };
};
const usual: readonly (Look & { name: string })[] = [
  { name: 'it-light', language: 'it', theme: 'light', ...large },
  { name: 'en-dark', language: 'en', theme: 'dark', ...small },
  { name: 'it-dark', language: 'it', theme: 'dark', ...large },
  { name: 'en-light', language: 'en', theme: 'light', ...small },
];
const looks = options.look.length > 0 ? options.look.map(said) : usual;

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
