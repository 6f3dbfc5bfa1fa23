// Customers from a file, as an administrator asks for them: handed on to the backend.
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import type { importMethods } from '#shared/contract/imports';
import { ulidSchema } from '#shared/model/ids';
import { type Answer, valueOrThrow } from './http/answer.ts';
import type { Backend } from './http/backend.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof importMethods>;

/** `reach`: throws while nobody is signed in. */
export function importsOf(reach: () => Backend, newId: () => string): Methods {
  const value = async <T>(answer: Promise<Answer<T>>): Promise<T> => valueOrThrow(await answer);
  return {
    listImports: (_, signal) => value(reach().imports(signal)),
    beginImport: (fresh, signal) => value(reach().beginImport({ id: ulidSchema.parse(newId()), ...fresh }, signal)),
    async sendImportPart({ id, number, bytes }, signal) {
      await value(reach().sendImportPart(id, number, bytes, signal));
      return null;
    },
    readImport: ({ id }, signal) => value(reach().readImport(id, signal)),
    checkImport: ({ id, options }, signal) => value(reach().checkImport(id, options, signal)),
    runImport: ({ id, options }, signal) => value(reach().runImport(id, options, signal)),
    followImport: ({ id }, signal) => value(reach().import(id, signal)),
    undoImport: ({ id }, signal) => value(reach().undoImport(id, signal)),
    refusedRows: async ({ id }, signal) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(await value(reach().refusedRows(id, signal))),
  };
}
