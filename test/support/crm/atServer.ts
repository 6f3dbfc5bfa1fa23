// A server that reads stand-ins for CRMs, and what one sees of that from outside.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type ConnectorsOutside, readDescriptions } from '#server/connectors/outside';
import { must } from '#shared/lib/must';
import type { ConnectorView } from '#shared/protocol/connectors';
import { projectAssets } from '../beginnings.ts';
import { type Ask, startTestServer, type TestServer, type TestServerOptions } from '../testServer.ts';
import type { CrmClock } from './people.ts';

export interface CrmServer {
  readonly server: TestServer;
  /** Sara, who is an administrator here. */
  readonly admin: Ask;
  /** The server's clock and the CRM's are one; whoever waits moves it on. */
  readonly clock: CrmClock;
}

/** `send` answers for the CRM. It is read when a test says so, and not by the clock. */
export async function startCrmServer(
  send: ConnectorsOutside['send'],
  { config, ...options }: Pick<TestServerOptions, 'config' | 'db'> = {},
): Promise<CrmServer> {
  const server = await startTestServer({
    ...options,
    config: { accessTokenSeconds: 1_000_000_000, connectorSeconds: 100_000, ...config },
    connectors: {
      descriptions: await readDescriptions(join(projectAssets, 'connectors')),
      sealingKey: randomBytes(32),
      send,
      wait: async (ms) => {
        clock.now += ms;
      },
    },
  });
  const clock: CrmClock = {
    get now() {
      return server.deps.clock().getTime();
    },
    set now(ms) {
      server.pass(ms - server.deps.clock().getTime());
    },
  };
  await server.write((tx) => sql`update agents set role = 'admin' where username = 'sara'`.execute(tx));
  return { server, admin: await server.as('sara'), clock };
}

export const connectorSeen = async (admin: Ask, id: string): Promise<ConnectorView> =>
  must(
    (await admin({ url: '/v1/connectors' })).json().connectors.find((one: ConnectorView) => one.id === id),
    id,
  );

/** As `peopleOf`, from the database. */
export async function peopleKnown(server: TestServer, id: string): Promise<Record<string, string>> {
  const { rows } = await server.write((tx) =>
    sql<{ remote: string; who: string }>`
      select remote_id as remote, name || ' ' || email as who from crm_links join customers on customers.id = customer_id
      where connector_id = ${id}`.execute(tx),
  );
  return Object.fromEntries(rows.map(({ remote, who }) => [remote, who]));
}
