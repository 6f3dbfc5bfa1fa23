// Other CRMs that the backend reads, for an administrator: how each is, and the one that is being looked at.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ConnectorList, ConnectorView } from '#shared/protocol/connectors';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { NewConnector } from './NewConnector.tsx';
import { NotRevoked } from './NotRevoked.tsx';
import { OneConnector } from './OneConnector.tsx';

function State({ connector: { active, state } }: { readonly connector: ConnectorView }) {
  const { t } = useWords();
  if (!active) return <Tag>{t('connectors.states.paused')}</Tag>;
  if (state.failure !== null) return <Tag tone="stop">{t('connectors.states.failed')}</Tag>;
  if (state.missing > 0) return <Tag tone="hold">{t('connectors.states.missing')}</Tag>;
  if (!state.loaded) return <Tag tone="note">{t('connectors.states.loading')}</Tag>;
  return <Tag tone="live">{t('connectors.states.follows')}</Tag>;
}

type Chosen =
  | { readonly kind: 'none' }
  | { readonly kind: 'new' }
  | { readonly kind: 'one'; readonly id: string }
  /** One was removed, and its CRM has not confirmed that it may be read no more. */
  | { readonly kind: 'notRevoked'; readonly name: string };

function Contents({ list, onAgain }: { readonly list: ConnectorList; readonly onAgain: () => void }) {
  const { t, language } = useWords();
  const now = useNow();
  const [chosen, setChosen] = useState<Chosen>({ kind: 'none' });
  const id = chosen.kind === 'one' ? chosen.id : null;
  const one = list.connectors.find((connector) => connector.id === id) ?? null;
  const kindName = (kind: string) => list.kinds.find((known) => known.kind === kind)?.name ?? kind;

  function beside() {
    if (chosen.kind === 'new')
      return (
        <NewConnector
          list={list}
          onAdded={(added) => {
            setChosen({ kind: 'one', id: added });
            onAgain();
          }}
          onLeave={() => setChosen({ kind: 'none' })}
        />
      );
    if (one !== null)
      return (
        <OneConnector
          key={one.id}
          connector={one}
          list={list}
          onChange={onAgain}
          onGone={(access) => {
            setChosen(access === 'failed' ? { kind: 'notRevoked', name: one.name } : { kind: 'none' });
            onAgain();
          }}
        />
      );
    if (chosen.kind === 'notRevoked')
      return <NotRevoked name={chosen.name} onDismiss={() => setChosen({ kind: 'none' })} />;
    return list.connectors.length === 0 ? null : <p className="sub">{t('connectors.choose')}</p>;
  }

  return (
    <div className="panes">
      <section className="section">
        <SectionTitle
          right={
            <Button size="small" icon={Plus} onClick={() => setChosen({ kind: 'new' })} data-testid="new-connector">
              {t('connectors.add')}
            </Button>
          }
        >
          {t('connectors.all')}
        </SectionTitle>
        {list.connectors.length === 0 ? <p className="sub">{t('connectors.none')}</p> : null}
        <ul className="choices">
          {list.connectors.map((connector) => (
            <li key={connector.id}>
              <button
                type="button"
                className="choice"
                aria-current={connector.id === id}
                onClick={() => setChosen({ kind: 'one', id: connector.id })}
                data-testid="connector"
              >
                <strong>{connector.name}</strong>
                <span className="sub num">
                  {kindName(connector.kind)}
                  {connector.state.readAt === null
                    ? ''
                    : ` · ${t('connectors.readAt', { when: moment(connector.state.readAt, now, language) })}`}
                </span>
                <State connector={connector} />
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className="pane">{beside()}</div>
    </div>
  );
}

export function ConnectorsPage() {
  const { t } = useWords();
  const { listConnectors } = useIntents();
  const { asked, again } = useAsked(listConnectors);
  return (
    <div className="page" data-testid="connectors-page">
      <div>
        <h1>{t('connectors.title')}</h1>
        <p className="sub">{t('connectors.about')}</p>
      </div>
      <AskedFor asked={asked} onAgain={again}>
        {(list) => <Contents list={list} onAgain={again} />}
      </AskedFor>
    </div>
  );
}
