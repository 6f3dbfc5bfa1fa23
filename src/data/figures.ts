// Figures of days and queues: handed on to the backend. Nothing of them is kept on a PC.
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import type { figureMethods } from '#shared/contract/figures';
import { valueOrThrow } from './http/answer.ts';
import type { Backend } from './http/backend.ts';

/** `reach`: throws while nobody is signed in. */
export const figuresOf = (reach: () => Backend): Pick<Implementation<typeof deskData>, keyof typeof figureMethods> => ({
  figures: async (asked, signal) => valueOrThrow(await reach().figures(asked, signal)),
  figuresTable: async ({ asked, language }, signal) =>
    valueOrThrow(await reach().figuresTable(asked, language, signal)),
});
