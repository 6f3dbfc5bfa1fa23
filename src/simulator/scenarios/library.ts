// Reads what the customers are made of: scenarios, their voices, hold music and spoken digits, all from the assets folder.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '#shared/lib/must';
import type { Language } from '#shared/model/ids';
import { readWav } from '../media/wav.ts';
import type { Script } from '../people/customer.ts';
import { linesOf, type Scenario, scenarioSchema, voiceFolder } from './schema.ts';

/** Callers who are rung without a scenario speak these. */
const anyone: Record<Language, string> = { it: 'ANYONE-IT', en: 'ANYONE-EN' };

export interface Library {
  scenarios: readonly Scenario[];
  find(id: string): Scenario | undefined;
  /** Who speaks when only a language is known. */
  anyone(language: Language): Scenario;
  scriptOf(scenario: Scenario): Script;
  music: Int16Array;
  /** The names of keys, one after another; keys without a sound are left out. */
  sayKeys(keys: string): Int16Array;
}

/** `assets` holds `scenarios/` and `voices/`. @throws Error that names the file that is missing or does not fit */
export async function readLibrary(assets: string): Promise<Library> {
  const sound = async (...path: string[]) => readWav(await readFile(join(assets, 'voices', ...path)));
  const files = (await readdir(join(assets, 'scenarios'))).filter((name) => name.endsWith('.json')).sort();
  const scenarios = await Promise.all(files.map((file) => readScenario(join(assets, 'scenarios', file))));
  const scripts = new Map<string, Script>();
  for (const scenario of scenarios) {
    const lines = linesOf(scenario).map(async ({ pauseMs }, index) => ({
      samples: await sound(voiceFolder(scenario), `${index}.wav`),
      pauseMs,
    }));
    scripts.set(scenario.id, {
      lines: await Promise.all(lines),
      afterwards: scenario.afterwards,
      patienceSeconds: scenario.patienceSeconds,
      staysSeconds: scenario.staysSeconds,
    });
  }
  const digits = await Promise.all([...'0123456789'].map((digit) => sound('digits', `${digit}.wav`)));
  const music = await sound('music.wav');
  const find = (id: string) => scenarios.find((one) => one.id === id);

  return {
    scenarios,
    find,
    anyone: (language) => must(find(anyone[language]), `scenario ${anyone[language]}`),
    scriptOf: (scenario) => must(scripts.get(scenario.id), `voices of ${scenario.id}`),
    music,
    sayKeys(keys) {
      const spoken = [...keys].flatMap((key) => digits[Number.parseInt(key, 10)] ?? []);
      const joined = new Int16Array(spoken.reduce((length, one) => length + one.length, 0));
      let at = 0;
      for (const one of spoken) {
        joined.set(one, at);
        at += one.length;
      }
      return joined;
    },
  };
}

async function readScenario(file: string): Promise<Scenario> {
  const parsed = scenarioSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success)
    throw new Error(`${file}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}
