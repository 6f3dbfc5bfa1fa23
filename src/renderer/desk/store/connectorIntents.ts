// Other CRMs: what an administrator can want. A refusal is shown like any other, and answers null.
import type { ConnectorView, NewConnector } from '#shared/protocol/connectors';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';

type Id = ConnectorView['id'];
type Mapping = NonNullable<ConnectorView['mapping']>;
type Patch = Partial<Omit<NewConnector, 'id' | 'kind' | 'portfolioId'>>;

export function connectorIntents({ data, main }: Programs, ask: Ask) {
  return {
    listConnectors: () => ask(data.listConnectors(null)),
    addConnector: (fresh: NewConnector) => ask(data.addConnector(fresh)),
    changeConnector: (id: Id, patch: Patch) => ask(data.changeConnector({ id, patch })),
    /** `mapping`: another one than the connector's. */
    tryConnector: (id: Id, mapping?: Mapping) => ask(data.tryConnector({ id, ...(mapping && { mapping }) })),
    mapConnector: (id: Id, mapping: Mapping | null) => ask(data.mapConnector({ id, mapping })),
    /** Opens the CRM in the system's browser, so that a person agrees there. */
    signInConnector: (id: Id) =>
      ask(data.signInConnector({ id }).then(({ url }) => main.openSignInPage({ url }).then(() => true))),
    runConnector: (id: Id, loseMissing: boolean) => ask(data.runConnector({ id, loseMissing })),
    connectorReport: (id: Id) => ask(data.connectorReport({ id })),
    removeConnector: (id: Id, customers: 'stay' | 'go') => ask(data.removeConnector({ id, customers })),
  };
}
