// Everything that hangs on a customer, by its time: contacts on every channel, notes, cases. From this PC at once, page by page; at its end
// the backend is asked for what is not here. Only what is near the eyes is drawn.
import { FolderCheck, FolderOpen } from 'lucide-react';
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ShownItem } from '#shared/contract/timeline';
import type { Case } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import type { TimelineShown } from '../../store/deskState.ts';
import { newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetHead } from '../../ui/SheetHead.tsx';
import { dated } from '../../ui/time.ts';
import { useEndSeen } from '../../ui/useEndSeen.ts';
import { useWords } from '../../ui/words.tsx';
import { CaseFiles } from './CaseFiles.tsx';
import { ContactItem } from './ContactItem.tsx';
import { NoteItem } from './NoteItem.tsx';
import { type Chunk, chunksOf } from './timelineChunks.ts';
import { useTimeline } from './useTimeline.ts';

const shows = ['all', 'contact', 'note', 'case'] as const;

export function Timeline({ id, show }: { readonly id: CustomerId; readonly show: TimelineShown }) {
  const { t, language } = useWords();
  const { openSheet } = useIntents();
  const name = useDeskState((state) => newestCard(state, id)?.customer.name ?? '');
  const { items, reach, more, next } = useTimeline(id, show);
  const scroll = useRef<HTMLElement>(null);
  const end = useRef<HTMLButtonElement>(null);
  const chunks = useMemo(() => chunksOf(items, language), [items, language]);

  useEndSeen({ end, root: scroll, next: more ? next : null });

  return (
    <Sheet label={t('customer.timeline')} onClose={() => openSheet('none')} testId="timeline">
      <SheetHead title={t('customer.timeline')} about={name} onClose={() => openSheet('none')}>
        <Segments
          label={t('customer.shown')}
          options={shows.map((one) => ({ id: one, name: t(`customer.shows.${one}`) }))}
          chosen={show}
          onChoose={(one) => openSheet({ kind: 'timeline', id, show: one })}
          testId="timeline-show"
        />
      </SheetHead>
      <section
        ref={scroll}
        className="sheet-scroll timeline"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the arrows scroll it
        tabIndex={0}
        data-first-focus=""
        aria-label={t('customer.timeline')}
        aria-busy={reach === 'asking'}
      >
        {chunks.map((chunk) => (
          <ChunkView key={chunk.key} chunk={chunk} root={scroll} of={more ? -1 : items.length} />
        ))}
        {items.length === 0 && reach === 'all' ? <p className="sub faint">{t('customer.timelineNone')}</p> : null}
        {more ? (
          <Button ref={end} size="small" onClick={next} data-testid="timeline-more">
            {t('customer.older')}
          </Button>
        ) : null}
        {reach === 'asking' ? <p className="sub faint">{t('customer.historyAsked')}</p> : null}
        {reach === 'here' ? (
          <Notice tone="note" title={t('customer.historyAway')} body={t('customer.timelineAwayAbout')} />
        ) : null}
      </section>
    </Sheet>
  );
}

interface ChunkViewProps {
  readonly chunk: Chunk;
  readonly root: RefObject<HTMLElement | null>;
  /** How many there are in all; -1: not known yet. */
  readonly of: number;
}

/** Far from what is seen it is an empty space of its height. */
const ChunkView = memo(function ChunkView({ chunk, root, of }: ChunkViewProps) {
  const place = useRef<HTMLElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry !== undefined) setHeight(entry.isIntersecting ? null : entry.boundingClientRect.height);
      },
      { root: root.current, rootMargin: '1200px 0px' },
    );
    near.observe(current);
    return () => near.disconnect();
  }, [root]);
  return (
    <section ref={place} className="timeline-chunk" aria-label={chunk.month} style={height === null ? {} : { height }}>
      {chunk.isFirst ? <h3 className="timeline-month">{chunk.month}</h3> : null}
      {height !== null ? null : (
        <ul className="items">
          {chunk.items.map((item, index) => (
            <Item key={item.row.id} item={item} position={{ nth: chunk.from + index + 1, of }} />
          ))}
        </ul>
      )}
    </section>
  );
}, sameChunk);

function sameChunk(one: ChunkViewProps, other: ChunkViewProps): boolean {
  const [these, those] = [one.chunk.items, other.chunk.items];
  return one.of === other.of && these.length === those.length && these.every((item, index) => item === those[index]);
}

interface ItemProps {
  readonly item: ShownItem;
  readonly position: { readonly nth: number; readonly of: number };
}

function Item({ item, position }: ItemProps) {
  if (item.kind === 'contact') return <ContactItem contact={item.row} whole position={position} />;
  if (item.kind === 'note') return <NoteItem note={item.row} whole position={position} />;
  return <CaseItem found={item.row} position={position} />;
}

function CaseItem({ found, position }: { readonly found: Case; readonly position: ItemProps['position'] }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const Icon = found.status === 'closed' ? FolderCheck : FolderOpen;
  const facts = [
    t(`caseStatus.${found.status}`),
    // Of what is closed nobody waits for an answer any more.
    ...(found.reminders === 0
      ? []
      : [t(found.status === 'closed' ? 'arrival.reminders' : 'customer.caseReminders', { count: found.reminders })]),
  ];
  return (
    <li className="item" data-testid="case" aria-posinset={position.nth} aria-setsize={position.of}>
      <Icon aria-label={t('customer.case')} />
      <strong>
        {found.number} {found.title}
      </strong>
      <time className="item-when" dateTime={found.openedAt}>
        {dated(found.openedAt, now, language)}
      </time>
      <p className="item-facts case-foot">
        {facts.join(' · ')}
        <CaseFiles found={found} toLookAt />
      </p>
    </li>
  );
}
