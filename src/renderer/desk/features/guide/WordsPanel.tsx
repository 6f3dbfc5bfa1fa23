// What is better said otherwise: the pairs of this phase first, found by typing either side of them.
import { useMemo, useState } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { pairsFor, type WordsList } from '#shared/model/lists/words';
import { guidanceOf } from '../../store/guidance.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { Panel } from '../../ui/Panel.tsx';
import { foldText } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';
import { NoList } from './NoList.tsx';
import { useGuide } from './useGuide.ts';

interface PairsProps {
  readonly id: InteractionId;
  readonly list: WordsList;
}

function Pairs({ id, list }: PairsProps) {
  const { t } = useWords();
  const spoken = useCustomerLanguage(id);
  const first = useGuide(id)?.phases[0]?.code ?? null;
  const phase = useDeskState((state) => guidanceOf(state, id).phase) ?? first;
  const [typed, setTyped] = useState('');
  const pairs = useMemo(() => {
    const sought = foldText(typed).trim();
    return pairsFor(list, phase).filter(({ avoid, prefer }) =>
      foldText(`${avoid[spoken]} ${prefer[spoken]}`).includes(sought),
    );
  }, [list, phase, typed, spoken]);
  return (
    <>
      <input
        data-first-focus=""
        className="panel-field"
        aria-label={t('prefer.find')}
        placeholder={t('prefer.find')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
        autoComplete="off"
        data-testid="prefer-find"
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="panel-scroll" tabIndex={0} aria-label={t('prefer.pairs')}>
        <ul className="prefer" lang={spoken} data-testid="prefer-pairs">
          {pairs.map(({ avoid, prefer }) => (
            <li key={avoid[spoken]}>
              <strong>{prefer[spoken]}</strong>
              <s>{avoid[spoken]}</s>
            </li>
          ))}
        </ul>
        {pairs.length === 0 ? <p className="sub">{t('prefer.none', { text: typed.trim() })}</p> : null}
      </section>
      <div className="panel-part">
        <h3>{t('prefer.positive')}</h3>
        <p className="sub" lang={spoken}>
          {list.positive[spoken].join(' · ')}
        </p>
      </div>
    </>
  );
}

export function WordsPanel({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const { words } = useLists(id);
  return (
    <Panel title={t('prefer.title')} onClose={() => openPanel(id, null)} testId="words-panel">
      {words === undefined ? <NoList /> : <Pairs id={id} list={words} />}
    </Panel>
  );
}
