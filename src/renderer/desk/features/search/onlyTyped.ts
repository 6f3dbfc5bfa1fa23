// A text of which the agent has typed some letters: those alone, where the rest is not to be read.
import type { Mark } from '#shared/contract/mark';

const dots = '•••';

/** "carlo.bassi@prova.example" with "bassi" typed: "•••bassi•••". `marks`: in order, none over another; so are those that come back. */
export function onlyTyped(
  text: string,
  marks: readonly Mark[],
): { readonly text: string; readonly marks: readonly Mark[] } {
  let shown = '';
  let end = 0;
  const shownMarks: Mark[] = [];
  for (const [from, to] of marks) {
    if (from > end) shown += dots;
    shownMarks.push([shown.length, shown.length + to - from]);
    shown += text.slice(from, to);
    end = to;
  }
  return { text: end < text.length ? shown + dots : shown, marks: shownMarks };
}
