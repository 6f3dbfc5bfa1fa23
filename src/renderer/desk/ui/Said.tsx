// What is said to the customer: in their language, in its quotation marks, with the agent's or the other language below.
import type { Language } from '#shared/model/ids';
import { otherLanguage, type Text } from '#shared/model/lists/text';
import { useWords } from './words.tsx';

interface SaidProps {
  /** The customer's. */
  readonly language: Language;
  readonly lines: readonly { readonly said: string; readonly other: string }[];
}

export function Said({ language, lines }: SaidProps) {
  const quoted = useWords().tIn(language);
  return (
    <ul className="say">
      {lines.map(({ said, other }) => (
        <li key={said}>
          <p lang={language}>{quoted('help.said', { text: said })}</p>
          <p className="say-other" lang={otherLanguage(language)}>
            {other}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** A sentence that has nothing to fill in. */
export function SaidText({ language, text }: { readonly language: Language; readonly text: Text }) {
  return <Said language={language} lines={[{ said: text[language], other: text[otherLanguage(language)] }]} />;
}
