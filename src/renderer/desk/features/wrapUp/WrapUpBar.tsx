// After the call: the same screen, and the bar turns into "save and be ready". Says which part is missing.
import { useState } from 'react';
import { useShallow } from 'zustand/shallow';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/wrapUp';
import type { CommandId } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { knownCustomer, missingParts, openInteraction, ringingCalls, wrapUpsBehind } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { wayTo } from './wayTo.ts';

interface WrapUpBarProps {
  readonly id: InteractionId;
  /** Parts that closing was last refused for. */
  readonly missing: readonly MissingPart[];
  readonly onMissing: (parts: readonly MissingPart[]) => void;
}

/** Where policy gives the wrap-up an end: how long there still is, and the way to lengthen it. */
function TimeLeft({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { moreTime } = useIntents();
  const until = useDeskState((state) => openInteraction(state, id)?.interaction.wrapUpUntil ?? null);
  const now = useNow(until !== null);
  useCommand('moreTime', () => void moreTime(id), { enabled: until !== null });
  if (until === null) return null;
  const leftMs = Math.max(0, Date.parse(until) - now);
  return (
    <>
      <p className="bar-about num" role="timer">
        {t('wrapUp.closesIn', { time: wait(leftMs) })}
      </p>
      <Button command="moreTime" onClick={() => void moreTime(id)} data-testid="more-time">
        {t('wrapUp.moreTime')}
      </Button>
    </>
  );
}

export function WrapUpBar({ id, missing, onMissing }: WrapUpBarProps) {
  const { t, language } = useWords();
  const { closeWrapUp, openSheet } = useIntents();
  const [closing, setClosing] = useState(false);
  const end = useDeskState((state) => state.ends[id]);
  const phoneAway = useDeskState(
    (state) =>
      openInteraction(state, id)?.interaction.stage === 'live' && state.main?.programs.phone?.kind !== 'running',
  );
  const ready = useDeskState((state) => state.phone?.availability.wish.kind === 'ready');
  const rings = useDeskState((state) => ringingCalls(state).length > 0);
  const behind = useDeskState((state) => wrapUpsBehind(state, id));
  const stillMissing = useDeskState(useShallow((state) => missingParts(state, id)));
  // Below a sheet, or beside another page, the key is that of what is written there.
  const isInFront = useDeskState(
    ({ page, sheet, main }) =>
      sheet === 'none' && main?.link == null && (page.kind === 'desk' || page.kind === 'chats'),
  );
  const { commands } = useDesk();
  const known = useDeskState(useShallow((state) => knownCustomer(state, id)));
  const lacked = missing.filter((part) => stillMissing.includes(part));

  /** Says what is missing, and leads to the first of it. */
  function refuse(parts: readonly MissingPart[]) {
    onMissing(parts);
    const [first] = parts;
    const way = first === undefined ? null : wayTo[first];
    if (way !== null) run(way);
  }
  const run = (id: CommandId) =>
    commands
      .list()
      .find((one) => one.id === id)
      ?.run();

  async function save() {
    if (closing) return;
    if (stillMissing.length > 0) return refuse(stillMissing);
    setClosing(true);
    const parts = (await closeWrapUp(id)) ?? [];
    setClosing(false);
    refuse(parts);
  }
  useCommand('saveWrapUp', () => void save(), { enabled: !phoneAway, keyed: isInFront });

  const wrong =
    lacked.length === 0
      ? null
      : t('wrapUp.missing', {
          count: lacked.length,
          parts: new Intl.ListFormat(language).format(lacked.map((part) => t(`wrapUp.lacks.${part}`))),
        });
  // While another call rings, nothing is said of the next one.
  const next =
    behind > 0
      ? t('wrapUp.others', { count: behind })
      : rings
        ? ''
        : t(ready ? 'wrapUp.about' : 'wrapUp.aboutNotReady');
  const about = end === undefined ? next : `${t(`ends.${end}`)}. ${next}`;
  if (phoneAway) return <p className="bar-about">{t('call.noLine')}</p>;
  return (
    <>
      {wrong === null ? (
        <p className="bar-about">{about}</p>
      ) : (
        // Heard though the list of the field that it leads to is open, which hides everything else from readers.
        <p className="bar-about wrong" role="alert" data-live-announcer="">
          {wrong}
        </p>
      )}
      {/* Beside another page its key is of what is shown there. */}
      {lacked.includes('case') && known.by !== 'nobody' ? (
        <Button
          {...(isInFront && { command: 'registerCase' as const })}
          onClick={() => openSheet({ kind: 'registerCase', id: known.customerId, from: id })}
          data-testid="offer-case"
        >
          {t('wrapUp.offerCase')}
        </Button>
      ) : null}
      <span className="grow" />
      <TimeLeft id={id} />
      <Button
        look="primary"
        className="wrap-up-save"
        {...(isInFront && { command: 'saveWrapUp' as const })}
        busy={closing}
        onClick={() => void save()}
        data-testid="wrap-up-save"
      >
        {closing ? <Spinner /> : null}
        {t(closing ? 'wrapUp.saving' : ready ? 'wrapUp.save' : 'wrapUp.saveOnly')}
      </Button>
    </>
  );
}
