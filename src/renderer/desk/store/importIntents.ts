// Bringing customers in from a file: what the administrator can want. A refusal is shown like any other, and answers null.
import type { PortfolioId } from '#shared/model/ids';
import { type Import, type ImportCheck, type ImportOptions, importPartBytes } from '#shared/protocol/imports';
import type { Programs } from './connections.ts';

type Attempt = (work: Promise<unknown>) => Promise<boolean>;

export function importIntents({ data, main }: Programs, attempt: Attempt) {
  async function answer<T>(work: Promise<T>): Promise<T | null> {
    let given: T | null = null;
    await attempt(
      work.then((value) => {
        given = value;
      }),
    );
    return given;
  }

  async function send(file: File, portfolioId: PortfolioId, onSent: (bytes: number) => void): Promise<Import> {
    const { id } = await data.beginImport({ name: file.name, portfolioId });
    for (let number = 0; number * importPartBytes < file.size; number++) {
      const part = file.slice(number * importPartBytes, (number + 1) * importPartBytes);
      await data.sendImportPart({ id, number, bytes: new Uint8Array(await part.arrayBuffer()) });
      onSent(Math.min(file.size, (number + 1) * importPartBytes));
    }
    return data.readImport({ id });
  }

  return {
    listImports: () => answer(data.listImports(null)),
    sendImport: (file: File, portfolioId: PortfolioId, onSent: (bytes: number) => void) =>
      answer(send(file, portfolioId, onSent)),
    checkImport: (id: Import['id'], options: ImportOptions): Promise<ImportCheck | null> =>
      answer(data.checkImport({ id, options })),
    runImport: (id: Import['id'], options: ImportOptions) => answer(data.runImport({ id, options })),
    followImport: (id: Import['id']) => answer(data.followImport({ id })),
    undoImport: (id: Import['id']) => answer(data.undoImport({ id })),
    saveRefused: ({ id, name }: Import) =>
      answer(data.refusedRows({ id }).then((text) => main.saveTable({ of: name, text }))),
  };
}
