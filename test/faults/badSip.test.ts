// Whatever text comes in over the line: the phone stays up and quick, the call in progress stays as it is, and the log stays short.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '#shared/lib/seeded';
import type { Call } from '#shared/model/call';
import type { CallId } from '#shared/model/ids';
import { mutate } from '../support/mutations.ts';
import { openPhoneLine, type PhoneLine } from '../support/phoneLine.ts';
import { type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { rounds } from '../support/rounds.ts';
import { sdpContent, type TheirRequest, theirOffer, theirRequest } from '../support/theirRequest.ts';
import { tortureMessages } from '../support/tortureMessages.ts';
import { until } from '../support/until.ts';

const extension = '1001';
const longestMs = 50;
const mutationsOfEach = rounds({ short: 60, long: 3_000 });

let pages: PhonePages;
let line: PhoneLine;
let callId: CallId;
let call: Call;
/** Messages sent so far, each of which may be worth one line in the log. */
let sent = 0;
let saidBefore = 0;
/** What the switchboard had said when the call stood. */
let callHeard: readonly string[];
/** Requests of the other side to which the phone has given its final answer. */
const answered = new Set<string>();

beforeAll(async () => {
  pages = await startPhonePages();
  line = await openPhoneLine(pages);
  line.way.fromPhone = (message) => {
    if (/^SIP\/2\.0 [2-6]/.test(message)) answered.add(/^cseq\s*:\s*(\d+ \w+)/im.exec(message)?.[1] ?? '');
    return message;
  };
  callId = await line.talks();
  call = shown();
  callHeard = [...line.way.heard];
  saidBefore = complaints().length;
});
afterAll(async () => {
  await line?.close();
  await pages?.close();
});

const shown = (): Call => line.page.state().calls.find(({ id }) => id === callId) ?? expect.unreachable();
const complaints = () => line.page.logged.filter((entry) => !/^info: [<>] /.test(entry) && !/^info: call /.test(entry));

/** Sends one after the other; those that seemed slow are sent again, for something else may have been busy. */
async function take(messages: readonly string[]): Promise<void> {
  const slow = await slowOnes(await slowOnes(await slowOnes(messages)));
  expect(slow).toEqual([]);
  const said = complaints().slice(saidBefore);
  expect(said.filter((entry) => entry.startsWith('error'))).toEqual([]);
  expect(said.length, said.join('\n')).toBeLessThanOrEqual(sent);
  expect(shown()).toEqual(call);
}

async function slowOnes(messages: readonly string[]): Promise<readonly string[]> {
  const slow: string[] = [];
  for (const message of messages) {
    await line.page.handlingTimes();
    line.board.sendRaw(extension, message);
    sent += 1;
    let times: number[] = [];
    await until('the message has come', async () => {
      times = [...times, ...(await line.page.handlingTimes())];
      return times.length > 0;
    });
    if (Math.max(...times) > longestMs) slow.push(message);
  }
  return slow;
}

/** Other calls that have come in meanwhile, or still come, are let go. */
async function clear(): Promise<void> {
  await until('there is only the call', async () => {
    const { calls } = line.page.state();
    for (const { id, phase } of calls) {
      if (id !== callId && phase.kind === 'ringing')
        await line.page.call.decline({ callId: id }).catch(() => undefined);
    }
    return calls.length === 1;
  });
}

describe('RFC 4475', () => {
  it.each(tortureMessages)('$section: $about', async ({ text }) => {
    await take([text]);
    await clear();
  });
});

describe('a message with something wrong in it', () => {
  function request(method: string, rest: Omit<TheirRequest, 'method' | 'cseq'> = {}): string {
    cseq += 1;
    return theirRequest(callHeard, { method, cseq, ...rest });
  }
  let cseq = 5_000;

  /** The same again, as another call. */
  function another(invite: string): string {
    cseq += 1;
    return invite.replace(/^(call-id\s*:\s*)/im, `$1${cseq}`).replace(/branch=z9hG4bK/i, `$&${cseq}`);
  }

  /** The other side has had the answer to its last INVITE. */
  async function acknowledged(): Promise<void> {
    await until('the offer is answered', () => answered.has(`${cseq} INVITE`));
    const ack = request('ACK');
    cseq -= 1;
    line.board.sendRaw(extension, ack.replace(/^CSeq: \d+/m, `CSeq: ${cseq}`));
  }

  /** What the switchboard has told of the mailbox, told again. */
  function notifyOfMessages(): string {
    const told = callHeard.findLast((message) => message.startsWith('NOTIFY ')) ?? expect.unreachable();
    cseq += 1;
    return told.replace(/^(cseq\s*:\s*)\d+/im, `$1${cseq}`).replace(/branch=z9hG4bK/i, `$&${cseq}`);
  }

  const sipfrag = {
    headers: ['Event: refer', 'Subscription-State: active;expires=60', 'Content-Type: message/sipfrag;version=2.0'],
    body: 'SIP/2.0 100 Trying',
  };
  const offer = () => theirOffer(callHeard);

  it.each<[string, () => string]>([
    ['INVITE', () => another(callHeard.findLast((message) => message.startsWith('INVITE ')) ?? expect.unreachable())],
    ['NOTIFY', () => request('NOTIFY', sipfrag)],
    ['NOTIFY of voice messages', notifyOfMessages],
    ['REFER', () => request('REFER', { headers: ['Refer-To: <sip:0099@pbx.invalid>'] })],
    // A good one of the call's own would end it.
    ['BYE', () => request('BYE', { stray: true })],
    ['re-INVITE', () => request('INVITE', { stray: true, headers: sdpContent, body: offer() })],
  ])('%s', async (name, write) => {
    const random = seeded(name.length * 7_919 + 4_475);
    for (let made = 0; made < mutationsOfEach; made += 20) {
      await take(Array.from({ length: 20 }, () => mutate(write(), random)));
      await clear();
    }
  });

  it('a description of the call in progress', async () => {
    const random = seeded(3_264);
    for (let made = 0; made < mutationsOfEach; made += 1) {
      const body = mutate(offer(), random);
      await take([request('INVITE', { headers: sdpContent, body })]);
      await acknowledged();
    }
    // A good one again, in case one of them was good enough to be taken.
    await take([request('INVITE', { headers: sdpContent, body: offer() })]);
    await acknowledged();
  });

  it('and after all of it they still hear each other, and the line still works', async () => {
    await line.soundFlows();
    await line.page.call.setHold({ callId, hold: true });
    await line.page.untilState('held', ({ calls: [held] }) => held?.phase.kind === 'talking' && held.phase.hold.actual);
    await line.page.call.hangUp({ callId });
    await line.untilAgreed();
  });
});
