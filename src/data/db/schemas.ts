// The two files: what can be fetched again (cache.db) and what cannot (work.db).
import type { Schema } from './migrate.ts';
import { cache0060 } from './migrations/cache0060.ts';
import { cache0070 } from './migrations/cache0070.ts';
import { cache0080 } from './migrations/cache0080.ts';
import { cache0090 } from './migrations/cache0090.ts';
import { cache0100 } from './migrations/cache0100.ts';
import { cache0110 } from './migrations/cache0110.ts';
import { cache0120 } from './migrations/cache0120.ts';
import { cache0130 } from './migrations/cache0130.ts';
import { cache0140 } from './migrations/cache0140.ts';
import { work0010 } from './migrations/work0010.ts';
import { work0020 } from './migrations/work0020.ts';
import { work0030 } from './migrations/work0030.ts';
import { work0040 } from './migrations/work0040.ts';
import { work0050 } from './migrations/work0050.ts';

/** "CoCa" */
export const cacheSchema: Schema = {
  applicationId: 0x436f4361,
  migrations: [cache0060, cache0070, cache0080, cache0090, cache0100, cache0110, cache0120, cache0130, cache0140],
};
/** "CoWo" */
export const workSchema: Schema = {
  applicationId: 0x436f576f,
  migrations: [work0010, work0020, work0030, work0040, work0050],
};
