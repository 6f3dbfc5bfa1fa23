// The line below the name: how the caller is known, the number, the code. Always one line, so that nothing below it moves.
import { Fragment } from 'react';
import type { Headline } from './useHeadline.ts';

export function Lead({ headline }: { readonly headline: Headline }) {
  const { lead, facts } = headline;
  return (
    <p className="arrival-lead">
      {lead}{' '}
      <span className="arrival-facts">
        {facts.map((fact, index) => (
          <Fragment key={fact}>
            {index === 0 ? '' : ' · '}
            <span className={/^[+\d]/.test(fact) ? 'fact num' : 'fact'}>{fact}</span>
          </Fragment>
        ))}
      </span>
    </p>
  );
}
