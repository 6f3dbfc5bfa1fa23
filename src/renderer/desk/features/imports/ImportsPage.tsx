// Customers from a file, for an administrator: the files that were brought in, and the one that is being looked at.
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PortfolioId } from '#shared/model/ids';
import { type Import, type ImportList, importPartBytes, mostImportParts } from '#shared/protocol/imports';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { moment, share } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { OneImport } from './OneImport.tsx';

function Former({ one, onOpen }: { readonly one: Import; readonly onOpen: () => void }) {
  const { t, language } = useWords();
  const now = useNow();
  const { state } = one;
  const percent = state.kind === 'running' ? share(state.bytesDone, one.bytes, language) : '';
  return (
    <li className="import-line" data-testid="import" data-state={state.kind}>
      <div>
        <strong>{one.name}</strong>
        <p className="sub num">{t('imports.line', { when: moment(one.at, now, language), by: one.byName })}</p>
      </div>
      <Tag tone={state.kind === 'done' ? 'live' : 'plain'}>{t(`imports.states.${state.kind}`, { percent })}</Tag>
      <Button size="small" onClick={onOpen} disabled={state.kind === 'arriving'} data-testid="open-import">
        {t('imports.open')}
      </Button>
    </li>
  );
}

interface SendingProps {
  readonly list: ImportList;
  readonly onSent: (one: Import) => void;
}

/** Chooses a file and sends it. */
function Sending({ list, onSent }: SendingProps) {
  const { t, language } = useWords();
  const { sendImport } = useIntents();
  const input = useRef<HTMLInputElement>(null);
  const [first] = list.portfolios;
  const [portfolio, setPortfolio] = useState<string>(first?.id ?? '');
  const [sending, setSending] = useState<{ name: string; size: number; sent: number } | null>(null);
  const [tooLarge, setTooLarge] = useState<string | null>(null);

  async function choose(file: File | undefined) {
    if (input.current !== null) input.current.value = '';
    if (file === undefined) return;
    const { name, size } = file;
    const isTooLarge = size > importPartBytes * mostImportParts;
    setTooLarge(isTooLarge ? name : null);
    if (isTooLarge) return;
    setSending({ name, size, sent: 0 });
    const one = await sendImport(file, portfolio as PortfolioId, (sent) => setSending({ name, size, sent }));
    setSending(null);
    if (one !== null) onSent(one);
  }

  return (
    <section className="section">
      {list.portfolios.length < 2 ? null : (
        <div className="import-portfolio">
          <Dropdown
            label={t('imports.portfolio')}
            options={list.portfolios.map(({ id, client }) => ({
              id,
              name: id === client.id ? client.name : `${client.name} · ${id}`,
            }))}
            chosen={portfolio}
            onChoose={setPortfolio}
            testId="import-portfolio"
          />
        </div>
      )}
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,.tsv,.vcf,text/csv,text/vcard"
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => void choose(event.target.files?.[0])}
        data-testid="import-file"
      />
      <div className="import-actions">
        <Button
          look="primary"
          icon={FileUp}
          busy={sending !== null}
          disabled={sending !== null || portfolio === ''}
          onClick={() => input.current?.click()}
          data-testid="choose-import"
        >
          {t('imports.choose')}
        </Button>
        <p className={tooLarge === null ? 'sub num' : 'sub urgent'} role="status">
          {tooLarge !== null
            ? t('imports.tooLarge', { name: tooLarge })
            : sending === null
              ? ''
              : t('imports.sending', {
                  name: sending.name,
                  percent: share(sending.sent, sending.size, language),
                })}
        </p>
      </div>
    </section>
  );
}

export function ImportsPage() {
  const { t } = useWords();
  const { listImports } = useIntents();
  const [opened, setOpened] = useState<Import | null>(null);
  const { asked, again } = useAsked(listImports);
  if (opened !== null)
    return (
      <OneImport
        key={opened.id}
        opened={opened}
        onBack={() => {
          setOpened(null);
          again();
        }}
      />
    );
  return (
    <div className="page" data-testid="imports-page">
      <div>
        <h1>{t('imports.title')}</h1>
        <p className="sub">{t('imports.about')}</p>
      </div>
      <AskedFor asked={asked} onAgain={again}>
        {(list) => (
          <>
            <Sending list={list} onSent={setOpened} />
            <section className="section">
              <SectionTitle>{t('imports.former')}</SectionTitle>
              {list.imports.length === 0 ? <p className="sub">{t('imports.none')}</p> : null}
              <ul className="import-list">
                {list.imports.map((one) => (
                  <Former key={one.id} one={one} onOpen={() => setOpened(one)} />
                ))}
              </ul>
            </section>
          </>
        )}
      </AskedFor>
    </div>
  );
}
