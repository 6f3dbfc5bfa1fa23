// Bringing customers in from a file: what the administrator can want. A refusal is shown like any other, and answers null.
import type { PortfolioId } from '#shared/model/ids';
import { type Import, type ImportCheck, type ImportOptions, importPartBytes } from '#shared/protocol/imports';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';

export function importIntents({ data, main }: Programs, ask: Ask) {
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
    listImports: () => ask(data.listImports(null)),
    sendImport: (file: File, portfolioId: PortfolioId, onSent: (bytes: number) => void) =>
      ask(send(file, portfolioId, onSent)),
    checkImport: (id: Import['id'], options: ImportOptions): Promise<ImportCheck | null> =>
      ask(data.checkImport({ id, options })),
    runImport: (id: Import['id'], options: ImportOptions) => ask(data.runImport({ id, options })),
    followImport: (id: Import['id']) => ask(data.followImport({ id })),
    undoImport: (id: Import['id']) => ask(data.undoImport({ id })),
    saveRefused: ({ id, name }: Import) =>
      ask(data.refusedRows({ id }).then((text) => main.saveTable({ of: name, text }))),
  };
}
