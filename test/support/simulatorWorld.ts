// The world on our own switchboard: for whatever needs no Asterisk.
import { startBackend } from './backend.ts';
import { startTestSwitchboard, type TestSwitchboard } from './switchboard.ts';
import { backendView, type World } from './world.ts';

export interface SimulatorWorld extends World {
  readonly switchboard: TestSwitchboard;
  /** From now on the backend is away. */
  cutBackend(): Promise<void>;
}

export async function simulatorWorld(): Promise<SimulatorWorld> {
  const switchboard = await startTestSwitchboard();
  const backend = await startBackend({ pbxUrl: switchboard.url });
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
      await switchboard.stop();
    },
  };
}
