// A profile's two files, opened as the data process does: written in this thread, and nobody is told of anything.
import { type Files, type FilesOptions, openFiles } from '#data/db/files';
import { silentLog } from '#data/log';
import { inlineWriter } from '#data/writer/inline';
import { testKey } from './dataProcess.ts';

export const openProfile = (folder: string, differing: Partial<FilesOptions> = {}): Files =>
  openFiles({
    ...{ version: '1.0.0', folder, key: testKey, now: () => new Date(), log: silentLog, startWriter: inlineWriter },
    ...{ onNotice: () => {}, onWritten: () => {}, onCacheLost: () => {} },
    ...differing,
  });
