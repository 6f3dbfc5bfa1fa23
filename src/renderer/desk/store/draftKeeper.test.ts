// Drafts reach the disk a moment behind the fingers, one at a time, newest last, and are tried again until they are there.
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import { type InteractionId, interactionIdSchema } from '#shared/model/ids';
import type { DraftPatch } from '#shared/model/interaction';
import { createVirtualClock } from '#test/support/virtualClock';
import type { TypedDraft } from './deskState.ts';
import { createDraftKeeper } from './draftKeeper.ts';

const id: InteractionId = interactionIdSchema.parse('01JX0000000000000000000001');

function keeping() {
  const clock = createVirtualClock();
  const saves: { draft: DraftPatch; done: () => void; fail: () => void }[] = [];
  const shown: (TypedDraft | null)[] = [];
  const drafts = createDraftKeeper({
    save: (_id, draft) =>
      new Promise((resolve, reject) => {
        saves.push({ draft, done: () => resolve(null), fail: () => reject(failure('files.diskFull', 'data')) });
      }),
    onTyped: (_id, typed) => shown.push(typed),
    after: clock.after,
  });
  const turn = () => new Promise<void>((done) => setImmediate(done));
  return { clock, saves, shown, drafts, turn };
}

describe('a draft', () => {
  it('is saved at most 300 ms after the first letter, however long the typing goes on', () => {
    const { clock, saves, drafts } = keeping();
    for (const note of ['L', 'Li', 'Lin', 'Line', 'Linea', 'Linea ']) {
      drafts.edit(id, { note });
      clock.pass(60);
    }
    expect(saves.map(({ draft }) => draft.note)).toEqual(['Linea']);
  });

  it('carries what the fingers have touched and nothing else: a handover may set the rest meanwhile', () => {
    const { clock, saves, drafts } = keeping();
    drafts.edit(id, { note: 'Linea' });
    drafts.edit(id, { reasonCode: 'REC-04' });
    clock.pass(300);
    expect(saves[0]?.draft).toEqual({ note: 'Linea', reasonCode: 'REC-04' });
  });

  it('has one save under way at a time, and the newest text comes last', async () => {
    const { clock, saves, shown, drafts, turn } = keeping();
    drafts.edit(id, { note: 'a' });
    clock.pass(300);
    drafts.edit(id, { note: 'ab' });
    clock.pass(300);
    expect(saves).toHaveLength(1);
    saves[0]?.done();
    await turn();
    expect(saves.map(({ draft }) => draft.note)).toEqual(['a', 'ab']);
    expect(shown.at(-1)?.saving).toBe('saving');
    saves[1]?.done();
    await turn();
    expect(shown.at(-1)).toEqual({ patch: { note: 'ab' }, saving: 'saved' });
  });

  it('is tried again until the disk has it', async () => {
    const { clock, saves, shown, drafts, turn } = keeping();
    drafts.edit(id, { note: 'a' });
    clock.pass(300);
    saves[0]?.fail();
    await turn();
    expect(shown.at(-1)?.saving).toBe('failed');
    clock.pass(2_000);
    saves[1]?.done();
    await turn();
    expect(shown.at(-1)?.saving).toBe('saved');
  });

  it('can be waited for: flush resolves when the disk has the newest text', async () => {
    const { saves, drafts, turn } = keeping();
    let flushed = false;
    drafts.edit(id, { note: 'a' });
    const flush = drafts.flush(id).then(() => {
      flushed = true;
    });
    drafts.edit(id, { note: 'ab' });
    saves[0]?.done();
    await turn();
    expect(flushed).toBe(false);
    saves[1]?.done();
    await flush;
    expect(saves.at(-1)?.draft.note).toBe('ab');
  });

  it('rejects a flush with the failure that prevented it', async () => {
    const { saves, drafts } = keeping();
    drafts.edit(id, { note: 'a' });
    const flush = drafts.flush(id);
    saves[0]?.fail();
    await expect(flush).rejects.toMatchObject({ failure: { code: 'files.diskFull' } });
  });

  it('is let go when the interaction is over', () => {
    const { clock, saves, shown, drafts } = keeping();
    drafts.edit(id, { note: 'a' });
    drafts.forget(id);
    clock.pass(5_000);
    expect(saves).toEqual([]);
    expect(shown.at(-1)).toBeNull();
  });
});
