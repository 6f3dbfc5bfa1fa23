// How many of a team, in a cell of the board.
import type { PlainCount } from '#shared/model/kpi';
import { useWords } from '../../ui/words.tsx';
import { none } from './figures.ts';

/** Where they are so few that one of them could be made out, the service tells no number. */
export function People({ of }: { readonly of: PlainCount | null }) {
  const { t } = useWords();
  if (of === null) return <td>{none}</td>;
  if (of.kind === 'count') return <td>{of.n}</td>;
  const why = t('people.fewer', { than: of.than });
  return (
    <td className="faint" title={why}>
      <span aria-hidden="true">{`< ${of.than}`}</span>
      <span className="visually-hidden">{why}</span>
    </td>
  );
}
