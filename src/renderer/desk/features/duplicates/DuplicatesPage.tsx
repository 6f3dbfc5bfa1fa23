// Who may be one and the same: those of one customer, or all pairs that somebody who may merge has to look at, one at a time.
import { ArrowLeft } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MergeAnswer } from '#shared/contract/duplicates';
import type { DuplicateReason } from '#shared/model/duplicates';
import type { CustomerId } from '#shared/model/ids';
import type { OpenPairs } from '#shared/protocol/merges';
import { currentInteractionId, newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { isTextField, useKey } from '../../ui/keys.ts';
import { Tag } from '../../ui/Tag.tsx';
import { count, fullDay, localDay } from '../../ui/time.ts';
import { useEndSeen } from '../../ui/useEndSeen.ts';
import { useWords } from '../../ui/words.tsx';
import { Comparison } from './Comparison.tsx';
import type { Two } from './sides.ts';
import { useReasons } from './useReasons.ts';

interface Pair extends Two {
  readonly reasons: readonly DuplicateReason[];
  readonly reportedBy: string | null;
}

interface Done {
  readonly how: 'merged' | 'reported' | 'notSame';
  readonly answer: MergeAnswer | null;
  readonly pair: Two;
}

const keyOf = ({ one, other }: Two): string => `${one.id} ${one.version} ${other.id} ${other.version}`;

/** The pairs of one customer; null until they are known. */
function usePairsOf(of: CustomerId, round: number): readonly Pair[] | null {
  const { loadDuplicates, loadCard } = useIntents();
  const isOnline = useDeskState(({ data }) => data?.sync.link.kind === 'online');
  const one = useDeskState((state) => newestCard(state, of)?.customer);
  const version = one?.version;
  const [found, setFound] = useState<readonly Omit<Pair, 'one'>[] | null>(null);
  useEffect(() => void loadCard(of), [of, loadCard]);
  // After each that was dealt with, and once the backend is there, others are known.
  useEffect(() => {
    let isOld = false;
    void loadDuplicates(of, ({ pairs }) => {
      if (isOld) return;
      setFound(pairs.map(({ customer, reasons }) => ({ other: customer, reasons, reportedBy: null })));
    });
    return () => {
      isOld = true;
    };
  }, [of, version, isOnline, round, loadDuplicates]);
  return one === undefined || found === null ? null : found.map((pair) => ({ ...pair, one }));
}

interface ViewProps {
  readonly pairs: readonly Pair[];
  readonly onDone: (done: Done) => void;
}

/** The next of the list; null: these are the last. */
type Next = (() => void) | null;

/** All pairs, as far as they have been read; null until they are known. */
function useOpenPairs(round: number) {
  const { loadOpenPairs } = useIntents();
  const isOnline = useDeskState(({ data }) => data?.sync.link.kind === 'online');
  const [open, setOpen] = useState<OpenPairs | null>(null);
  const pages = useRef(1);
  const reading = useRef(new AbortController());
  // Asked anew after each that was dealt with, as far as the list had been read.
  useEffect(() => {
    reading.current = new AbortController();
    const { signal } = reading.current;
    async function read() {
      const pairs: OpenPairs['pairs'] = [];
      for (let page = 1, after: string | null = null; ; page += 1) {
        const found: OpenPairs | null = await loadOpenPairs(after);
        if (found === null || signal.aborted) return;
        pairs.push(...found.pairs);
        after = found.next;
        if (after === null || page >= pages.current) return setOpen({ ...found, pairs });
      }
    }
    if (isOnline) void read();
    return () => reading.current.abort();
  }, [round, isOnline, loadOpenPairs]);
  const after = open?.next ?? null;
  const isReading = useRef(false);
  const next = useCallback(() => {
    if (after === null || isReading.current) return;
    const { signal } = reading.current;
    isReading.current = true;
    void loadOpenPairs(after).then((found) => {
      isReading.current = false;
      if (found === null || signal.aborted) return;
      pages.current += 1;
      setOpen((before) => ({ ...found, pairs: [...(before?.pairs ?? []), ...found.pairs] }));
    });
  }, [after, loadOpenPairs]);
  return { open, isOnline, next: after === null ? null : next };
}

/** Those of one customer: the likeliest at once. */
function OfOne({ pairs, onDone }: ViewProps) {
  const [first] = pairs;
  if (first === undefined) return null;
  return (
    <Comparison
      key={keyOf(first)}
      two={first}
      reasons={first.reasons}
      reportedBy={first.reportedBy}
      onDone={(how, answer) => onDone({ how, answer, pair: first })}
    />
  );
}

interface LinesProps {
  readonly pairs: readonly Pair[];
  readonly total: number;
  readonly next: Next;
  readonly onOpen: (pair: Pair) => void;
}

function Lines({ pairs, total, next, onOpen }: LinesProps) {
  const { t, language } = useWords();
  const said = useReasons();
  const end = useRef<HTMLButtonElement>(null);
  useEndSeen({ end, next });
  return (
    <>
      <ul className="dup-list">
        {pairs.map((pair) => (
          <li key={keyOf(pair)} className="dup-pair" data-testid="pair">
            <div>
              <strong>
                {pair.one.name} <span className="faint whole">{pair.one.code}</span>
              </strong>
              <strong>
                {pair.other.name} <span className="faint whole">{pair.other.code}</span>
              </strong>
            </div>
            <p className="sub">
              <span className="dup-reasons">{said(pair.reasons)}</span>
              {pair.reportedBy === null ? null : (
                <Tag tone="hold">{t('duplicates.reportedBy', { name: pair.reportedBy })}</Tag>
              )}
            </p>
            <Button size="small" onClick={() => onOpen(pair)} data-testid="open-pair">
              {t('duplicates.compare')}
            </Button>
          </li>
        ))}
      </ul>
      {next === null ? null : (
        <p className="dup-more">
          <Button ref={end} size="small" onClick={next} data-testid="more-pairs">
            {t('duplicates.more')}
          </Button>
          <span className="sub num">
            {t('duplicates.shown', { count: pairs.length, total: count(total, language) })}
          </span>
        </p>
      )}
    </>
  );
}

function Outcome({ done }: { readonly done: Done }) {
  const { t, language } = useWords();
  const { show } = useIntents();
  const { how, answer } = done;
  if (how !== 'merged' || answer?.kind !== 'merged')
    return (
      <p role="status" data-testid="outcome">
        {t(how === 'reported' ? 'duplicates.reportedDone' : 'duplicates.notSameDone')}
      </p>
    );
  const { customer, undoUntil } = answer.merged;
  return (
    <p className="dup-outcome" role="status" data-testid="outcome">
      <span>
        {t('duplicates.mergedDone', {
          name: customer.name,
          code: customer.code,
          day: fullDay(localDay(undoUntil), language),
        })}
      </span>
      <Button size="small" onClick={() => show({ kind: 'customer', id: customer.id })} data-testid="open-merged">
        {t('duplicates.openCard')}
      </Button>
    </p>
  );
}

function Page({
  of,
  pairs,
  total,
  next = null,
  onDone,
  done,
}: ViewProps & {
  readonly of: CustomerId | null;
  readonly total: number;
  readonly next?: Next;
  readonly done: Done | null;
}) {
  const { t, language } = useWords();
  const { show } = useIntents();
  const [opened, setOpened] = useState<Pair | null>(null);
  const inCall = useDeskState((state) => currentInteractionId(state) !== null);
  const back = () => {
    if (of !== null) show(inCall ? { kind: 'desk' } : { kind: 'customer', id: of });
    else if (opened !== null) setOpened(null);
    else show({ kind: 'desk' });
  };
  useKey('Esc', () => !isTextField(document.activeElement) && back(), { bare: true });
  return (
    <section className="page duplicates" data-testid="duplicates-page" data-count={total}>
      <div className="page-back">
        <Button look="ghost" size="small" icon={ArrowLeft} chord="Esc" onClick={back}>
          {t('actions.back')}
        </Button>
      </div>
      <div>
        <h1>{t('duplicates.title')}</h1>
        <p className="sub" role="status">
          {total === 0 ? t('duplicates.none') : t('duplicates.left', { count: total, pairs: count(total, language) })}
        </p>
      </div>
      {done === null ? null : <Outcome done={done} />}
      {of !== null ? <OfOne pairs={pairs} onDone={onDone} /> : null}
      {of === null && opened === null ? <Lines pairs={pairs} total={total} next={next} onOpen={setOpened} /> : null}
      {of === null && opened !== null ? (
        <Comparison
          key={keyOf(opened)}
          two={opened}
          reasons={opened.reasons}
          reportedBy={opened.reportedBy}
          onDone={(how, answer) => {
            setOpened(null);
            onDone({ how, answer, pair: opened });
          }}
        />
      ) : null}
    </section>
  );
}

function OfCustomer({ of }: { readonly of: CustomerId }) {
  const [round, setRound] = useState(0);
  const [dealtWith, setDealtWith] = useState<readonly Done[]>([]);
  const { t } = useWords();
  const pairs = usePairsOf(of, round);
  if (pairs === null) return <p className="page sub">{t('customer.loading')}</p>;
  // At once, whatever the backend says of it later: one that was reported stays likely.
  const left = pairs.filter(({ other }) => !dealtWith.some(({ pair }) => pair.other.id === other.id));
  return (
    <Page
      of={of}
      pairs={left}
      total={left.length}
      done={dealtWith.at(-1) ?? null}
      onDone={(next) => {
        setDealtWith([...dealtWith, next]);
        setRound(round + 1);
      }}
    />
  );
}

function AllPairs() {
  const [round, setRound] = useState(0);
  const [done, setDone] = useState<Done | null>(null);
  const { t } = useWords();
  const { open, isOnline, next } = useOpenPairs(round);
  if (open === null)
    return (
      <section className="page duplicates" data-testid="duplicates-page">
        <h1>{t('duplicates.title')}</h1>
        <p className="sub">{t(isOnline ? 'duplicates.loading' : 'duplicates.offlineList')}</p>
      </section>
    );
  return (
    <Page
      of={null}
      pairs={open.pairs}
      total={open.total}
      next={next}
      done={done}
      onDone={(dealtWith) => {
        setDone(dealtWith);
        setRound(round + 1);
      }}
    />
  );
}

export function DuplicatesPage({ of }: { readonly of: CustomerId | null }) {
  return of === null ? <AllPairs /> : <OfCustomer key={of} of={of} />;
}
