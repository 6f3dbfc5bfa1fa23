// The letter as it prints: head, recipient, subject, parts in their order.
import type { Written } from '#shared/model/letters';
import type { Letter } from '#shared/protocol/letters';
import { useWords } from '../../ui/words.tsx';

export function LetterPreview({ letter, parts }: { readonly letter: Letter; readonly parts: Written }) {
  const { t } = useWords();
  const { company, recipient, number, template, language } = letter;
  return (
    <div className="letter-preview">
      <h2>{t('letters.preview')}</h2>
      <article className="letter-sheet" lang={language} data-testid="letter-preview">
        <p className="letter-company">{company}</p>
        <p className="letter-recipient">
          {recipient.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </p>
        <p>
          <strong>
            {template.name[language]} <span className="num">{number}</span>
          </strong>
        </p>
        {template.parts.map(({ code }) => {
          const text = (parts[code] ?? '').trim();
          return text === '' ? null : (
            <p key={code} className="letter-text">
              {text}
            </p>
          );
        })}
      </article>
    </div>
  );
}
