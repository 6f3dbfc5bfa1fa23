// The names of the gallery's states, and the part of the desk that each shows: what its file is called.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { galleryStates } from '#test/support/gallery/states';

const gallery = join(import.meta.dirname, '../support/gallery');
const ofPart = /^(\w+)States\.ts$/;

export interface ScreenName {
  readonly name: string;
  readonly part: string;
}

/** In the gallery's own order. */
export async function screenNames(): Promise<ScreenName[]> {
  const parts = new Map<string, string>();
  for (const file of await readdir(gallery)) {
    const part = ofPart.exec(file)?.[1];
    if (part === undefined) continue;
    const exported: Record<string, unknown> = await import(pathToFileURL(join(gallery, file)).href);
    const names = Object.values(exported).flatMap((each) => Object.keys(Object(each)));
    for (const name of names) if (name in galleryStates) parts.set(name, part);
  }
  return Object.keys(galleryStates).map((name) => ({ name, part: parts.get(name) ?? 'desk' }));
}
