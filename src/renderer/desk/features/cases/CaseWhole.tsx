// One case: what the customer said and asked for, what is due, what is to be told, what may be done now, tasks, and what was done.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ActOnCase, CaseShown, Doing, RefusedHere } from '#shared/contract/cases';
import { needsBackend } from '#shared/model/caseActs';
import { inThrees } from '#shared/model/caseNumber';
import { linkTo, placeSchema } from '#shared/model/place';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { useDueWords } from '../../store/dueWords.ts';
import { blankAct } from '../../store/halfAct.ts';
import { moneyWords } from '../../store/money.ts';
import { refusalWords } from '../../store/refusalWords.ts';
import { channelWith, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { useLookedAt } from '../../store/useLookedAt.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyLink } from '../../ui/CopyLink.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { ActButtons } from './ActButtons.tsx';
import { type ActEnd, ActForm } from './ActForm.tsx';
import { CaseLog } from './CaseLog.tsx';
import { CaseTasks } from './CaseTasks.tsx';
import { Confirmations } from './Confirmations.tsx';
import { NotTaken } from './NotTaken.tsx';

/** Undefined: not read yet; null: it is not on this PC (any more). */
function useShown(id: string): CaseShown | null | undefined {
  const { caseShown } = useIntents();
  const [shown, setShown] = useState<CaseShown | null>();
  const changed = useDeskState((state) => state.casesChanged);
  const setAside = useDeskState((state) => state.data?.sync.outbox.setAside ?? 0);
  useEffect(() => {
    let isOld = false;
    // What is drawn follows what came last, and what was refused last.
    void changed;
    void setAside;
    void caseShown(id).then((found) => {
      if (!isOld) setShown(found);
    });
    return () => {
      isOld = true;
    };
  }, [id, changed, setAside, caseShown]);
  return shown;
}

interface CaseWholeProps {
  readonly id: string;
  /** Letters are drawn by whoever knows them. */
  readonly letters?: ((shown: CaseShown) => ReactNode) | undefined;
}

export function CaseWhole({ id, letters }: CaseWholeProps) {
  const { t } = useWords();
  const shown = useShown(id);
  if (shown === undefined) return <div className="case-whole" />;
  if (shown === null) return <p className="sub case-whole">{t('cases.gone')}</p>;
  return <Whole shown={shown} letters={letters} />;
}

const week = 7 * 86_400_000;

function Whole({ shown, letters }: { readonly shown: CaseShown; readonly letters: CaseWholeProps['letters'] }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { show, actOnCase, writeAct } = useIntents();
  const { case: found, customer, possible } = shown;
  const { file } = found;
  const channel = useDeskState((state) => channelWith(state, found.customerId));
  const half = useDeskState((state) => state.halfActs[found.id]);
  const me = useDeskState((state) => workstationOf(state)?.agent);
  const colleagues = useDeskState((state) => workstationOf(state)?.colleagues);
  const isAway = useDeskState((state) => state.data?.sync.link.kind !== 'online');
  const [refused, setRefused] = useState<RefusedHere | null>(null);
  const [done, setDone] = useState<ActOnCase | null>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const due = useDueWords(found);
  useLookedAt({ kind: 'cases', open: found.id }, `${inThrees(found.number)} · ${found.title}`);
  const place = placeSchema.safeParse({ kind: 'case', id: found.number }).data;
  const people = [...(me === undefined ? [] : [{ id: me.id, name: me.name }]), ...(colleagues ?? [])];

  async function act(doing: Doing): Promise<ActEnd> {
    const outcome = await actOnCase(found.customerId, found.id, doing);
    if (outcome === null) return 'notWritten';
    if (outcome.kind === 'refused') return outcome.refusal;
    // What is half written of another step stays.
    if (half?.kind === doing.kind) writeAct(found.id, null);
    setRefused(null);
    setDone(doing.kind as ActOnCase);
    head.current?.focus();
    return 'done';
  }
  const actNow = async (doing: Doing): Promise<boolean> => {
    const end = await act(doing);
    setRefused(typeof end === 'string' ? null : end);
    return end === 'done';
  };
  function begin(kind: ActOnCase, about: string | null = null) {
    setRefused(null);
    setDone(null);
    // These ask for nothing.
    if (kind === 'work') void actNow({ kind });
    else if (kind === 'acknowledge') void actNow({ kind, told: channel });
    else if (me !== undefined && half === undefined)
      writeAct(found.id, blankAct(kind, about, shown, me, localDay(new Date(now + week).toISOString())));
  }
  const mustWait = (kind: ActOnCase) => isAway && needsBackend(kind, file?.kind ?? 'case');
  return (
    <div className="case-whole" data-testid="case-whole">
      <div>
        <h2 ref={head} tabIndex={-1}>
          <span className="num">{inThrees(found.number)}</span> · {found.title}
        </h2>
        <p className="case-facts">
          <Tag tone={file?.kind === 'complaint' ? 'hold' : 'plain'}>{t(`cases.kinds.${file?.kind ?? 'case'}`)}</Tag>
          <Tag>{file === null ? t(`caseStatus.${found.status}`) : t(`cases.steps.${file.stage.step}`)}</Tag>
          {file === null || file.priority === 'P3' || file.priority === 'P4' ? null : (
            <Tag tone="stop">{t(`cases.priorities.${file.priority}`)}</Tag>
          )}
          {found.reminders === 0 ? null : (
            <Tag tone="stop">{t('customer.caseReminders', { count: found.reminders })}</Tag>
          )}
          {found.pending ? <Tag tone="note">{t('cases.pending')}</Tag> : null}
          {place === undefined ? null : <CopyLink link={linkTo(place)} />}
        </p>
        <p className="case-facts sub">
          {customer === null ? null : (
            <Button look="ghost" size="small" onClick={() => show({ kind: 'customer', id: customer.id })}>
              {customer.name}
            </Button>
          )}
          {due === null ? null : <span className={due.tone === 'calm' ? undefined : 'urgent'}>{due.words}</span>}
          <span>{file?.owner ? t('cases.owner', { name: file.owner.name }) : t('cases.nobodys')}</span>
        </p>
        {file === null ? null : (
          <p className="sub" data-testid="case-received">
            {t('cases.received', {
              day: fullDay(localDay(found.openedAt), language),
              channel: t(`channels.${file.channel}`),
            })}
          </p>
        )}
        {file === null ? null : <Standing file={file} />}
      </div>
      <NotTaken shown={shown} onNote={(text) => actNow({ kind: 'note', text })} />
      {file === null || file.toTell.length === 0 ? null : (
        <div className="box hold case-same" data-testid="to-tell">
          <p>{t('cases.toTell', { what: file.toTell.map((notice) => t(`cases.notices.${notice}`)).join(', ') })}</p>
          <CommandButton
            does="case.tell"
            size="small"
            onClick={() => void actNow({ kind: 'tell', notices: [...file.toTell], told: channel, text: '' })}
            data-testid="told"
          >
            {t('cases.told')}
          </CommandButton>
        </div>
      )}
      {refused === null ? null : (
        <p className="box hold" role="alert" data-testid="refused">
          {refusalWords(t, refused)}
        </p>
      )}
      <p className="sub case-done" role="status">
        {done === null ? '' : t('cases.done', { what: t(`cases.acts.${done}`) })}
      </p>
      {half === undefined ? (
        <ActButtons possible={possible} mustWait={mustWait} onChoose={begin} />
      ) : (
        <ActForm key={`${half.kind} ${half.about}`} half={half} shown={shown} people={people} onDo={act} />
      )}
      {letters?.(shown)}
      {file === null ? null : (
        <>
          <Confirmations
            shown={shown}
            onDo={(doing) => void actNow(doing)}
            onSendBack={(id) => begin('sendBack', id)}
          />
          {file.words === '' && file.remedy === '' ? null : (
            <section>
              <SectionTitle>{t('cases.words')}</SectionTitle>
              {file.words === '' ? null : <p className="case-said">{file.words}</p>}
              {file.remedy === '' ? null : <p className="sub">{t('cases.asks', { remedy: file.remedy })}</p>}
              {file.disputedCents === null ? null : (
                <p className="sub">{t('cases.disputedIs', { sum: moneyWords(file.disputedCents, language) })}</p>
              )}
            </section>
          )}
          <CaseTasks file={file} possible={possible} onBegin={begin} />
          <CaseLog log={file.log} />
        </>
      )}
    </div>
  );
}

/** What the step itself says: what is missing and by when, what was offered, before which body it is. */
function Standing({ file }: { readonly file: NonNullable<CaseShown['case']['file']> }) {
  const { t, language } = useWords();
  const { stage } = file;
  if (stage.step === 'waitingCustomer' || stage.step === 'waitingThird')
    return (
      <p className="sub">{t('cases.waitsFor', { what: stage.missing, day: fullDay(stage.remindOn, language) })}</p>
    );
  if (stage.step === 'proposed') {
    const { text, costCents, indemnityCents, byDay } = stage.proposal;
    const sum = moneyWords(costCents + indemnityCents, language);
    return <p className="sub">{t('cases.offered', { text, sum, day: fullDay(byDay, language) })}</p>;
  }
  if (stage.step === 'closed') return <p className="sub">{t(`cases.outcomes.${stage.outcome}`)}</p>;
  return null;
}
