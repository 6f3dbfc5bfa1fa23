// Another CRM: which one, where it is, into whose customers, with which keys. It begins paused: it is tried first.
import { useState } from 'react';
import type { ConnectorList, NewConnector as Fresh } from '#shared/protocol/connectors';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { type Access, accessAsked, Keys, useFieldName } from './Keys.tsx';

interface NewConnectorProps {
  readonly list: ConnectorList;
  readonly onAdded: (id: string) => void;
  readonly onLeave: () => void;
}

const noAccess: Access = { way: 'key', settings: {}, secrets: {} };

/** "CRM vendite Lodi" -> "crm-vendite-lodi". */
const idOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

export function NewConnector({ list, onAdded, onLeave }: NewConnectorProps) {
  const { t } = useWords();
  const { addConnector } = useIntents();
  const fieldName = useFieldName();
  const [first] = list.kinds;
  const [kind, setKind] = useState(first?.kind ?? '');
  const [name, setName] = useState('');
  const [address, setAddress] = useState('https://');
  const [portfolioId, setPortfolio] = useState(list.portfolios[0]?.id ?? ('company' as Fresh['portfolioId']));
  const [access, setAccess] = useState(noAccess);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const asks = list.kinds.find((known) => known.kind === kind);
  const isAddress = URL.canParse(address) && /^https?:\/\/./.test(address);
  const isNamed = idOf(name) !== '';

  async function add() {
    setTried(true);
    setWrong(null);
    const asked = accessAsked(asks?.ways ?? [], access);
    if (asked === null || !isAddress || !isNamed) return;
    setBusy(true);
    const id = idOf(name);
    const added = await addConnector({
      ...{ id, kind, name: name.trim(), address, portfolioId, active: false, writesCalls: false },
      ...asked,
    });
    setBusy(false);
    if (added === null) return;
    if ('wrong' in added) setWrong(added.wrong);
    else onAdded(added.id);
  }

  return (
    <article className="card" data-testid="connector-form">
      <h2>{t('connectors.add')}</h2>
      <div className="form">
        <div className="form-pair">
          <Dropdown
            label={t('connectors.kind')}
            options={list.kinds.map((known) => ({ id: known.kind, name: known.name }))}
            chosen={kind}
            onChoose={(chosen) => {
              setKind(chosen);
              setAccess(noAccess);
            }}
            testId="connector-kind"
          />
          <TextInput
            label={t('connectors.name')}
            value={name}
            onChange={setName}
            error={tried && !isNamed ? t('connectors.nameMissing') : null}
            testId="connector-name"
          />
        </div>
        <TextInput
          label={t('connectors.address')}
          value={address}
          onChange={setAddress}
          hint={t('connectors.addressAbout')}
          error={tried && !isAddress ? t('connectors.addressWrong') : null}
          testId="connector-address"
        />
        {list.portfolios.length < 2 ? null : (
          <Dropdown
            label={t('connectors.portfolio')}
            options={list.portfolios.map(({ id, client }) => ({
              id,
              name: String(id) === String(client.id) ? client.name : `${client.name} · ${id}`,
            }))}
            chosen={portfolioId}
            onChoose={(id) => setPortfolio(list.portfolios.find((one) => one.id === id)?.id ?? portfolioId)}
            testId="connector-portfolio"
          />
        )}
        {asks === undefined ? null : (
          <Keys key={kind} ways={asks.ways} access={access} onChange={setAccess} isMissing={tried} there={[]} />
        )}
        {wrong === null ? null : (
          <p className="error" role="status" data-testid="connector-wrong">
            {t('connectors.wrong', { field: fieldName(wrong.replace(/^\w+\./, '')) })}
          </p>
        )}
        <div className="form-actions">
          <Button look="primary" busy={busy} disabled={busy} onClick={() => void add()} data-testid="add-connector">
            {t('connectors.create')}
          </Button>
          <Button look="ghost" onClick={onLeave}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </article>
  );
}
