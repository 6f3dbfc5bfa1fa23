// The world around the apps: a backend with the exercise company and a PBX with customers, seen from outside.
import { must } from '#shared/lib/must';
import type { Case, Contact, Customer } from '#shared/model/customer';
import { sessionSchema } from '#shared/protocol/sessions';
import { changesPageSchema, manifestSchema } from '#shared/protocol/sync';
import { blocksIn } from './segmentBlocks.ts';
import { until } from './until.ts';

export interface Ringing {
  hangUp(): Promise<void>;
}

export interface BackendView {
  readonly backendUrl: string;
  readonly agents: Readonly<
    Record<'giulia' | 'luca' | 'sara', { readonly username: string; readonly password: string }>
  >;
  /** Waits until the backend has a contact that is so. */
  untilOnBackend(isSo: (contact: Contact) => boolean): Promise<void>;
  untilCustomer(code: string, isSo: (customer: Customer) => boolean): Promise<void>;
  /** Waits until the case of that number is so; resolves with it as it is then. */
  untilCase(number: string, isSo: (found: Case) => boolean): Promise<Case>;
  /** An access token, for asking the API directly. */
  token(): Promise<string>;
  /** Every contact that there is, as the lead would read them. */
  contacts(): Promise<readonly Contact[]>;
}

export interface World extends BackendView {
  /** A customer rings a queue; `caller` in E.164. */
  ring(call: { readonly caller: string; readonly queue: string; readonly name?: string }): Promise<Ringing>;
  stop(): Promise<void>;
}

/** The backend through its public API, as one more signed-in person. */
export async function backendView(backendUrl: string): Promise<BackendView> {
  const signedIn = await fetch(`${backendUrl}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'sara', password: 'cornetta' }),
  });
  const { accessToken } = sessionSchema.parse(await signedIn.json());
  const get = async (path: string) => {
    const answer = await fetch(`${backendUrl}${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  };

  const customers = new Map<string, Customer>();
  const contacts = new Map<string, Contact>();
  const cases = new Map<string, Case>();
  let cursor: string | null = null;

  async function readWholeSet(): Promise<void> {
    const manifest = manifestSchema.parse(await (await get('/v1/sync/manifest')).json());
    for (const { generation, number } of manifest.segments) {
      const bytes = Buffer.from(await (await get(`/v1/sync/segments/${generation}/${number}`)).arrayBuffer());
      for (const row of blocksIn(bytes).flat()) note(row);
    }
    cursor = manifest.changes;
  }

  function note(line: { kind: string; row?: unknown }): void {
    if (line.kind === 'customer') customers.set((line.row as Customer).code, line.row as Customer);
    if (line.kind === 'contact') contacts.set((line.row as Contact).id, line.row as Contact);
    if (line.kind === 'case') cases.set((line.row as Case).number, line.row as Case);
  }

  async function catchUp(): Promise<void> {
    if (cursor === null) await readWholeSet();
    for (let more = true; more; ) {
      const page = changesPageSchema.parse(
        await (await get(`/v1/sync/changes?cursor=${encodeURIComponent(String(cursor))}&limit=500`)).json(),
      );
      for (const change of page.changes) note(change);
      cursor = page.next;
      more = page.more;
    }
  }

  return {
    backendUrl,
    async untilCase(number, isSo) {
      await until(`case ${number} is so on the backend`, async () => {
        await catchUp();
        const found = cases.get(number);
        return found !== undefined && isSo(found);
      });
      return must(cases.get(number), 'the case');
    },
    agents: {
      giulia: { username: 'giulia', password: 'cornetta' },
      luca: { username: 'luca', password: 'cornetta' },
      sara: { username: 'sara', password: 'cornetta' },
    },
    token: async () => accessToken,
    async contacts() {
      await catchUp();
      return [...contacts.values()];
    },
    untilOnBackend: (isSo) =>
      until('the contact is on the backend', async () => {
        await catchUp();
        return [...contacts.values()].some(isSo);
      }),
    untilCustomer: (code, isSo) =>
      until(`customer ${code} is so on the backend`, async () => {
        await catchUp();
        const customer = customers.get(code);
        return customer !== undefined && isSo(customer);
      }),
  };
}
