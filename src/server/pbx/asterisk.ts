// The bridge to an Asterisk by its manager interface: looks for it for as long as it takes, keeps the picture by its events, and carries out
// what is asked by its actions. Needs the rights that docs/guides/it.md lists.
import { createHash } from 'node:crypto';
import { retryDelayMs } from '#shared/lib/retryPolicy';
import { interactionIdSchema } from '#shared/model/ids';
import { type Ami, AmiRefusal, connectAmi } from './ami/client.ts';
import type { AmiMessage } from './ami/framing.ts';
import { createTranslator, memberFacts, phoneFact, phoneOf } from './ami/translate.ts';
import { BridgeAway, type PbxBridge, permitSeconds } from './bridge.ts';
import { pause } from './pause.ts';
import { nextPicture, type PbxFact, type Picture, type WaitingCall } from './picture.ts';

export interface AsteriskOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Where its dialplan knows queues' numbers and extensions. */
  readonly context: string;
}

interface Deps {
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/** Of the dialplan, where callers whom an agent has let go are told something and asked for a key. */
const surveyContext = 'cornetta-survey';
const again = { baseMs: 500, capMs: 15_000 };
const leastPauseMs = 250;
/** A link that is dead without having ended is found by its silence. */
const pingMs = 10_000;

export function createAsteriskBridge(options: AsteriskOptions & Deps): PbxBridge {
  const { now, log, context } = options;
  const stopping = new AbortController();
  let ami: Ami | null = null;
  let ended: Promise<void> = Promise.resolve();
  /** As of the facts told: by which names Asterisk knows the channels of those who wait, and who is a member where. */
  const channels = new Map<string, string>();
  /** Who is in which place of the parking, by Asterisk's name of their channel. */
  const inPlace = new Map<string, string>();
  /** Of those whom an agent has let go. */
  const released = new Map<string, string>();
  let picture: Picture | null = null;

  async function watchOnce(tell: (fact: PbxFact) => void): Promise<void> {
    const link = await connectAmi(options);
    const over = new Promise<void>((done) => link.onClose(done));
    const stop = () => link.close();
    stopping.signal.addEventListener('abort', stop);
    try {
      const translator = createTranslator();
      /** Events that came before the picture was whole; telling them again does no harm. */
      let early: AmiMessage[] | null = [];
      const heard = (event: AmiMessage): void => {
        const at = now().getTime();
        if (event.Event === 'QueueCallerJoin') remember(event);
        if (event.Event === 'ParkedCall') void parked(link, event, tell);
        if (event.UserEvent === 'CornettaReleased') noteReleased(event);
        if (event.Event === 'Hangup' && event.Uniqueid !== undefined) released.delete(event.Uniqueid);
        for (const fact of translator.read(event, at)) {
          tell(fact);
          if (fact.kind === 'joined') void identify(link, fact.call.id, tell);
          if (fact.kind === 'left') channels.delete(fact.id);
          if (fact.kind === 'unparked') inPlace.delete(fact.place);
        }
      };
      link.onEvent((event) => (early === null ? heard(event) : early.push(event)));
      await logIn(link, options);
      const { picture: found, waiting, inParking } = await look(link);
      for (const { id, queue } of found.waiting) translator.known(id, queue);
      for (const event of waiting) remember(event);
      ami = link;
      tell({ kind: 'here', picture: found });
      for (const { id } of found.waiting) void identify(link, id, tell);
      for (const event of inParking) void parked(link, event, tell);
      for (const event of early) heard(event);
      early = null;
      const ping = setInterval(() => void link.action('Ping').catch(() => link.close()), pingMs);
      await over;
      clearInterval(ping);
    } finally {
      ami = null;
      channels.clear();
      inPlace.clear();
      released.clear();
      stopping.signal.removeEventListener('abort', stop);
      link.close();
    }
  }

  const noteReleased = ({ Uniqueid: id, Channel: channel }: AmiMessage): void => {
    if (id !== undefined && channel !== undefined) released.set(id, channel);
  };

  const remember = ({ Uniqueid: id, Channel: channel }: AmiMessage): void => {
    if (id !== undefined && channel !== undefined) channels.set(id, channel);
  };

  /** The caller's number, unless it is withheld: events do not say whether it is. */
  async function identify(link: Ami, id: string, tell: (fact: PbxFact) => void): Promise<void> {
    const channel = channels.get(id);
    if (channel === undefined) return;
    try {
      const ask = async (variable: string) =>
        (await link.action('Getvar', { Channel: channel, Variable: variable })).response.Value ?? '';
      if (!(await ask('CALLERID(num-pres)')).startsWith('allowed')) return;
      const number = await ask('CALLERID(num)');
      if (number !== '' && channels.has(id)) tell({ kind: 'identified', id, number });
    } catch {
      // The caller has gone meanwhile, or the link has: nobody to identify.
    }
  }

  /** What goes with somebody who is parked is a variable of their channel; told once it is known, unless they have left meanwhile. */
  async function parked(link: Ami, event: AmiMessage, tell: (fact: PbxFact) => void): Promise<void> {
    const { ParkingSpace: place, ParkeeChannel: channel, ParkeeUniqueid: id } = event;
    if (place === undefined || channel === undefined || id === undefined) return;
    const at = now().getTime() - Number(event.ParkingDuration ?? 0) * 1_000;
    inPlace.set(place, id);
    try {
      const ask = async (variable: string) =>
        (await link.action('Getvar', { Channel: channel, Variable: variable })).response.Value ?? '';
      const isShown = (await ask('CALLERID(num-pres)')).startsWith('allowed');
      const number = isShown ? (await ask('CUSTOMER_NUMBER')) || (await ask('CALLERID(num)')) : '';
      const interaction = interactionIdSchema.safeParse(await ask('INTERACTION'));
      const interactionId = interaction.success ? interaction.data : null;
      if (inPlace.get(place) !== id) return;
      tell({ kind: 'parked', call: { place, since: at, number: number === '' ? null : number, interactionId } });
    } catch {
      // They have left meanwhile, or the link has.
    }
  }

  async function look(link: Ami): Promise<{ picture: Picture; waiting: AmiMessage[]; inParking: AmiMessage[] }> {
    const [{ events: entries }, { events: devices }, { events: inParking }] = await Promise.all([
      link.action('QueueStatus'),
      link.action('DeviceStateList'),
      // Where nobody can be parked it is not known.
      link.action('ParkedCalls').catch(() => ({ events: [] })),
    ]);
    const at = now().getTime();
    const waiting = entries.filter((event) => event.Event === 'QueueEntry');
    const facts: PbxFact[] = [
      ...devices.flatMap(phoneFact),
      ...entries.filter((event) => event.Event === 'QueueMember').flatMap(memberFacts),
      ...waiting.map((event): PbxFact => ({ kind: 'joined', call: waitingCall(event, at) })),
    ];
    const empty: Picture = { waiting: [], members: [], parked: [], phones: {} };
    return { picture: facts.reduce<Picture | null>(nextPicture, empty) ?? empty, waiting, inParking };
  }

  async function watch(listener: (fact: PbxFact) => void): Promise<void> {
    const tell = (fact: PbxFact): void => {
      picture = nextPicture(picture, fact);
      listener(fact);
    };
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      await watchOnce((fact) => {
        attempt = 0;
        tell(fact);
      }).catch((error: unknown) => log(`Asterisk: ${error instanceof Error ? error.message : 'lost'}`));
      if (picture !== null) tell({ kind: 'away' });
      await pause(Math.max(leastPauseMs, retryDelayMs(again, attempt, Math.random())), stopping.signal);
    }
  }

  /** Sends an action. @throws AmiRefusal when Asterisk says no; BridgeAway when it cannot be asked */
  async function act(name: string, headers: Readonly<Record<string, string>> = {}) {
    if (ami === null) throw new BridgeAway();
    return ami.action(name, headers).catch((error: unknown) => {
      throw error instanceof AmiRefusal ? error : new BridgeAway();
    });
  }

  /** False where Asterisk says no. */
  const tried = async (name: string, headers: Readonly<Record<string, string>>): Promise<boolean> => {
    try {
      await act(name, headers);
      return true;
    } catch (error) {
      if (error instanceof AmiRefusal) return false;
      throw error;
    }
  };

  const queuesOf = (extension: string): string[] =>
    (picture?.members ?? []).filter((member) => member.extension === extension).map(({ queue }) => queue);

  const setPaused = (extension: string, paused: boolean, reason: string | null): Promise<boolean> =>
    tried('QueuePause', {
      Interface: phoneOf(extension),
      Paused: String(paused),
      ...(reason !== null && paused && { Reason: reason }),
    });

  /** A customer who is not answered there comes back to the queue, where the dialplan looks at TAKEN. */
  async function redirect(channel: string, extension: string): Promise<boolean> {
    await tried('Setvar', { Channel: channel, Variable: 'TAKEN', Value: 'yes' });
    return tried('Redirect', { Channel: channel, Context: context, Exten: extension, Priority: '1' });
  }

  return {
    start(listener) {
      ended = watch(listener);
    },
    async setOffer({ extension, queues, offer, reason }) {
      const member = queuesOf(extension);
      if (queues.length > 0) {
        for (const queue of queues.filter((name) => !member.includes(name))) {
          // Not rung before all is as it should be. There already, by a configuration that we do not see: as good.
          await tried('QueueAdd', { Queue: queue, Interface: phoneOf(extension), Paused: 'true' });
        }
        for (const queue of member.filter((name) => !queues.includes(name))) {
          await tried('QueueRemove', { Queue: queue, Interface: phoneOf(extension) });
        }
      }
      return setPaused(extension, !offer, reason);
    },
    async logOut(extension) {
      const queues = queuesOf(extension);
      await setPaused(extension, true, null);
      // Those of its own configuration Asterisk keeps, paused.
      for (const queue of queues) await tried('QueueRemove', { Queue: queue, Interface: phoneOf(extension) });
    },
    async moveCaller(id, queueNumber) {
      if (ami === null) throw new BridgeAway();
      const channel = channels.get(id);
      return channel === undefined
        ? false
        : tried('Redirect', { Channel: channel, Context: context, Exten: queueNumber, Priority: '1' });
    },
    async takeCaller(id, extension) {
      if (ami === null) throw new BridgeAway();
      const channel = channels.get(id);
      return channel === undefined ? false : redirect(channel, extension);
    },
    async takeOver(from, extension) {
      const { events } = await act('CoreShowChannels');
      const theirs = events.find(
        ({ Channel, BridgeId }) => Channel?.startsWith(`${phoneOf(from)}-`) === true && (BridgeId ?? '') !== '',
      );
      const other = events.find(
        ({ Channel, BridgeId }) => theirs !== undefined && BridgeId === theirs.BridgeId && Channel !== theirs.Channel,
      );
      return other?.Channel === undefined ? false : redirect(other.Channel, extension);
    },
    permitEntry: ({ how, lead, extension }) =>
      // The dialplan reads it, and takes it away, when the code is dialled.
      tried('Setvar', {
        Variable: `${how.toUpperCase()}_${lead}`,
        Value: `${extension}:${Math.floor(now().getTime() / 1_000) + permitSeconds}`,
      }),
    async say(id, { language, prompts, hears }) {
      if (ami === null) throw new BridgeAway();
      const channel = released.get(id);
      if (channel === undefined) return false;
      const tell = (variable: string, value: string) =>
        tried('Setvar', { Channel: channel, Variable: variable, Value: value });
      const isTold =
        (await tell('CORNETTA_LANGUAGE', language)) &&
        (await tell('CORNETTA_SAY', prompts.map((prompt) => `cornetta/${prompt}`).join('&')));
      const next = { Context: surveyContext, Exten: hears ? 'ask' : 'say', Priority: '1' };
      return isTold && tried('Redirect', { Channel: channel, ...next });
    },
    async letGo(id) {
      const channel = released.get(id);
      if (channel !== undefined) await tried('Hangup', { Channel: channel });
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

const waitingCall = (event: AmiMessage, at: number): WaitingCall => ({
  id: event.Uniqueid ?? '',
  queue: event.Queue ?? '',
  since: at - Number(event.Wait ?? 0) * 1_000,
  number: null,
});

/** The secret itself does not travel. */
async function logIn(link: Ami, { user, secret }: AsteriskOptions): Promise<void> {
  const { response } = await link.action('Challenge', { AuthType: 'MD5' });
  const key = createHash('md5')
    .update(`${response.Challenge ?? ''}${secret}`)
    .digest('hex');
  await link.action('Login', { AuthType: 'MD5', Username: user, Key: key });
}
