// A customer's timeline as it is read: pages from this PC, then what the backend has besides, each item once, and again when the card changes.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ShownItem } from '#shared/contract/timeline';
import type { CustomerId } from '#shared/model/ids';
import { newestFirst, type Place, placeOf, type TimelineKind, timelineKinds } from '#shared/protocol/timeline';
import type { TimelineShown } from '../../store/deskState.ts';
import { newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';

interface Read {
  readonly items: readonly ShownItem[];
  /** pages: there is more on this PC. asking: the backend is asked. here: it is away, this is what is here. all: nothing is missing. */
  readonly reach: 'pages' | 'asking' | 'here' | 'all';
  /** There is more at the backend. */
  readonly moreThere: boolean;
}

const nothing: Read = { items: [], reach: 'pages', moreThere: false };

const kindsOf = (show: TimelineShown): TimelineKind[] => (show === 'all' ? [...timelineKinds] : [show]);
const keyOf = ({ kind, row }: ShownItem) => `${kind} ${row.id}`;

/** Each item once, as it is in the later of the two, newest first. */
function united(before: readonly ShownItem[], later: readonly ShownItem[]): ShownItem[] {
  const all = new Map([...before, ...later].map((item) => [keyOf(item), item]));
  return [...all.values()].sort((one, other) => newestFirst(placeOf(one), placeOf(other)));
}

export function useTimeline(id: CustomerId, show: TimelineShown) {
  const { timelineHere, timelineThere } = useIntents();
  const card = useDeskState((state) => newestCard(state, id));
  const isOnline = useDeskState((state) => state.data?.sync.link.kind === 'online');
  const [read, setRead] = useState<Read>(nothing);
  const latest = useRef(read);
  latest.current = read;
  const busy = useRef(false);
  const stop = useRef(new AbortController());
  /** What came from the backend alone. */
  const there = useRef(new Set<string>());

  const page = useCallback(
    async (from: 'here' | 'there', before: Place | null): Promise<void> => {
      const { signal } = stop.current;
      const wanted = { id, kinds: kindsOf(show), before };
      if (from === 'here') {
        const found = await timelineHere(wanted, signal);
        if (signal.aborted) return;
        const { items, more } = found ?? { items: [], more: false };
        setRead((was) => ({ ...was, items: united(was.items, items), reach: more ? 'pages' : 'asking' }));
        // From where this page began: a cache that is still being filled may lack some between those that it has.
        if (!more) await page('there', before);
        return;
      }
      setRead((was) => ({ ...was, reach: 'asking' }));
      const found = await timelineThere(wanted, signal);
      if (signal.aborted) return;
      setRead((was) => {
        if (found === null) return { ...was, reach: 'here' };
        const known = new Set(was.items.map(keyOf));
        const fresh = found.items
          .map((item): ShownItem => (item.kind === 'note' ? { ...item, row: { ...item.row, pending: false } } : item))
          .filter((item) => !known.has(keyOf(item)));
        for (const item of fresh) there.current.add(keyOf(item));
        return { items: united(was.items, fresh), reach: 'all', moreThere: found.more };
      });
    },
    [id, show, timelineHere, timelineThere],
  );

  const next = useCallback(() => {
    if (busy.current) return;
    const { items, reach, moreThere } = latest.current;
    const last = items.at(-1);
    const before = last === undefined ? null : placeOf(last);
    const from = reach === 'pages' ? 'here' : moreThere || reach === 'here' ? 'there' : null;
    if (from === null) return;
    busy.current = true;
    void page(from, before).finally(() => {
      busy.current = false;
    });
  }, [page]);

  // Another customer, another choice: from the beginning.
  useEffect(() => {
    stop.current.abort();
    stop.current = new AbortController();
    busy.current = false;
    there.current.clear();
    setRead(nothing);
    void page('here', null);
    return () => stop.current.abort();
  }, [page]);

  // The card is different: what is new stands at the beginning, and what went from there is gone.
  const first = useRef(card);
  useEffect(() => {
    if (first.current === card) return;
    first.current = card;
    const { signal } = stop.current;
    void timelineHere({ id, kinds: kindsOf(show), before: null }, signal).then((found) => {
      if (signal.aborted || found === null) return;
      const last = found.items.at(-1);
      const isOlder = (item: ShownItem) => last !== undefined && newestFirst(placeOf(last), placeOf(item)) < 0;
      setRead((was) => {
        const kept = was.items.filter((item) => isOlder(item) || there.current.has(keyOf(item)));
        return { ...was, items: united(kept, found.items) };
      });
    });
  }, [card, id, show, timelineHere]);

  // There again: what was missing is asked for by itself.
  useEffect(() => {
    if (isOnline && latest.current.reach === 'here') next();
  }, [isOnline, next]);

  const more = read.reach === 'pages' ? read.items.length > 0 : read.reach === 'all' && read.moreThere;
  return { items: read.items, reach: read.reach, more, next };
}
