// What was found in a file: how many of each kind, the first rows as customers, the first that are refused and why.
import { Fragment } from 'react';
import { formatNumber } from '#shared/model/phoneNumber';
import type { ImportCheck, ImportCounts } from '#shared/protocol/imports';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { count } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const kinds = ['created', 'updated', 'skipped', 'refused', 'unreadNumbers'] as const;

export function Counts({ title, counts }: { readonly title: string; readonly counts: ImportCounts }) {
  const { t, language } = useWords();
  return (
    <section className="section">
      <SectionTitle>{title}</SectionTitle>
      <dl className="import-counts num">
        {kinds.map((kind) => (
          <div
            key={kind}
            className={kind === 'refused' && counts.refused > 0 ? 'urgent' : ''}
            data-testid={`count-${kind}`}
          >
            <dt>{t(`imports.counts.${kind}`)}</dt>
            <dd>{count(counts[kind], language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function FirstRows({ rows }: Pick<ImportCheck, 'rows'>) {
  const { t } = useWords();
  if (rows.length === 0) return null;
  const columns = ['line', 'name', 'code', 'number', 'city'] as const;
  return (
    <section className="section">
      <SectionTitle>{t('imports.firstRows')}</SectionTitle>
      <table className="import-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`imports.row.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 8).map((row) => (
            <tr key={row.line} data-testid="import-row">
              <td>{row.line}</td>
              <th scope="row">{row.name}</th>
              <td>{row.code ?? t('imports.newCode')}</td>
              <td>
                {row.numbers.map((number, nth) => (
                  <Fragment key={number}>
                    {nth === 0 ? '' : ', '}
                    <span className="whole">{formatNumber(number)}</span>
                  </Fragment>
                ))}
              </td>
              <td>{row.city}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Refusals({ refusals }: Pick<ImportCheck, 'refusals'>) {
  const { t } = useWords();
  if (refusals.length === 0) return null;
  return (
    <section className="section">
      <SectionTitle>{t('imports.refusals')}</SectionTitle>
      <p className="sub">{t('imports.refusalsAbout', { count: refusals.length })}</p>
      <ul className="import-refusals">
        {refusals.map(({ line, column, why, was }) => (
          <li key={`${line} ${column} ${why}`} data-testid="import-refusal">
            <span className="num">
              {t('imports.row.line')} {line}
            </span>
            <p>
              {column === null ? '' : `${column}: `}
              {t(`imports.why.${why}`)}
              {was === '' ? null : <q className="num">{was}</q>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
