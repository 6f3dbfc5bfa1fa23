// A text with the letters that were typed marked in it: heavier and underlined, so that no colour is needed to see them.
import type { Mark } from '#shared/contract/mark';

interface MarkedProps {
  readonly text: string;
  /** In order, none over another. */
  readonly marks: readonly Mark[];
  readonly className?: string;
}

export function Marked({ text, marks, className }: MarkedProps) {
  return (
    <span className={className}>
      {marks.map(([from, to], index) => (
        <span key={from}>
          {text.slice(marks[index - 1]?.[1] ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </span>
  );
}
