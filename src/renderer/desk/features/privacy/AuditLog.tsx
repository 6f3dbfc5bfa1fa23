// Who has read or changed whose data: asked for with a reason, about a customer or a month at most, so that it answers a person or an incident
// and is no picture of anybody's work (art. 4 L. 300/1970). Nothing here counts or adds up.
import { FileDown, Search, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { ChainStanding } from '#shared/contract/audit';
import { roleSchema } from '#shared/model/role';
import {
  type AuditEntry,
  type AuditPage,
  type AuditQuestion,
  auditActionSchema,
  auditActions,
  isAboutSomething,
} from '#shared/protocol/audit';
import type { PrivacyPerson } from '#shared/protocol/privacy';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { appointment, count, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { detailsOf } from './auditDetails.ts';
import { PersonField } from './PersonField.tsx';
import { SavingProgress } from './SavingProgress.tsx';

const dayMs = 86_400_000;
const everybody = 'everybody';
const everything = 'everything';
const noColleagues: never[] = [];
/** The shortest reason that says something. */
const leastReason = 8;
/** Of many, those who are named. */
const mostNamed = 3;

interface Names {
  readonly agents: ReadonlyMap<string, string>;
  readonly customers: ReadonlyMap<string, string>;
}

/** Pages behind one another. */
interface Read {
  readonly question: AuditQuestion;
  readonly entries: readonly AuditEntry[];
  readonly names: Names;
  readonly more: boolean;
}

const noNames: Names = { agents: new Map(), customers: new Map() };

const withPage = (question: AuditQuestion, before: Read | null, { entries, more, names }: AuditPage): Read => {
  const known = before?.names ?? noNames;
  return {
    ...{ question, more, entries: [...(before?.entries ?? []), ...entries] },
    names: {
      agents: new Map([...known.agents, ...names.agents.map(({ id, name }) => [id, name] as const)]),
      customers: new Map([
        ...known.customers,
        ...names.customers.map(({ id, name, code }) => [id, `${name} · ${code}`] as const),
      ]),
    },
  };
};

interface EntryProps {
  readonly entry: AuditEntry;
  readonly names: Names;
}

function Entry({ entry, names }: EntryProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { actor, role, action, subject, reason } = entry;
  const knownAction = auditActionSchema.safeParse(action);
  const knownRole = roleSchema.safeParse(role);
  const ids = subject?.ids ?? [];
  const nameOf = (id: string) =>
    (subject?.kind === 'customer' ? names.customers : names.agents).get(id) ?? t('privacy.audit.gone', { id });
  const whose = subject?.kind === 'portfolio' ? ids : ids.slice(0, mostNamed).map(nameOf);
  const rest = ids.length - whose.length;
  const known = (id: string) => names.customers.get(id) ?? names.agents.get(id) ?? id;
  const details = detailsOf(entry, { t, language, now, nameOf: known });
  return (
    <tr data-testid="audit-entry">
      <td className="fixed num">{appointment(entry.at, now, language)}</td>
      <th scope="row">
        {actor === null ? t('privacy.audit.service') : (names.agents.get(actor) ?? actor)}
        {knownRole.success ? <span className="faint audit-role">{t(`roles.${knownRole.data}`)}</span> : null}
      </th>
      <td>
        {knownAction.success ? t(`privacy.audit.actions.${knownAction.data}`) : action}
        {details.length === 0 ? null : <span className="faint audit-details">{details.join(' · ')}</span>}
        {reason === null ? null : <span className="faint audit-details">«{reason}»</span>}
      </td>
      <td>
        {whose.join(', ')}
        {rest > 0 ? ` ${t('privacy.audit.others', { count: rest })}` : ''}
      </td>
    </tr>
  );
}

function Chain() {
  const { t, language } = useWords();
  const { proveAudit } = useIntents();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<ChainStanding | null>(null);
  async function prove() {
    setBusy(true);
    setFound(await proveAudit());
    setBusy(false);
  }
  const [place = '', hash = ''] = found?.upTo.split(':') ?? [];
  return (
    <section className="section" data-testid="chain">
      <SectionTitle
        icon={ShieldCheck}
        right={
          <Button size="small" busy={busy} disabled={busy} onClick={() => void prove()} data-testid="prove-audit">
            {t(busy ? 'privacy.audit.proving' : 'privacy.audit.prove')}
          </Button>
        }
      >
        {t('privacy.audit.chain')}
      </SectionTitle>
      {found === null ? (
        <p className="sub">{t('privacy.audit.chainAbout')}</p>
      ) : found.brokenAt === null ? (
        <p className="sub num" role="status" data-testid="chain-whole">
          {t('privacy.audit.whole', { place: count(Number(place), language) })}
          <span className="faint audit-hash">{t('privacy.audit.mark', { mark: hash })}</span>
        </p>
      ) : (
        <div data-testid="chain-broken">
          <Notice
            tone="stop"
            title={t('privacy.audit.broken', { place: count(found.brokenAt, language) })}
            body={t('privacy.audit.brokenAbout', { place: count(Number(place), language) })}
          />
        </div>
      )}
    </section>
  );
}

export function AuditLog() {
  const { t, language } = useWords();
  const { readAudit, saveAudit, leaveSaving } = useIntents();
  const current = useDeskState((state) => state.data?.saving ?? null);
  const saving = current?.what.kind === 'audit' ? current : null;
  const now = useNow(false);
  const me = useDeskState((state) => workstationOf(state)?.agent ?? null);
  const colleagues = useDeskState((state) => workstationOf(state)?.colleagues ?? noColleagues);
  const [reason, setReason] = useState('');
  const [person, setPerson] = useState<PrivacyPerson | null>(null);
  const [actor, setActor] = useState(everybody);
  const [action, setAction] = useState(everything);
  const [from, setFrom] = useState<string | null>(localDay(new Date(now - 6 * dayMs).toISOString()));
  const [to, setTo] = useState<string | null>(localDay(new Date(now).toISOString()));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<'reading' | 'saving' | null>(null);
  const [read, setRead] = useState<Read | null>(null);
  const [ended, setEnded] = useState<'saved' | 'left' | 'notWanted' | null>(null);

  const isReason = reason.trim().length >= leastReason;
  const isBackwards = from !== null && to !== null && from > to;
  const known = auditActionSchema.safeParse(action);
  const begins = from === null ? null : new Date(`${from}T00:00:00`);
  const ends = to === null ? null : new Date(`${to}T00:00:00`);
  // The whole of the last day, also of one that has 23 hours or 25.
  ends?.setDate(ends.getDate() + 1);
  const question: AuditQuestion = {
    reason: reason.trim(),
    ...(person !== null && { subject: person.id }),
    ...(actor !== everybody && { actor }),
    ...(known.success && { action: known.data }),
    ...(begins !== null && { from: begins.toISOString() }),
    ...(ends !== null && { to: ends.toISOString() }),
  };
  const isAbout = isAboutSomething(question);
  const isRight = isReason && isAbout && !isBackwards;
  const people = [...(me === null ? [] : [me]), ...colleagues, ...namesOf(read)];
  const actors = [...new Map(people.map(({ id, name }) => [id as string, { id: id as string, name }])).values()].sort(
    (one, other) => one.name.localeCompare(other.name),
  );

  async function ask(asked: AuditQuestion, behind: Read | null) {
    setBusy('reading');
    const before = behind?.entries.at(-1)?.id;
    const page = await readAudit({ ...asked, ...(before !== undefined && { before }) });
    setBusy(null);
    if (page !== null) setRead(withPage(asked, behind, page));
  }
  function search() {
    setTried(true);
    if (isRight) void ask(question, null);
  }
  async function save(asked: AuditQuestion) {
    setBusy('saving');
    const day = localDay(new Date(now).toISOString());
    setEnded(null);
    setEnded(await saveAudit({ ...asked, language }, t('privacy.audit.file', { day })));
    setBusy(null);
  }

  return (
    <>
      <Chain />
      <section className="section">
        <SectionTitle>{t('privacy.audit.title')}</SectionTitle>
        <p className="sub">{t('privacy.audit.about')}</p>
        <div className="form">
          <TextInput
            label={t('privacy.audit.reason')}
            hint={t('privacy.audit.reasonHint')}
            value={reason}
            onChange={setReason}
            error={tried && !isReason ? t('privacy.audit.reasonMissing') : null}
            testId="audit-reason"
          />
          <PersonField person={person} onChoose={setPerson} />
          <div className="audit-filter">
            <Dropdown
              label={t('privacy.audit.actor')}
              options={[{ id: everybody, name: t('privacy.audit.everybody') }, ...actors]}
              chosen={actor}
              onChoose={setActor}
              testId="audit-actor"
            />
            <Dropdown
              label={t('privacy.audit.action')}
              options={[
                { id: everything, name: t('privacy.audit.everything') },
                ...auditActions
                  .map((id) => ({ id, name: t(`privacy.audit.actions.${id}`) }))
                  .sort((one, other) => one.name.localeCompare(other.name)),
              ]}
              chosen={action}
              onChoose={setAction}
              testId="audit-action"
            />
            <DayField label={t('privacy.audit.from')} day={from} onChange={setFrom} testId="audit-from" />
            <DayField label={t('privacy.audit.to')} day={to} onChange={setTo} testId="audit-to" />
          </div>
          {isBackwards ? (
            <p className="error">{t('privacy.audit.backwards')}</p>
          ) : isAbout ? null : (
            <p className="error" data-testid="audit-too-long">
              {t('privacy.audit.tooLong')}
            </p>
          )}
          <div className="form-actions">
            <Button
              look="primary"
              icon={Search}
              busy={busy === 'reading'}
              disabled={busy !== null || isBackwards || !isAbout}
              onClick={search}
              data-testid="audit-search"
            >
              {t('privacy.audit.read')}
            </Button>
            {read === null || read.entries.length === 0 ? null : (
              <Button
                icon={FileDown}
                busy={busy === 'saving' || saving !== null}
                disabled={busy !== null || current !== null}
                onClick={() => void save(read.question)}
                data-testid="audit-save"
              >
                {t('privacy.audit.save')}
              </Button>
            )}
            {saving === null ? null : (
              <Button look="ghost" onClick={() => void leaveSaving()} data-testid="leave-audit">
                {t('privacy.saving.leave')}
              </Button>
            )}
          </div>
          <SavingProgress saving={saving} label={t('privacy.audit.save')} />
          {ended === 'saved' || ended === 'left' ? (
            <p className="sub" role="status" data-testid="audit-ended">
              {t(`privacy.audit.ended.${ended}`)}
            </p>
          ) : null}
          {current !== null && saving === null && read !== null && read.entries.length > 0 ? (
            <p className="sub" data-testid="other-saving">
              {t('privacy.saving.other')}
            </p>
          ) : null}
        </div>
      </section>
      {read === null ? null : read.entries.length === 0 ? (
        <p className="sub" role="status" data-testid="audit-none">
          {t('privacy.audit.none')}
        </p>
      ) : (
        <>
          <table className="table" aria-label={t('privacy.audit.title')}>
            <thead>
              <tr>
                <th scope="col">{t('privacy.audit.when')}</th>
                <th scope="col">{t('privacy.audit.who')}</th>
                <th scope="col">{t('privacy.audit.what')}</th>
                <th scope="col">{t('privacy.audit.whose')}</th>
              </tr>
            </thead>
            <tbody>
              {read.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} names={read.names} />
              ))}
            </tbody>
          </table>
          {read.more ? (
            <div>
              <Button disabled={busy !== null} onClick={() => void ask(read.question, read)} data-testid="audit-more">
                {t('privacy.audit.more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </>
  );
}

/** Those whom the answer names: somebody who left is on no list of colleagues. */
const namesOf = (read: Read | null): readonly { readonly id: string; readonly name: string }[] =>
  [...(read?.names.agents ?? [])].map(([id, name]) => ({ id, name }));
