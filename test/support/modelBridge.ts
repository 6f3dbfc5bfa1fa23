// A PBX as the backend's bridge sees it, in the hands of a test: it tells facts, and writes down what it is asked to do.
import { BridgeAway, type PbxBridge } from '#server/pbx/bridge';
import type { PbxFact, Picture, WaitEnd } from '#server/pbx/picture';

export interface ModelBridge extends PbxBridge {
  readonly wishes: unknown[][];
  /** What the PBX answers; null: it is away. */
  answer: boolean | null;
  tell(...facts: PbxFact[]): void;
  /** Begins to wait at that moment. */
  joins(id: string, queue: string, at: Date, number?: string): void;
  leaves(id: string, queue: string, at: Date, end: WaitEnd): void;
}

export const quietPicture: Picture = { waiting: [], members: [], parked: [], phones: {} };

/** `silent`: the PBX is away until the test says `here`. */
export function createModelBridge(begins: 'here' | 'silent' = 'here'): ModelBridge {
  const wishes: unknown[][] = [];
  let listener: (fact: PbxFact) => void = () => {};
  const asked = async (...wish: unknown[]): Promise<boolean> => {
    if (bridge.answer === null) throw new BridgeAway();
    wishes.push(wish);
    return bridge.answer;
  };
  const bridge: ModelBridge = {
    wishes,
    answer: true,
    start(heard) {
      listener = heard;
      if (begins === 'here') heard({ kind: 'here', picture: quietPicture });
    },
    tell(...facts) {
      for (const fact of facts) listener(fact);
    },
    joins: (id, queue, at, number) =>
      listener({ kind: 'joined', call: { id, queue, since: at.getTime(), number: number ?? null } }),
    leaves: (id, queue, at, end) => listener({ kind: 'left', id, queue, at: at.getTime(), end }),
    setOffer: (wish) => asked('setOffer', wish),
    logOut: async (extension) => void (await asked('logOut', extension)),
    moveCaller: (id, queueNumber) => asked('moveCaller', id, queueNumber),
    takeCaller: (id, extension) => asked('takeCaller', id, extension),
    takeOver: (from, extension) => asked('takeOver', from, extension),
    permitEntry: ({ how, lead, extension }) => asked('permitEntry', how, lead, extension),
    say: (id, { language, prompts, hears }) => asked('say', id, language, prompts.join(' '), hears),
    letGo: async (id) => void (await asked('letGo', id)),
    async stop() {
      listener = () => {};
    },
  };
  return bridge;
}
