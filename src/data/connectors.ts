// Other CRMs as an administrator asks about them: handed on to the backend.
import type { connectorMethods } from '#shared/contract/connectors';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { type Answer, valueOrThrow, wrongField } from './http/answer.ts';
import type { Backend } from './http/backend.ts';

type Methods = Pick<Implementation<typeof deskData>, keyof typeof connectorMethods>;

function orWrong<T>(answer: Answer<T>): T | { readonly wrong: string } {
  const wrong = wrongField(answer);
  return wrong === null ? valueOrThrow(answer) : { wrong };
}

/** `reach`: throws while nobody is signed in. */
export function connectorsOf(reach: () => Backend): Methods {
  return {
    listConnectors: async (_, signal) => valueOrThrow(await reach().connectors(signal)),
    addConnector: async (fresh, signal) => orWrong(await reach().addConnector(fresh, signal)),
    changeConnector: async ({ id, patch }, signal) => orWrong(await reach().changeConnector(id, patch, signal)),
    tryConnector: async ({ id, ...tried }, signal) => valueOrThrow(await reach().tryConnector(id, tried, signal)),
    mapConnector: async ({ id, mapping }, signal) => orWrong(await reach().mapConnector(id, { mapping }, signal)),
    signInConnector: async ({ id }, signal) => valueOrThrow(await reach().signInConnector(id, signal)),
    runConnector: async ({ id, loseMissing }, signal) =>
      valueOrThrow(await reach().runConnector(id, loseMissing, signal)),
    connectorReport: async ({ id }, signal) => valueOrThrow(await reach().connectorReport(id, signal)),
    removeConnector: async ({ id, customers }, signal) =>
      valueOrThrow(await reach().removeConnector(id, customers, signal)),
  };
}
