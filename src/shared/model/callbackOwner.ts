// Whose a promised callback is: who has taken it, else who was named, else who has promised it.
import type { AgentId } from './ids.ts';

interface Agent {
  readonly id: AgentId;
}

export interface OwnedCallback {
  readonly state: { readonly kind: 'open' | 'done' } | { readonly kind: 'taken'; readonly by: Agent };
  readonly owner: Agent | null;
  readonly promisedBy: Agent;
}

export const ownerOf = ({ state, owner, promisedBy }: OwnedCallback): AgentId =>
  state.kind === 'taken' ? state.by.id : (owner ?? promisedBy).id;
