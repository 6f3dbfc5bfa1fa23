// Texts that the agent keeps as a file: where and under which name, they say.
import { writeFile } from 'node:fs/promises';
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
}

export function createSaveText({ language, now, ask }: SaveTextDeps): SaveText {
  async function save(question: SaveTextQuestion, text: string): Promise<Saved> {
    const file = await ask(question);
    if (file === null) return 'notWanted';
    await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
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
      // A name from outside is a name and no way to another folder.
      const name = of.replace(/\.\w+$/, '').replace(/[^\p{L}\p{N} ._-]/gu, '_');
      return save(
        {
          title: t('imports.saveRefused'),
          defaultPath: `${t('imports.refusedFile', { name })}.csv`,
          filters: [{ name: 'CSV', extensions: ['csv'] }],
        },
        text,
      );
    },
  };
}
