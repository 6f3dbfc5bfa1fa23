// One CRM: how it goes, what is read and what did not fit; tried, read now, paused, given other keys, removed.
import { Columns3, KeyRound, Play, RefreshCw, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import type {
  ConnectorList,
  ConnectorReport,
  ConnectorTrial,
  ConnectorView,
  Revoked,
} from '#shared/protocol/connectors';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { appointment, count } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Agreement } from './Agreement.tsx';
import { Fields } from './Fields.tsx';
import { type Access, accessAsked, Keys, useFieldName } from './Keys.tsx';
import { NotRevoked } from './NotRevoked.tsx';
import { Trial } from './Trial.tsx';

interface OneConnectorProps {
  readonly connector: ConnectorView;
  readonly list: ConnectorList;
  readonly onChange: () => void;
  /** `access`: whether the CRM was told that it is read as nobody any more. */
  readonly onGone: (access: Revoked) => void;
}

function Facts({ connector, list }: Pick<OneConnectorProps, 'connector' | 'list'>) {
  const { t, language } = useWords();
  const now = useNow();
  const { state, portfolioId } = connector;
  const client = list.portfolios.find(({ id }) => id === portfolioId)?.client.name ?? portfolioId;
  return (
    <dl>
      <dt>{t('connectors.address')}</dt>
      <dd className="num">{connector.address}</dd>
      <dt>{t('privacy.record.client')}</dt>
      <dd>{client}</dd>
      {connector.agreement === null ? null : (
        <>
          <dt>{t('connectors.agreement.by')}</dt>
          <dd className="num">
            {connector.agreement.by ?? '–'} · {appointment(connector.agreement.at, now, language)}
          </dd>
        </>
      )}
      {connector.hintAddress === null ? null : (
        <>
          <dt>{t('connectors.hints.address')}</dt>
          <dd>
            <CopyText
              text={`${connector.hintAddress.slice(0, 40)}…`}
              copied={connector.hintAddress}
              name={`${t('connectors.hints.copy')}: ${connector.hintAddress.slice(0, 40)}…`}
              done={t('connectors.agreement.copied')}
              testId="hint-address"
            />
            <p className="sub">{t('connectors.hints.about')}</p>
          </dd>
        </>
      )}
      <dt>{t('connectors.reads')}</dt>
      <dd>{connector.reads.map((field) => field[language]).join(', ')}</dd>
      <dt>{t('connectors.last')}</dt>
      <dd className="num">
        {state.readAt === null ? t('connectors.never') : appointment(state.readAt, now, language)}
        {state.doing === 'nothing' ? '' : ` · ${t(`connectors.doing.${state.doing}`)}`}
      </dd>
      <dt>{t('connectors.next')}</dt>
      <dd className="num">
        {state.nextAt === null ? t('connectors.paused') : appointment(state.nextAt, now, language)}
      </dd>
    </dl>
  );
}

const isOnlyKeys = ({ way, settings }: ConnectorView, asked: Access): boolean =>
  way === asked.way && Object.entries(asked.settings).every(([name, value]) => settings[name] === value);

/** Of ours, as refusals name them. */
const rowFields = ['id', 'name', 'email', 'phones', 'address', 'birthDate', 'taxCode', 'language', 'row'] as const;

function Report({ report }: { readonly report: ConnectorReport }) {
  const { t, language } = useWords();
  const { customers, refused, refusedInAll, calls } = report;
  const rowField = (field: string) => {
    const known = rowFields.find((one) => one === field);
    return known === undefined ? field : t(`connectors.rowFields.${known}`);
  };
  return (
    <div className="form rule" data-testid="connector-report">
      <p className="sub num">
        {t('connectors.counts', {
          customers: count(customers, language),
          refused: count(refusedInAll, language),
          written: count(calls.written, language),
          waiting: count(calls.waiting, language),
        })}
      </p>
      {refused.length === 0 ? null : (
        <>
          <h3>{t('connectors.refused')}</h3>
          <ul className="refused-rows">
            {refused.slice(0, 20).map(({ id, field, why }) => (
              <li key={`${id} ${field}`} className="num" data-testid="connector-refusal">
                <span>{id}</span> {rowField(field)}: {t(`connectors.why.${why}`)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

type Asking = 'nothing' | 'keys' | 'fields' | 'missing' | 'remove';

export function OneConnector({ connector, list, onChange, onGone }: OneConnectorProps) {
  const { t, language } = useWords();
  const now = useNow();
  const { changeConnector, tryConnector, runConnector, connectorReport, removeConnector } = useIntents();
  const { id, name, active, state } = connector;
  const ask = useCallback(() => connectorReport(id), [connectorReport, id]);
  const { asked, again } = useAsked(ask);
  const [trial, setTrial] = useState<ConnectorTrial | null>(null);
  const [busy, setBusy] = useState<'nothing' | 'trying'>('nothing');
  const [asking, setAsking] = useState<Asking>('nothing');
  const [access, setAccess] = useState<Access>({ way: connector.way, settings: connector.settings, secrets: {} });
  const [customers, setCustomers] = useState<'stay' | 'go'>('stay');
  const [tried, setTried] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [former, setFormer] = useState<Revoked>('none');
  const fieldName = useFieldName();
  const kind = list.kinds.find((one) => one.kind === connector.kind);
  const ways = kind?.ways ?? [];
  const leave = () => setAsking('nothing');

  async function change(patch: Parameters<typeof changeConnector>[1]) {
    setWrong(null);
    const answer = await changeConnector(id, patch);
    if (answer === null) return;
    if ('wrong' in answer) return setWrong(answer.wrong);
    setFormer(answer.formerAccess);
    onChange();
    leave();
  }
  async function run(loseMissing: boolean) {
    if ((await runConnector(id, loseMissing)) === null) return;
    onChange();
    again();
    leave();
  }
  async function tryIt() {
    setBusy('trying');
    setTrial(await tryConnector(id));
    setBusy('nothing');
  }

  function question() {
    if (asking === 'keys')
      return (
        <div className="form">
          <Keys
            ways={ways}
            access={access}
            onChange={setAccess}
            isMissing={tried}
            there={isOnlyKeys(connector, access) ? connector.furtherSecrets : []}
          />
          {wrong === null ? null : (
            <p className="error" role="status" data-testid="connector-wrong">
              {t('connectors.wrong', { field: fieldName(wrong.replace(/^\w+\./, '')) })}
            </p>
          )}
          <div className="form-actions">
            <Button
              look="primary"
              onClick={() => {
                setTried(true);
                const asked = accessAsked(ways, access);
                // Where only the key is another, nothing is read from the beginning.
                if (asked !== null) void change(isOnlyKeys(connector, asked) ? { secrets: asked.secrets } : asked);
              }}
              data-testid="keep-keys"
            >
              {t('connectors.keepKeys')}
            </Button>
            <Button look="ghost" onClick={leave}>
              {t('actions.cancel')}
            </Button>
          </div>
        </div>
      );
    if (asking === 'fields' && kind !== undefined)
      return (
        <Fields
          connector={connector}
          usual={kind.mapping}
          onTried={setTrial}
          onKept={() => {
            setTrial(null);
            onChange();
            leave();
          }}
          onLeave={leave}
        />
      );
    if (asking === 'missing')
      return (
        <Sure
          tone="stop"
          title={t('connectors.loseAsk', { count: state.missing })}
          body={t('connectors.loseAbout')}
          does={t('connectors.loseSure')}
          onDo={() => run(true)}
          onLeave={leave}
          testId="lose-sure"
        />
      );
    if (asking === 'remove')
      return (
        <div className="form">
          <Segments
            label={t('connectors.removeCustomers')}
            options={(['stay', 'go'] as const).map((one) => ({ id: one, name: t(`connectors.remove.${one}`) }))}
            chosen={customers}
            onChoose={setCustomers}
            testId="remove-customers"
          />
          <Sure
            tone="stop"
            title={t('connectors.removeAsk', { name })}
            body={t(`connectors.removeAbout.${customers}`)}
            does={t('connectors.removeSure')}
            onDo={() => removeConnector(id, customers).then((gone) => gone !== null && onGone(gone.access))}
            onLeave={leave}
            testId="remove-sure"
          />
        </div>
      );
    return (
      <div className="form-actions">
        <Button
          size="small"
          icon={Play}
          busy={busy === 'trying'}
          disabled={busy === 'trying'}
          onClick={() => void tryIt()}
          data-testid="try-connector"
        >
          {t(busy === 'trying' ? 'connectors.trying' : 'connectors.try')}
        </Button>
        {active ? (
          <Button size="small" icon={RefreshCw} onClick={() => void run(false)} data-testid="run-connector">
            {t('connectors.run')}
          </Button>
        ) : null}
        <Button
          size="small"
          look={active ? 'plain' : 'primary'}
          onClick={() => void change({ active: !active })}
          data-testid={active ? 'pause-connector' : 'resume-connector'}
        >
          {t(active ? 'connectors.pause' : 'connectors.resume')}
        </Button>
        <Button size="small" icon={KeyRound} onClick={() => setAsking('keys')} data-testid="change-keys">
          {t('connectors.changeKeys')}
        </Button>
        <Button size="small" icon={Columns3} onClick={() => setAsking('fields')} data-testid="change-fields">
          {t('connectors.mapping.change')}
        </Button>
        <Button
          size="small"
          look="stop"
          icon={Trash2}
          onClick={() => setAsking('remove')}
          data-testid="remove-connector"
        >
          {t('connectors.removeDo')}
        </Button>
      </div>
    );
  }

  return (
    <article className="card" data-testid="connector-detail">
      <h2>{name}</h2>
      {former === 'failed' ? <NotRevoked name={name} onDismiss={() => setFormer('none')} /> : null}
      {connector.way === 'agreement' ? <Agreement connector={connector} onChange={onChange} /> : null}
      {state.failure === null || (connector.way === 'agreement' && connector.agreement?.isOver !== false) ? null : (
        <Notice
          tone="stop"
          title={t(`connectors.failures.${state.failure.code}`)}
          body={t('connectors.againAt', { when: appointment(state.failure.againAt, now, language) })}
        />
      )}
      {state.missing === 0 ? null : (
        <Notice
          tone="hold"
          title={t('connectors.missing', { count: state.missing })}
          body={t('connectors.missingAbout')}
        >
          <Button size="small" onClick={() => setAsking('missing')} data-testid="lose-missing">
            {t('connectors.lose')}
          </Button>
        </Notice>
      )}
      <Facts connector={connector} list={list} />
      <Segments
        label={t('connectors.writesCalls')}
        options={(['no', 'yes'] as const).map((one) => ({ id: one, name: t(`connectors.writes.${one}`) }))}
        chosen={connector.writesCalls ? 'yes' : 'no'}
        onChoose={(chosen) => void change({ writesCalls: chosen === 'yes' })}
        testId="connector-writes"
      />
      <div className="form rule">{question()}</div>
      {trial === null ? null : <Trial trial={trial} />}
      <AskedFor asked={asked} onAgain={again}>
        {(report) => <Report report={report} />}
      </AskedFor>
    </article>
  );
}
