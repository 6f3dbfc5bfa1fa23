// A sentence with something in it (a code, a number) that is never broken at its hyphen.

interface UnbrokenProps {
  readonly text: string;
  readonly part: string;
}

export function Unbroken({ text, part }: UnbrokenProps) {
  const at = part === '' ? -1 : text.lastIndexOf(part);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <span className="whole">{part}</span>
      {text.slice(at + part.length)}
    </>
  );
}
