// The page of cases: at the left which there are, by what is due first; at the right the one that is open.
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { CaseShown, ListedCase } from '#shared/contract/cases';
import { confirmerRoles } from '#shared/model/caseActs';
import { inThrees, typedCaseNumber } from '#shared/model/caseNumber';
import { type CaseShelf, caseShelfSchema } from '#shared/model/caseShelf';
import { useDueWords } from '../../store/dueWords.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Segments } from '../../ui/Segments.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { CaseWhole } from './CaseWhole.tsx';
import './cases.css';

const most = 200;

interface Listed {
  readonly cases: readonly ListedCase[];
  readonly counts: Readonly<Record<CaseShelf, number>>;
}

/** Read again whenever rows have come. Null: not read yet. */
function useListed(shelf: CaseShelf, text: string): Listed | null {
  const { listCases } = useIntents();
  const [listed, setListed] = useState<Listed | null>(null);
  const changed = useDeskState((state) => state.casesChanged);
  useEffect(() => {
    let isOld = false;
    // What is drawn follows what came last, also of a shelf that has been left meanwhile.
    void changed;
    void listCases(shelf, text, most).then((found) => {
      if (!isOld && found !== null) setListed(found);
    });
    return () => {
      isOld = true;
    };
  }, [shelf, text, changed, listCases]);
  return listed;
}

interface CasesPageProps {
  readonly open: string | null;
  /** A number that was typed or followed elsewhere. */
  readonly find?: string | undefined;
  /** What stands in a case about its letters. */
  readonly letters?: (shown: CaseShown) => ReactNode;
}

export function CasesPage({ open, find = '', letters }: CasesPageProps) {
  const { t } = useWords();
  const { show } = useIntents();
  const [shelf, setShelf] = useState<CaseShelf>('mine');
  const [text, setText] = useState(find);
  const typed = typedCaseNumber(text);
  const confirms = useDeskState((state) => {
    const role = workstationOf(state)?.agent.role;
    return role !== undefined && confirmerRoles.includes(role);
  });
  const listed = useListed(shelf, text);
  const rows = useRef<HTMLUListElement>(null);
  const counts = listed?.counts;
  const options = caseShelfSchema.options
    .filter((id) => confirms || id !== 'toConfirm')
    .map((id) => ({
      id,
      name: counts === undefined ? t(`cases.shelves.${id}`) : `${t(`cases.shelves.${id}`)} ${counts[id]}`,
    }));
  const only = typed.kind === 'number' && listed?.cases.length === 1 ? listed.cases[0]?.case : undefined;
  // A number that was followed leads to its case, as soon as it is found.
  const followed = open === null && find !== '' && only?.number === find.replaceAll(' ', '') ? only.id : null;
  useEffect(() => {
    if (followed !== null) show({ kind: 'cases', open: followed });
  }, [followed, show]);

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = [...(rows.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  }
  return (
    <section className="page cases-page" data-testid="cases-page">
      <div className="cases-list">
        <h1>{t('cases.pageTitle')}</h1>
        <Segments label={t('cases.shelf')} options={options} chosen={shelf} onChoose={setShelf} testId="case-shelf" />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const one = listed?.cases[0]?.case;
            if (one === undefined || text === '') return;
            show({ kind: 'cases', open: one.id });
            // There digits are steps, and no letters.
            rows.current?.querySelector('button')?.focus();
          }}
        >
          <TextInput
            label={t('cases.find')}
            value={text}
            onChange={setText}
            error={typed.kind === 'mistyped' ? t('cases.mistyped') : null}
            testId="case-find"
          />
        </form>
        {typed.kind === 'mistyped' || listed === null ? null : listed.cases.length === 0 ? (
          <p className="sub" role="status">
            {t(text === '' ? `cases.none.${shelf}` : typed.kind === 'number' ? 'cases.numberUnknown' : 'cases.noHit')}
          </p>
        ) : (
          <ul ref={rows} className="cases-rows" aria-label={t('cases.pageTitle')} onKeyDown={onKeyDown}>
            {listed.cases.map((one) => (
              <li key={one.case.id}>
                <CaseRow
                  listed={one}
                  isOpen={one.case.id === open}
                  onOpen={() => show({ kind: 'cases', open: one.case.id })}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {open === null ? (
        <p className="sub case-whole">{t('cases.choose')}</p>
      ) : (
        <CaseWhole key={open} id={open} letters={letters} />
      )}
    </section>
  );
}

interface CaseRowProps {
  readonly listed: ListedCase;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function CaseRow({ listed: { case: found, customer }, isOpen, onOpen }: CaseRowProps) {
  const { t } = useWords();
  const due = useDueWords(found);
  return (
    <button type="button" className="case-row" aria-current={isOpen} onClick={onOpen} data-testid="case-row">
      <span className="num">{inThrees(found.number)}</span>
      <span className={due === null || due.tone === 'calm' ? 'sub' : 'urgent'}>
        {due?.words ?? t(`caseStatus.${found.status}`)}
      </span>
      <span className="sub case-row-title" title={found.title}>
        {found.title}
      </span>
      <span className="sub">{customer?.name ?? ''}</span>
      {found.reminders === 0 ? null : (
        <span className="sub">{t('customer.caseReminders', { count: found.reminders })}</span>
      )}
    </button>
  );
}
