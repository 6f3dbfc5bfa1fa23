// What somebody keeps as a file: where and under which name, they say.
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { failure } from '#shared/contract/failure';
import { createWords } from '#shared/words/words';

export interface SaveTextDeps {
  readonly language: () => 'it' | 'en';
  readonly now: () => Date;
  /** Asks for the file; null: the agent wants none. */
  readonly ask: (options: SaveTextQuestion) => Promise<string | null>;
}

export interface SaveTextQuestion {
  readonly title: string;
  readonly defaultPath: string;
  readonly filters: { name: string; extensions: string[] }[];
}

export type Saved = 'saved' | 'notWanted';

/** Each rejects with `file.notSaved` where it cannot be written there. */
export interface SaveText {
  /** What was said on the line. */
  trace(messages: readonly string[]): Promise<Saved>;
  /** A table (CSV), called like the file that it belongs to. */
  table(of: string, text: string): Promise<Saved>;
  /** Under a name that says what it is ("registro.pdf"). */
  file(name: string, bytes: Uint8Array): Promise<Saved>;
  /** Where somebody else is to write what has that name; null: nowhere. */
  place(name: string): Promise<string | null>;
}

/** A name from outside is a name and no way to another folder. */
const plainName = (name: string): string => name.replace(/[^\p{L}\p{N} ._-]/gu, '_');

function questionFor(name: string): SaveTextQuestion {
  const extension = extname(name).slice(1);
  const filters = [{ name: extension.toUpperCase(), extensions: [extension] }];
  return { title: plainName(name), defaultPath: plainName(name), filters };
}

export function createSaveText({ language, now, ask }: SaveTextDeps): SaveText {
  async function save(question: SaveTextQuestion, content: string | Uint8Array): Promise<Saved> {
    const file = await ask(question);
    if (file === null) return 'notWanted';
    await writeFile(file, content).catch((error: NodeJS.ErrnoException) => {
      throw failure('file.notSaved', 'main', error.code ?? error.name);
    });
    return 'saved';
  }
  return {
    trace(messages) {
      const { t } = createWords(language());
      const day = now().toISOString().slice(0, 10);
      return save(
        {
          title: t('lineCheck.trace.save'),
          defaultPath: `${t('lineCheck.trace.file', { day })}.txt`,
          filters: [{ name: t('lineCheck.trace.text'), extensions: ['txt'] }],
        },
        `${messages.join('\n\n')}\n`,
      );
    },
    table(of, text) {
      const { t } = createWords(language());
      const name = plainName(of.replace(/\.\w+$/, ''));
      return save(
        {
          title: t('imports.saveRefused'),
          defaultPath: `${t('imports.refusedFile', { name })}.csv`,
          filters: [{ name: 'CSV', extensions: ['csv'] }],
        },
        text,
      );
    },
    file: (name, bytes) => save(questionFor(name), bytes),
    place: (name) => ask(questionFor(name)),
  };
}
