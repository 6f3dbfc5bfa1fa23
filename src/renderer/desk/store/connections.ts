// The three ports of the desk: each new one takes the place of the old, whose open questions fail with `contract.lost`.
import { type Connection, connect } from '#shared/contract/connect';
import { deskData } from '#shared/contract/deskData';
import { deskPhone } from '#shared/contract/deskPhone';
import type { Client, Contract, EventOf, StateOf } from '#shared/contract/envelope';
import { failure } from '#shared/contract/failure';
import { deskMain, type PortName } from '#shared/contract/main';
import type { Port } from '#shared/contract/port';

interface Listener<C extends Contract> {
  readonly onSnapshot: (state: StateOf<C>) => void;
  readonly onEvent: (event: EventOf<C>) => void;
}

export interface Listeners {
  readonly main: Listener<typeof deskMain>;
  readonly phone: Listener<typeof deskPhone>;
  readonly data: Listener<typeof deskData>;
  readonly onRefused: (reason: string) => void;
}

export interface Programs {
  readonly main: Client<typeof deskMain>;
  readonly phone: Client<typeof deskPhone>;
  readonly data: Client<typeof deskData>;
  /** A port that main handed out; ports of other windows are none of ours. */
  accept(name: PortName, port: Port): void;
  dispose(): void;
}

interface Line<C extends Contract> {
  readonly client: Client<C>;
  accept(port: Port): void;
  dispose(): void;
}

function line<C extends Contract>(contract: C, listener: Listener<C>, onRefused: (reason: string) => void): Line<C> {
  let connection: Connection<C> | null = null;
  const ask = (method: string) => (params: unknown, signal?: AbortSignal) => {
    if (connection === null) return Promise.reject(failure('contract.lost', 'desk', `${contract.name}: no port yet`));
    const call = connection.call as Readonly<Record<string, (params: unknown, signal?: AbortSignal) => unknown>>;
    return call[method]?.(params, signal);
  };
  return {
    client: Object.fromEntries(
      Object.keys(contract.methods).map((method) => [method, ask(method)]),
    ) as unknown as Client<C>,
    accept(port) {
      connection?.dispose();
      connection = connect({ contract, port, onRefused, ...listener });
    },
    dispose: () => connection?.dispose(),
  };
}

export function createPrograms(listeners: Listeners): Programs {
  const main = line(deskMain, listeners.main, listeners.onRefused);
  const phone = line(deskPhone, listeners.phone, listeners.onRefused);
  const data = line(deskData, listeners.data, listeners.onRefused);
  const lines = { main, phone, data };
  return {
    main: main.client,
    phone: phone.client,
    data: data.client,
    accept(name, port) {
      if (name === 'desk' || name === 'bar') port.close();
      else lines[name].accept(port);
    },
    dispose() {
      for (const each of Object.values(lines)) each.dispose();
    },
  };
}
