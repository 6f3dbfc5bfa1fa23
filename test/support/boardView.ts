// The backend's boards as one signed-in person sees them, through its public API.
import { type Board, boardSchema, type MemberState } from '#shared/protocol/board';
import { callbackListSchema, type Recontact } from '#shared/protocol/callbacks';
import { type LostCall, lostCallListSchema } from '#shared/protocol/lostCalls';
import { type Backend, signIn } from './backend.ts';

export interface BoardView {
  board(): Promise<Board>;
  queue(id: string): Promise<Board['queues'][number]>;
  lostCalls(): Promise<LostCall[]>;
  /** Customers who want to be called back: a lead sees them. */
  recontacts(): Promise<Recontact[]>;
  readonly agentId: string;
  /** By name, as `showStates` lets a lead see it. */
  stateOf(agentId: string): Promise<MemberState | null>;
  readonly headers: Readonly<Record<string, string>>;
  /** A body of nothing is null. */
  wish(method: 'POST' | 'PUT', path: string, body?: object): Promise<{ status: number; body: unknown }>;
}

export async function boardView(url: string, username: string): Promise<BoardView> {
  const { accessToken, agent } = await signIn(url, username);
  const headers = { authorization: `Bearer ${accessToken}` };
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`, { headers })).json();
  const view: BoardView = {
    headers,
    agentId: agent.id,
    async stateOf(agentId) {
      return (await view.board()).team?.find(({ id }) => id === agentId)?.state ?? null;
    },
    board: async () => boardSchema.parse(await get('/v1/board')),
    async queue(id) {
      const queue = (await view.board()).queues.find(({ queueId }) => queueId === id);
      if (queue === undefined) throw new Error(`there is no queue ${id}`);
      return queue;
    },
    lostCalls: async () => lostCallListSchema.parse(await get('/v1/lost-calls')).lostCalls,
    recontacts: async () => callbackListSchema.parse(await get('/v1/callbacks')).recontacts,
    async wish(method, path, body) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    },
  };
  return view;
}

/** The company has an agreement about states by name: numbers of so few people are told to nobody. */
export const showStates = ({ deps }: Backend) =>
  deps.db.query
    .updateTable('company')
    .set({
      policy: JSON.stringify({
        supervision: {
          ...{ legalReference: 'Accordo sindacale n. 14 del 12 marzo 2026', impactAssessment: 'DPIA-2026-03' },
          ...{ until: '2999-12-31', namedStates: true, listening: false },
        },
      }),
    })
    .execute();
