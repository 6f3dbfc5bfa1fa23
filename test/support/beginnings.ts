// What a test's database begins with. Making one ready takes seconds, so each is made once: images of them are begun from, kept for as
// long as nothing that made them has changed.
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig, type ServerConfig } from '#server/config';
import type { Db } from '#server/db/db';
import { migrate } from '#server/db/migrate';
import { countDays } from '#server/figures/count';
import { keepListProposals } from '#server/lists/proposals';
import { keepProposals } from '#server/privacy/proposals';
import { seedDemo } from '#server/seed/seedDemo';

export interface Beginning {
  /** Two of the same name hold the same. */
  readonly name: string;
  /** Done again it changes nothing. */
  fill(db: Db): Promise<void>;
}

export interface ExerciseOptions {
  /** Made-up customers besides the named ones. */
  readonly customers?: number | undefined;
  /** With the companies for which the exercise company answers, and its closed queue. */
  readonly answersForOthers?: boolean | undefined;
  readonly timeZone?: string | undefined;
}

const project = join(import.meta.dirname, '..', '..');
export const modules = join(project, 'node_modules');
export const projectAssets = join(project, 'assets');

/** Passwords of the exercise protect nothing: the cheapest hash keeps tests quick. */
export const cheapArgon2 = { memoryKib: 64, iterations: 1, parallelism: 1 };

/** When the exercise company was made. */
export const exerciseBegins = new Date('2026-03-02T09:00:00.000Z');

export const migrated: Beginning = {
  name: 'migrated',
  async fill(db) {
    await migrate(db);
  },
};

/** The exercise company at the moment `exerciseBegins`. */
export function exerciseCompany({
  customers = 20,
  answersForOthers = false,
  timeZone = defaultConfig.timeZone,
}: ExerciseOptions = {}): Beginning {
  const config: ServerConfig = { ...defaultConfig, argon2: cheapArgon2, timeZone };
  return {
    name: `exercise company ${JSON.stringify({ customers, answersForOthers, timeZone })}`,
    async fill(db) {
      const deps = { db, clock: () => exerciseBegins, random: randomBytes, config };
      await migrate(db);
      await keepProposals(db, projectAssets);
      await keepListProposals(db, projectAssets, exerciseBegins);
      await seedDemo(deps, { assets: projectAssets, customers, alone: !answersForOthers });
      // As after its first night: what the house writes of its own keeps the feed still meanwhile.
      await countDays(deps);
    },
  };
}

const isTest = /\.test\.tsx?$/;
let made: string | null = null;

/** What every image is made by: another one, and images are made anew. Rows bear the hour of the machine, so each day has its own. */
function maker(): string {
  if (made !== null) return made;
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10));
  hash.update(readFileSync(import.meta.filename));
  hash.update(readFileSync(join(modules, '@electric-sql/pglite/package.json')));
  for (const folder of ['src/server', 'src/shared', 'assets/demo', 'assets/lists', 'assets/privacy']) {
    for (const file of readdirSync(join(project, folder), { recursive: true, withFileTypes: true })) {
      if (file.isFile() && !isTest.test(file.name)) hash.update(readFileSync(join(file.parentPath, file.name)));
    }
  }
  made = hash.digest('hex').slice(0, 12);
  return made;
}

/** The name of the image of that beginning, and what those made by the same have in common. */
export function imageOf({ name }: Beginning): { readonly maker: string; readonly image: string } {
  return { maker: maker(), image: `${maker()}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}` };
}
