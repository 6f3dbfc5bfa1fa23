// The record of processing as it stands now: shown, confirmed part by part, saved.
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { roleSchema } from '#shared/model/role';
import type { ProcessingRecord } from '#shared/protocol/privacy';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { appointment, count } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import type { PanelProps } from './panel.ts';

interface ProcessingProps {
  readonly processing: ProcessingRecord['processings'][number];
  readonly onConfirm: () => Promise<unknown>;
}

function Processing({ processing, onConfirm }: ProcessingProps) {
  const { t, language } = useWords();
  const [isAsking, setAsking] = useState(false);
  const what = processing.purpose[language];
  return (
    <li data-testid="processing" data-confirmed={processing.confirmed}>
      <div className="line-head">
        <strong>{what}</strong>
        <Tag tone={processing.confirmed ? 'live' : 'plain'}>
          {t(processing.confirmed ? 'privacy.record.confirmed' : 'privacy.record.proposal')}
        </Tag>
        {processing.confirmed ? null : (
          <Button size="small" onClick={() => setAsking(true)} disabled={isAsking} data-testid="confirm-processing">
            {t('privacy.record.confirm')}
          </Button>
        )}
      </div>
      <dl>
        <dt>{t('privacy.record.basis')}</dt>
        <dd>{t(`privacy.retention.bases.${processing.basis}`)}</dd>
        {(['subjects', 'categories', 'recipients', 'transfers'] as const).map((part) => (
          <div key={part} className="facts-row">
            <dt>{t(`privacy.record.${part}`)}</dt>
            <dd>{processing[part][language]}</dd>
          </div>
        ))}
      </dl>
      {isAsking ? (
        <Sure
          keepsAll
          title={t('privacy.record.confirmAsk', { what })}
          body={t('privacy.record.confirmAbout')}
          does={t('privacy.record.confirmSure')}
          onDo={() => onConfirm().then(() => setAsking(false))}
          onLeave={() => setAsking(false)}
          testId="confirm-processing-sure"
        />
      ) : null}
    </li>
  );
}

function Connector({ connector }: { readonly connector: ProcessingRecord['connectors'][number] }) {
  const { t, language } = useWords();
  return (
    <li data-testid="record-connector">
      <div className="line-head">
        <strong>
          {connector.name} ({connector.crm})
        </strong>
        {connector.active ? null : <Tag>{t('privacy.record.connectorOff')}</Tag>}
      </div>
      <dl>
        <dt>{t('privacy.record.where')}</dt>
        <dd className="num">{connector.address}</dd>
        <dt>{t('privacy.record.client')}</dt>
        <dd>{connector.client}</dd>
        <dt>{t('privacy.record.read')}</dt>
        <dd>{connector.read.map((field) => field[language]).join(', ') || t('privacy.record.nothing')}</dd>
        <dt>{t('privacy.record.written')}</dt>
        <dd>{t(connector.writesCalls ? 'privacy.record.calls' : 'privacy.record.nothing')}</dd>
      </dl>
    </li>
  );
}

function useRoleName() {
  const { t } = useWords();
  return (name: string): string => {
    const role = roleSchema.safeParse(name);
    return role.success ? t(`roles.${role.data}`) : name;
  };
}

function Contents({
  record,
  onConfirm,
}: {
  readonly record: ProcessingRecord;
  readonly onConfirm: (code: string) => Promise<unknown>;
}) {
  const { t, language } = useWords();
  const roleName = useRoleName();
  return (
    <div className="panes even">
      <section className="section">
        <SectionTitle>{t('privacy.record.processings')}</SectionTitle>
        <ul className="lines">
          {record.processings.map((processing) => (
            <Processing key={processing.code} processing={processing} onConfirm={() => onConfirm(processing.code)} />
          ))}
        </ul>
      </section>
      <div className="pane">
        <section className="section">
          <SectionTitle>{t('privacy.record.connectors')}</SectionTitle>
          {record.connectors.length === 0 ? <p className="sub">{t('privacy.record.noConnectors')}</p> : null}
          <ul className="lines">
            {record.connectors.map((connector) => (
              <Connector key={`${connector.name} ${connector.address}`} connector={connector} />
            ))}
          </ul>
        </section>
        {record.services.length === 0 ? null : (
          <section className="section">
            <SectionTitle>{t('privacy.record.services')}</SectionTitle>
            <dl className="record-pairs">
              {record.services.map(({ what, where }) => (
                <div key={where} className="facts-row">
                  <dt className="num">{where}</dt>
                  <dd>{what[language]}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        <section className="section">
          <SectionTitle>{t('privacy.record.held')}</SectionTitle>
          <dl className="record-counts">
            {record.held
              .filter(({ rows }) => rows > 0)
              .map(({ what, rows }) => (
                <div key={what.en} className="facts-row">
                  <dt className="num">{count(rows, language)}</dt>
                  <dd>{what[language]}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className="section">
          <SectionTitle>{t('privacy.record.roles')}</SectionTitle>
          <dl className="record-counts">
            {Object.entries(record.roles).map(([role, people]) => (
              <div key={role} className="facts-row">
                <dt className="num">{count(people, language)}</dt>
                <dd>{roleName(role)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className="section">
          <SectionTitle>{t('privacy.record.supervision')}</SectionTitle>
          <p className="sub">{record.supervision ?? t('privacy.record.noSupervision')}</p>
        </section>
        <section className="section">
          <SectionTitle>{t('privacy.record.security')}</SectionTitle>
          <ul className="record-security sub">
            {record.security.map((one) => (
              <li key={one.en}>{one[language]}</li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

export function RecordOfProcessing({ take }: PanelProps) {
  const { t, language } = useWords();
  const { readRecord, saveRecord } = useIntents();
  const now = useNow();
  const { asked, again } = useAsked(readRecord);
  const [busy, setBusy] = useState(false);
  async function save(format: 'json' | 'pdf', at: string) {
    setBusy(true);
    await saveRecord(t('privacy.record.file', { day: at.slice(0, 10), format }), format, language);
    setBusy(false);
  }
  async function confirm(code: string) {
    if (await take({ kind: 'confirmProcessing', code })) again();
  }
  return (
    <AskedFor asked={asked} onAgain={again}>
      {(record) => (
        <>
          <div className="page-head">
            <div>
              <p className="sub">{t('privacy.record.about')}</p>
              <p className="faint num">
                {t('privacy.record.edition', { edition: record.edition, when: appointment(record.at, now, language) })}
              </p>
            </div>
            <div className="form-actions">
              <Button
                icon={FileDown}
                disabled={busy}
                onClick={() => void save('pdf', record.at)}
                data-testid="save-record-pdf"
              >
                {t('privacy.record.savePdf')}
              </Button>
              <Button
                icon={FileDown}
                disabled={busy}
                onClick={() => void save('json', record.at)}
                data-testid="save-record-json"
              >
                {t('privacy.record.saveJson')}
              </Button>
            </div>
          </div>
          <Contents record={record} onConfirm={confirm} />
        </>
      )}
    </AskedFor>
  );
}
