// Changes into a real cache, in any order and as often as they come.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CustomerId } from '#shared/model/ids';
import type { Change } from '#shared/protocol/sync';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { openCache } from '../db/cache.ts';
import { silentLog } from '../log.ts';
import { applyChange } from './apply.ts';

const row = (version: number): Change => ({
  kind: 'customer',
  row: modelCustomer(1, { version, name: `Prova Versione${version}` }),
});
const gone = (version: number): Change => ({
  kind: 'tombstone',
  entity: 'customer',
  id: modelCustomer(1).id,
  version,
});

/** A row's whole life: changed, deleted, come back, changed. */
const life: readonly Change[] = [row(1), row(2), row(3), gone(4), row(5), row(6), gone(7)];

test('pages that come late, twice or in any order leave what the newest version says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-apply-'));
  const cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
  const { id } = modelCustomer(1);
  try {
    fc.assert(
      fc.property(fc.nat({ max: life.length - 1 }), fc.infiniteStream(fc.nat()), (newest, chance) => {
        const seen = life.slice(0, newest + 1);
        const pick = () => chance.next().value as number;
        const arriving = [...seen, ...seen, ...seen].sort(() => (pick() % 3) - 1);
        const touched = new Set<CustomerId>();
        cache.transact(() => {
          cache.customers.remove(id);
          cache.setBack('customer', id);
          for (const change of arriving) applyChange(cache, change, touched);
        });
        const last = seen.at(-1);
        const expected = last?.kind === 'customer' ? last.row : null;
        expect(cache.customers.byId(id)).toEqual(expected);
        expect(cache.words.rows('"prova"', 10)).toHaveLength(expected === null ? 0 : 1);
        expect(cache.customers.byNumber('+390000001001')).toHaveLength(expected === null ? 0 : 1);
      }),
    );
  } finally {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
