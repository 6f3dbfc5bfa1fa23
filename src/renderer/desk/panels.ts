// What can stand beside the note in place of what is to be said, in the order in which it is offered. A panel is its component, a
// command of the same name, and a row here.
import { BookOpen, HeartHandshake, type LucideIcon, ShieldQuestion, SpellCheck, ThumbsUp, Wind } from 'lucide-react';
import type { ComponentType } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { CalmPanel } from './features/guide/CalmPanel.tsx';
import { HandlePanel } from './features/guide/HandlePanel.tsx';
import { SpellPanel } from './features/guide/SpellPanel.tsx';
import { WordsPanel } from './features/guide/WordsPanel.tsx';
import { IdentificationPanel } from './features/identification/IdentificationPanel.tsx';
import { KnowledgePanel } from './features/knowledge/KnowledgePanel.tsx';
import type { PanelId } from './store/deskState.ts';

interface PanelRow {
  readonly icon: LucideIcon;
  readonly Panel: ComponentType<{ readonly id: InteractionId }>;
}

export const panels: Readonly<Record<PanelId, PanelRow>> = {
  identification: { icon: ShieldQuestion, Panel: IdentificationPanel },
  procedures: { icon: BookOpen, Panel: KnowledgePanel },
  handle: { icon: HeartHandshake, Panel: HandlePanel },
  calm: { icon: Wind, Panel: CalmPanel },
  spell: { icon: SpellCheck, Panel: SpellPanel },
  words: { icon: ThumbsUp, Panel: WordsPanel },
};

export const panelIds = Object.keys(panels) as readonly PanelId[];
