// Which commands the agent may mean, the likeliest first. Pure.
import { foldText } from '../../ui/text.ts';

export interface Named {
  readonly id: string;
  /** As it is shown, then as it is also called (in another language). */
  readonly names: readonly string[];
}

const wordsOf = (text: string): readonly string[] =>
  foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** More names than any command has. */
const mostNames = 10;

/** How well a name fits: 0 begins with what was typed, 1 has its words in their order, 2 in another; null: not at all. */
function fitness(typed: readonly string[], name: string): number | null {
  const words = wordsOf(name);
  if (!typed.every((part) => words.some((word) => word.startsWith(part)))) return null;
  if (words.join(' ').startsWith(typed.join(' '))) return 0;
  let at = -1;
  const inOrder = typed.every((part) => {
    at = words.findIndex((word, index) => index > at && word.startsWith(part));
    return at >= 0;
  });
  return inOrder ? 1 : 2;
}

/**
 * Those of which each word that was typed begins a word of one and the same name, accents and case or not: by how well it fits, a
 * name that is shown before another, what was used last before the rest, and else as they stand. Nothing typed: all of them.
 */
export function rankCommands<Command extends Named>(
  text: string,
  commands: readonly Command[],
  lastUsed: readonly string[],
): readonly Command[] {
  const typed = wordsOf(text);
  const order = ({ id, names }: Command) => {
    const fits = names.flatMap((name, at) => {
      const how = fitness(typed, name);
      return how === null ? [] : [how * mostNames + at];
    });
    const used = lastUsed.indexOf(id);
    return { best: fits.length === 0 ? null : Math.min(...fits), used: used < 0 ? lastUsed.length : used };
  };
  return commands
    .map((command) => ({ command, ...order(command) }))
    .filter(({ best }) => best !== null)
    .sort((a, b) => (typed.length === 0 ? 0 : (a.best ?? 0) - (b.best ?? 0)) || a.used - b.used)
    .map(({ command }) => command);
}
