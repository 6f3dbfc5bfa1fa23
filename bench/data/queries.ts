// Two hundred things that agents type: from one letter on, whole and half names, slips, numbers, towns, addresses, codes.
import { type Person, personAt } from './people.ts';

/** `from`: others than from 0. */
export function queriesAmong(customers: number, from = 0): string[] {
  const someone = (n: number): Person =>
    personAt(Math.floor((((n + from) * 7_368_787) % 1_000_003) * (customers / 1_000_003)));
  const times = (count: number, first: number, make: (person: Person, n: number) => string): string[] =>
    Array.from({ length: count }, (_none, n) => make(someone(first + n), n));
  return [
    ...times(60, 0, ({ family, given }, n) => (n % 2 === 0 ? family : given).slice(0, 1 + (n % 3))),
    ...times(25, 100, ({ family }, n) => family.slice(0, 4 + (n % 3))),
    ...times(25, 200, ({ family, given }, n) => (n % 2 === 0 ? `${given} ${family}` : family)),
    ...times(30, 300, ({ family, given }, n) =>
      n % 2 === 0 ? `${family.slice(0, 3)} ${given.slice(0, 2)}` : `${given.slice(0, 1)} ${family.slice(0, 4)}`,
    ),
    ...times(20, 400, ({ family }, n) => slipped(family, n)),
    ...times(20, 500, ({ numbers: [number] }, n) =>
      n % 4 === 0
        ? number
        : n % 4 === 1
          ? number.slice(6, 9 + (n % 3))
          : n % 4 === 2
            ? number.slice(-4)
            : number.slice(3, 9),
    ),
    ...times(5, 600, ({ town }) => town),
    ...times(5, 700, ({ family, town }) => `${family.slice(0, 4)} ${town}`),
    ...times(5, 800, ({ email, family }) => email?.slice(0, 12) ?? family),
    ...times(5, 900, ({ code }) => code),
  ];
}

/** One letter left out, or two swapped. */
function slipped(word: string, n: number): string {
  const at = 1 + (n % Math.max(1, word.length - 2));
  return n % 2 === 0
    ? word.slice(0, at) + word.slice(at + 1)
    : word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
}
