// Beside the note: what is to be said and done now, or the panel that the agent has opened in its place; and the keys of the panels.
import { useEffect, useRef } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { chordOf } from '../commands/table.ts';
import { useCommand } from '../commands/useCommand.ts';
import { Advice, useHeldSince } from '../features/guide/Advice.tsx';
import { Handling } from '../features/guide/Handling.tsx';
import { ToSay } from '../features/guide/ToSay.tsx';
import { SuggestedArticles } from '../features/knowledge/KnowledgePanel.tsx';
import { ToClose } from '../features/wrapUp/ToClose.tsx';
import { panelIds, panels } from '../panels.ts';
import type { PanelId } from '../store/deskState.ts';
import { guidanceOf } from '../store/guidance.ts';
import { useDeskState, useIntents } from '../store/useDesk.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { ariaShortcut } from '../ui/keys.ts';
import { useWords } from '../ui/words.tsx';

interface PanelKeyProps {
  readonly panel: PanelId;
  /** Otherwise the key alone is there. */
  readonly isShown: boolean;
  readonly onPress: (panel: PanelId) => void;
}

function PanelKey({ panel, isShown, onPress }: PanelKeyProps) {
  const { t } = useWords();
  const { icon: Icon } = panels[panel];
  useCommand(panel, () => onPress(panel));
  if (!isShown) return null;
  return (
    <button
      type="button"
      className="panel-key"
      aria-keyshortcuts={ariaShortcut(chordOf(panel))}
      onClick={() => onPress(panel)}
      data-testid={`open-${panel}`}
    >
      <Icon aria-hidden="true" />
      {t(`panels.${panel}`)}
      <Kbd command={panel} quiet />
    </button>
  );
}

interface HelpColumnProps {
  readonly id: InteractionId;
  readonly isOver: boolean;
}

export function HelpColumn({ id, isOver }: HelpColumnProps) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const column = useRef<HTMLElement>(null);
  const open = useDeskState((state) => guidanceOf(state, id).panel);
  const isHeld = useHeldSince(id) !== null;

  function enter(): void {
    const first = column.current?.querySelector<HTMLElement>('[data-first-focus]');
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  }
  // The fingers go along with a panel that is opened, and not where one was open already when this conversation came back.
  const before = useRef(open);
  useEffect(() => {
    if (open !== null && open !== before.current) enter();
    before.current = open;
  });

  /** The key of the panel that is open leads into it, and from within it back to the note. */
  function press(panel: PanelId): void {
    if (panel !== open) openPanel(id, panel);
    else if (column.current?.contains(document.activeElement) === true) openPanel(id, null);
    else enter();
  }

  const Panel = open === null ? null : panels[open].Panel;
  return (
    <aside ref={column} className="column tint" aria-label={t('help.column')} data-region="" data-testid="help-column">
      {Panel === null ? (
        <>
          {isOver ? <ToClose id={id} /> : <ToSay id={id} isHeld={isHeld} />}
          <Handling id={id} />
          <SuggestedArticles id={id} />
          <Advice id={id} isOver={isOver} />
        </>
      ) : (
        <Panel key={open} id={id} />
      )}
      <div className="panel-keys column-end">
        {panelIds.map((panel) => (
          <PanelKey key={panel} panel={panel} isShown={open === null} onPress={press} />
        ))}
      </div>
    </aside>
  );
}
