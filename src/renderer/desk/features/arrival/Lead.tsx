// The line below the name: how the caller is known, the number, the code; and what to do about it.
import { Fragment } from 'react';
import type { Headline } from './useHeadline.ts';

export function Lead({ headline }: { readonly headline: Headline }) {
  const { lead, facts, advice } = headline;
  return (
    <>
      {lead === '' && facts.length === 0 ? null : (
        <p className="arrival-lead">
          {lead}{' '}
          {facts.map((fact, index) => (
            <Fragment key={fact}>
              {index === 0 ? '' : ' · '}
              <span className={/^[+\d]/.test(fact) ? 'fact num' : 'fact'}>{fact}</span>
            </Fragment>
          ))}
        </p>
      )}
      {advice === null ? null : <p className="arrival-advice">{advice}</p>}
    </>
  );
}
