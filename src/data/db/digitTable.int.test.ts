// Parts of numbers are found in the end whatever came while they were being left out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { silentLog } from '../log.ts';
import { openCache } from './cache.ts';
import { partsOf } from './customerTable.ts';

const cut = (body: string) => partsOf(JSON.parse(body) as Parameters<typeof partsOf>[0]);
const numbers = ['+390000123456', '+390000777888', '+390000999000'] as const;

/** What happens to a customer: given that number, taken away, or meanwhile parts are put in or left out. */
const step = fc.oneof(
  fc.record({ who: fc.nat({ max: 4 }), number: fc.constantFrom(...numbers, null) }),
  fc.constantFrom('leaveOut' as const, 'catchUp' as const),
);

test('whoever is new, changes or goes while parts are left out is found by the numbers that are theirs in the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'cornetta-digits-'));
      const cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
      const now = new Map<number, string | null>();
      let version = 0;
      for (const one of steps) {
        version += 1;
        if (one === 'leaveOut') cache.digits.leaveOut();
        else if (one === 'catchUp') cache.digits.catchUp(cut, 2);
        else if (one.number === null) {
          cache.customers.remove(modelCustomer(one.who).id);
          now.delete(one.who);
        } else {
          const phones = [{ raw: one.number, e164: one.number as never, kind: 'mobile' as const }];
          cache.customers.put(modelCustomer(one.who, { phones, version }));
          now.set(one.who, one.number);
        }
      }
      while (cache.digits.catchUp(cut, 2));
      for (const number of numbers) {
        const owners = [...now].filter(([, its]) => its === number).map(([who]) => modelCustomer(who).name);
        const found = cache.digits.rows(number.slice(-6), 10).map((row) => cache.customers.byRow(row)?.customer.name);
        expect(found.sort()).toEqual(owners.sort());
      }
      cache.close();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 60 },
  );
});
