// What is said to the customer: in their language, in its quotation marks, with the agent's or the other language below.
import { useTranslation } from 'react-i18next';
import type { InteractionId } from '#shared/model/ids';
import { otherLanguage, type Text } from '#shared/model/lists/text';
import { useCustomerLanguage } from './useLists.ts';

interface SaidProps {
  readonly id: InteractionId;
  readonly lines: readonly { readonly said: string; readonly other: string }[];
}

export function Said({ id, lines }: SaidProps) {
  const { i18n } = useTranslation();
  const quoted = i18n.getFixedT(useCustomerLanguage(id));
  return (
    <ul className="say">
      {lines.map(({ said, other }) => (
        <li key={said}>
          <p>{quoted('help.said', { text: said })}</p>
          <p className="say-other">{other}</p>
        </li>
      ))}
    </ul>
  );
}

/** A sentence that has nothing to fill in. */
export function SaidText({ id, text }: { readonly id: InteractionId; readonly text: Text }) {
  const language = useCustomerLanguage(id);
  return <Said id={id} lines={[{ said: text[language], other: text[otherLanguage(language)] }]} />;
}
