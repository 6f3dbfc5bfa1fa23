// The desk of somebody who edits the company's lists.
import type { ListCode } from '#shared/model/lists/lists';
import type { List } from '#shared/protocol/lists';
import classification from '../../assets/lists/classification.json' with { type: 'json' };
import letterTemplates from '../../assets/lists/letterTemplates.json' with { type: 'json' };
import surveys from '../../assets/lists/surveys.json' with { type: 'json' };
import { adminPrograms } from './deskImports.ts';
import { writtenLists } from './deskLists.ts';
import type { DeskPrograms } from './deskPrograms.ts';

/** Those that no PC keeps, too. */
const written: Readonly<Record<string, unknown>> = { ...writtenLists, classification, letterTemplates, surveys };

/** One of them as the backend answers it. */
export const listOf = (code: ListCode, differing: Partial<List> = {}): List => ({
  ...{ code, clientId: null, version: 1, proposal: true, editedBy: null, editedAt: '2026-11-02T08:00:00.000Z' },
  body: written[code] ?? {},
  ...differing,
});

const sara = { editedBy: 'Sara Conti', editedAt: '2026-11-20T15:10:00.000Z', proposal: false };

/** Some are the company's own by now; whatever is saved is taken. */
export function listPrograms(): DeskPrograms {
  const programs = adminPrograms();
  const now: Record<string, List> = {
    ...Object.fromEntries(Object.keys(written).map((code) => [code, listOf(code as ListCode)])),
    words: listOf('words', { version: 3, ...sara }),
    mandate: listOf('mandate', { version: 2, proposal: false }),
  };
  const { data } = programs.answers;
  data.listHeads = () => ({ lists: Object.values(now).map(({ body: _, ...head }) => head) });
  data.readList = ({ code, clientId }) => (clientId === null ? (now[code] ?? null) : null);
  data.writeList = ({ code, clientId, version, body }) => {
    const list = { ...listOf(code, { version: version + 1, ...sara }), clientId, body };
    if (clientId === null) now[code] = list;
    return { kind: 'saved', list };
  };
  data.resetList = ({ code, version }) => ({ kind: 'saved', list: listOf(code, { version: version + 1 }) });
  data.listEditions = ({ code }) => ({
    editions: [
      { version: 3, at: '2026-11-20T15:10:00.000Z', by: 'Sara Conti', body: written[code] },
      { version: 2, at: '2026-11-12T09:30:00.000Z', by: 'Sara Conti', body: written[code] },
      { version: 1, at: '2026-11-02T08:00:00.000Z', by: null, body: written[code] },
    ],
  });
  return programs;
}
