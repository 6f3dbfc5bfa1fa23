// The line's trace as a file: where and under which name, the agent says.
import { writeFile } from 'node:fs/promises';
import { failure } from '#shared/contract/failure';
import { createWords } from '#shared/words/words';

export interface SaveTraceDeps {
  readonly language: () => 'it' | 'en';
  readonly now: () => Date;
  /** Asks for the file; null: the agent wants none. */
  readonly ask: (options: SaveTraceQuestion) => Promise<string | null>;
}

export interface SaveTraceQuestion {
  readonly title: string;
  readonly defaultPath: string;
  readonly filters: { name: string; extensions: string[] }[];
}

export type Saved = 'saved' | 'notWanted';

/** Rejects with `trace.notSaved` where it cannot be written there. */
export function createSaveTrace({ language, now, ask }: SaveTraceDeps): (lines: readonly string[]) => Promise<Saved> {
  return async (lines) => {
    const { t } = createWords(language());
    const day = now().toISOString().slice(0, 10);
    const file = await ask({
      title: t('lineCheck.trace.save'),
      defaultPath: `${t('lineCheck.trace.file', { day })}.txt`,
      filters: [{ name: t('lineCheck.trace.text'), extensions: ['txt'] }],
    });
    if (file === null) return 'notWanted';
    await writeFile(file, `${lines.join('\n\n')}\n`).catch((error: NodeJS.ErrnoException) => {
      throw failure('trace.notSaved', 'main', error.code ?? error.name);
    });
    return 'saved';
  };
}
