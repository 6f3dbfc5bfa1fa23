// The world on our own switchboard: for whatever needs no Asterisk.
import { createSimulatorBridge } from '#server/pbx/simulator';
import { openControl } from '#simulator/control/server';
import { type BackendOptions, startBackend } from './backend.ts';
import { steadyPort } from './steadyPort.ts';
import { startTestSwitchboard, type TestSwitchboard } from './switchboard.ts';
import { backendView, type World } from './world.ts';

export interface SimulatorWorld extends World {
  readonly switchboard: TestSwitchboard;
  /** From now on the backend is away. */
  cutBackend(): Promise<void>;
}

export interface SimulatorWorldOptions extends Pick<BackendOptions, 'clock' | 'config' | 'visitorPages'> {
  /** The backend sees the switchboard's queues, and tells it who is ready. */
  readonly bridge?: boolean;
}

export async function simulatorWorld({ bridge = false, ...rest }: SimulatorWorldOptions = {}): Promise<SimulatorWorld> {
  const switchboard = await startTestSwitchboard();
  const control = bridge ? await openControl(switchboard, await steadyPort()) : null;
  const seen =
    control === null
      ? {}
      : { bridge: createSimulatorBridge({ controlUrl: control.url, now: () => new Date(), log: () => {} }) };
  const backend = await startBackend({ pbxUrl: switchboard.url, ...seen, ...rest });
  let cut: Promise<void> | null = null;
  const cutBackend = () => {
    cut ??= backend.stop();
    return cut;
  };
  return {
    switchboard,
    cutBackend,
    ...(await backendView(backend.url)),
    async ring({ caller, queue, name }) {
      const customer = switchboard.ring({ number: caller, queue, ...(name === undefined ? {} : { name }) });
      return { hangUp: async () => customer.hangUp() };
    },
    async stop() {
      await cutBackend();
      await control?.close();
      await switchboard.stop();
    },
  };
}
