// The backend's boards as one signed-in person sees them, through its public API.
import { type Board, boardSchema } from '#shared/protocol/board';
import { type LostCall, lostCallListSchema } from '#shared/protocol/lostCalls';
import { signIn } from './backend.ts';

export interface BoardView {
  board(): Promise<Board>;
  queue(id: string): Promise<Board['queues'][number]>;
  lostCalls(): Promise<LostCall[]>;
  readonly headers: Readonly<Record<string, string>>;
  /** A body of nothing is null. */
  wish(method: 'POST' | 'PUT', path: string, body?: object): Promise<{ status: number; body: unknown }>;
}

export async function boardView(url: string, username: string): Promise<BoardView> {
  const { accessToken } = await signIn(url, username);
  const headers = { authorization: `Bearer ${accessToken}` };
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`, { headers })).json();
  const view: BoardView = {
    headers,
    board: async () => boardSchema.parse(await get('/v1/board')),
    async queue(id) {
      const queue = (await view.board()).queues.find(({ queueId }) => queueId === id);
      if (queue === undefined) throw new Error(`there is no queue ${id}`);
      return queue;
    },
    lostCalls: async () => lostCallListSchema.parse(await get('/v1/lost-calls')).lostCalls,
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
