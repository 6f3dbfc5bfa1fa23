// What agents have chosen for themselves, as it is on this PC's disk: it stands while the backend is away, what is chosen meanwhile goes later, and of two
// PCs the one that chose last is right.
import { z } from 'zod';
import { nothingChosen, type PreferencesState } from '#shared/contract/preferences';
import { type Chosen, chosenIn, type KeptChoices, keptChoicesSchema } from '#shared/model/preferences';
import type { agentPreferencesSchema } from '#shared/protocol/preferences';
import { askOneAtATime } from '../askOneAtATime.ts';
import type { Files } from '../db/files.ts';
import type { Answer } from '../http/answer.ts';
import { errorName, type Log } from '../log.ts';

type Told = z.infer<typeof agentPreferencesSchema>;

export interface PreferencesDeps {
  readonly files: Files;
  readonly now: () => Date;
  readonly log: Log;
  /** Something else is chosen, or the backend has been heard for the first time. */
  readonly onChange: () => void;
}

export interface PreferencesUnit {
  /** Null: nobody is signed in. */
  of(agentId: string | null): PreferencesState;
  /** Throws the driver's errors: what is not on the disk is not chosen. */
  change(agentId: string, chosen: Chosen): void;
  /** Tells what is not told yet, else asks; meanwhile, once more means once more afterwards. */
  refresh(agentId: string, exchange: (unsent: KeptChoices | null) => Promise<Answer<Told>>): Promise<void>;
}

const keptSchema = z.record(
  z.string(),
  z.object({
    told: z.boolean(),
    choices: keptChoicesSchema,
    /** Names of those that the backend has not heard of. */
    unsent: z.array(z.string()),
  }),
);
type Kept = z.infer<typeof keptSchema>;

export function createPreferences({ files, now, log, onChange }: PreferencesDeps): PreferencesUnit {
  let kept = readKept();
  const inTurn = askOneAtATime();

  function readKept(): Kept {
    try {
      return keptSchema.safeParse(files.readWork((work) => work.kept('preferences'))).data ?? {};
    } catch (error) {
      log.warn('preferences', { error: errorName(error) });
      return {};
    }
  }
  const their = (agentId: string) => kept[agentId] ?? { told: false, choices: {}, unsent: [] };

  function keep(agentId: string, become: Kept[string]): void {
    const all = { ...kept, [agentId]: become };
    files.work((work) => work.keep('preferences', all));
    kept = all;
  }

  /** What the backend says counts, but for what has been chosen since it was told. */
  function take(agentId: string, { choices: said }: Told, sent: KeptChoices): void {
    const before = their(agentId);
    const unsent = before.unsent.filter((name) => before.choices[name] !== sent[name]);
    const mine = Object.fromEntries(
      unsent.flatMap((name) => (before.choices[name] ? [[name, before.choices[name]]] : [])),
    );
    const after = { told: true, choices: { ...said, ...mine }, unsent };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    try {
      keep(agentId, after);
    } catch (error) {
      // It is asked again at the next sign of the backend.
      log.warn('preferences', { error: errorName(error) });
      return;
    }
    onChange();
  }

  return {
    of(agentId) {
      if (agentId === null) return nothingChosen;
      const { told, choices } = their(agentId);
      return { told, chosen: chosenIn(choices) };
    },
    change(agentId, chosen) {
      const { told, choices, unsent } = their(agentId);
      const at = now().toISOString();
      const fresh = Object.fromEntries(
        Object.entries(chosen).flatMap(([name, value]) => (value === undefined ? [] : [[name, { value, at }]])),
      );
      const names = Object.keys(fresh);
      keep(agentId, {
        told,
        choices: { ...choices, ...fresh },
        unsent: [...unsent.filter((name) => !names.includes(name)), ...names],
      });
      onChange();
    },
    refresh: (agentId, exchange) =>
      inTurn(async () => {
        const { choices, unsent } = their(agentId);
        const sent = Object.fromEntries(unsent.flatMap((name) => (choices[name] ? [[name, choices[name]]] : [])));
        const answer = await exchange(unsent.length === 0 ? null : sent);
        if (answer.kind === 'ok') take(agentId, answer.value, sent);
      }),
  };
}
