// What the SIP library does not survive by itself: the phone's real page behind a proxy that lets things go wrong.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import { must } from '#shared/lib/must';
import type { CallId } from '#shared/model/ids';
import { plainSite } from '#shared/model/site';
import { lineOf } from '../support/agentsAtBoard.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { rounds } from '../support/rounds.ts';
import { answerTo, cseqOf, isReinvite, type SipProxy, startSipProxy } from '../support/sipProxy.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { theirRequest } from '../support/theirRequest.ts';
import { until, untilHolds } from '../support/until.ts';

let pages: PhonePages;
let board: TestSwitchboard;
let proxy: SipProxy;
let page: PhonePage;
const extension = '1001';
const echoNumber = '9000';

beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages?.close());
beforeEach(async () => {
  board = await startTestSwitchboard();
  proxy = await startSipProxy(board.url);
  page = await pages.open();
});
afterEach(async () => {
  await page.close();
  await proxy.close();
  await board.stop();
});

function signIn(): void {
  const { password, domain } = board.account(extension);
  const pbx = {
    servers: [proxy.url],
    domain,
    extension,
    authUser: extension,
    password,
    iceServers: [],
    featureCodes: board.company.featureCodes,
    agentState: 'codes' as const,
  };
  page.data.setLine({ pbx, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
}

const isRegistered = (state: PhoneState) => state.registration.kind === 'registered';

async function talk(): Promise<CallId> {
  signIn();
  await page.untilState('registered', isRegistered);
  board.inviteWithHeaders(extension, {});
  await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  const { id } = must(page.state().calls[0], 'a call');
  await page.call.answer({ callId: id });
  await page.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');
  return id;
}

async function soundFlows(): Promise<void> {
  const [before] = await page.stats();
  await until('sound flows both ways', async () => {
    const [now] = await page.stats();
    const sent = (now?.packetsSent ?? 0) - (before?.packetsSent ?? 0);
    return sent > 25 && (now?.packetsReceived ?? 0) - (before?.packetsReceived ?? 0) > 25;
  });
}

const holdIs = (actual: boolean) => (state: PhoneState) => {
  const phase = state.calls[0]?.phase;
  return phase?.kind === 'talking' && phase.hold.actual === actual && phase.hold.wanted === actual;
};

/** The next re-INVITEs are answered so, one status each; the ACKs to these answers stay here. */
function answerReinvites(...statuses: string[]): void {
  const answered = new Set<string>();
  proxy.fromPhone = (message, answer) => {
    if (message.startsWith('ACK ') && answered.has(cseqOf(message))) return null;
    if (!isReinvite(message)) return message;
    const status = statuses.shift();
    if (status === undefined) return message;
    answered.add(cseqOf(message));
    answer(answerTo(message, status));
    return null;
  };
}

describe('hold', () => {
  it('comes true although the other side offered at the same time', async () => {
    const callId = await talk();
    answerReinvites('491 Request Pending', '491 Request Pending');
    await page.call.setHold({ callId, hold: true });
    await page.untilState('held', holdIs(true));
    await page.call.setHold({ callId, hold: false });
    await page.untilState('resumed', holdIs(false));
    await soundFlows();
  });

  it.each(['488 Not Acceptable Here', '302 Moved Temporarily'])(
    'that is answered %s is taken back; the next one works',
    async (status) => {
      const callId = await talk();
      answerReinvites(status);
      await page.call.setHold({ callId, hold: true });
      await page.untilState('not held, and not wanted any more', holdIs(false));
      await soundFlows();
      await page.call.setHold({ callId, hold: true });
      await page.untilState('held', holdIs(true));
    },
  );

  it('right after the answer does not lose the customer when the PBX acknowledges that answer meanwhile', async () => {
    let acknowledgement: string | null = null;
    proxy.fromPbx = (message) => {
      if (acknowledgement !== null || !message.startsWith('ACK ')) return message;
      acknowledgement = message;
      return null;
    };
    const callId = await talk();
    await until('the PBX has the answer', () => acknowledgement !== null);
    proxy.fromPhone = (message) => {
      if (isReinvite(message)) proxy.passOn('pbx', must(acknowledgement, 'an ACK'));
      return message;
    };
    await page.call.setHold({ callId, hold: true });
    await page.untilState('held', holdIs(true));
    await page.call.setHold({ callId, hold: false });
    await page.untilState('resumed', holdIs(false));
    await soundFlows();
  });

  it('is offered as sendonly, and its end as sendrecv', async () => {
    const callId = await talk();
    const offered: (string | undefined)[] = [];
    proxy.fromPhone = (message) => {
      if (isReinvite(message)) offered.push(/^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(message)?.[1]);
      return message;
    };
    for (const hold of [true, false, true, false]) {
      await page.call.setHold({ callId, hold });
      await page.untilState(`hold is ${hold}`, holdIs(hold));
    }
    expect(offered).toEqual(['sendonly', 'sendrecv', 'sendonly', 'sendrecv']);
  });
});

describe('a registration', () => {
  it('is made although its first answer names no contact', async () => {
    let isFirst = true;
    proxy.fromPbx = (message) => {
      if (!isFirst || !/^SIP\/2\.0 200 /.test(message) || !/^cseq:[^\r\n]*REGISTER/im.test(message)) return message;
      isFirst = false;
      return message.replace(/^contact:[^\r\n]*\r\n/gim, '');
    };
    signIn();
    await page.untilState('registered after all', isRegistered);
    expect(isFirst).toBe(false);
  });

  it.each(['before', 'after'])('is made although a stronger digest is offered %s MD5', async (order) => {
    const stronger = 'WWW-Authenticate: Digest realm="cornetta", nonce="n", algorithm=SHA-256, qop="auth"';
    proxy.fromPbx = (message) =>
      message.replace(/^WWW-Authenticate:[^\r\n]*/im, (md5) =>
        (order === 'before' ? [stronger, md5] : [md5, stronger]).join('\r\n'),
      );
    signIn();
    await page.untilState('registered', isRegistered);
  });

  it('is made although the PBX swallows the first attempt', async () => {
    let swallowed = 0;
    proxy.fromPhone = (message) => {
      if (swallowed > 0 || !message.startsWith('REGISTER ')) return message;
      swallowed += 1;
      return null;
    };
    signIn();
    await page.untilState('registered after all', isRegistered);
  });
});

it('a caller of whom nothing can be read rings all the same, and is answered', async () => {
  proxy.fromPbx = (message) =>
    message.startsWith('INVITE ')
      ? message
          .replace(/^X-Customer-Number:[^\r\n]*\r\n/im, '')
          .replace(/^From:[^\r\n]*?(;tag=[^\r\n]*)/im, 'From: "<<sip:%zz@@$1')
          .replace(/^P-Asserted-Identity:[^\r\n]*/im, 'P-Asserted-Identity: "<<sip:@:;')
      : message;
  await talk();
  expect(page.state().calls[0]?.caller).toEqual({ kind: 'unreadable' });
});

it('a call that a colleague has answered says so', async () => {
  proxy.fromPbx = (message) =>
    message.startsWith('CANCEL ')
      ? message
          .replace(/\r\nReason:[^\r\n]*/i, '')
          .replace('\r\n\r\n', '\r\nReason: SIP;cause=200;text="Call completed elsewhere"\r\n\r\n')
      : message;
  signIn();
  await page.untilState('registered', isRegistered);
  const customer = board.inviteWithHeaders(extension, {});
  await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  customer.hangUp();
  const { calls } = await page.untilState('over', (state) => state.calls[0]?.phase.kind === 'ended');
  expect(calls[0]?.phase).toMatchObject({ reason: 'answeredElsewhere' });
});

it('keys go by INFO to whoever has no telephone-event', async () => {
  signIn();
  await page.untilState('registered', isRegistered);
  proxy.fromPbx = withoutTelephoneEvent;
  const infos: string[] = [];
  proxy.fromPhone = (message) => {
    if (message.startsWith('INFO ')) infos.push(/^Signal=(.)/im.exec(message)?.[1] ?? '');
    return message;
  };
  const customer = board.inviteWithHeaders(extension, {});
  await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  const { id: callId } = must(page.state().calls[0], 'a call');
  await page.call.answer({ callId });
  await page.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');
  await page.call.sendDigits({ callId, digits: '12#' });
  await page.call.sendDigits({ callId, digits: '4' });
  await until('they are heard', () => customer.keys() === '12#4');
  expect(infos.join('')).toBe('12#4');
});

describe('what nobody but the agent decides is refused, and the call goes on:', () => {
  it.each([
    ['REFER', ['Refer-To: <sip:0099@pbx.invalid>'], 'SIP/2.0 603 Decline'],
    // The library knows no session timers: the PBX may refresh by re-INVITE.
    ['UPDATE', ['Session-Expires: 90;refresher=uac'], 'SIP/2.0 405 Method Not Allowed'],
  ])('%s', async (method, headers, answer) => {
    const callId = await talk();
    const answers: string[] = [];
    proxy.fromPhone = (message) => {
      if (new RegExp(`^cseq:\\s*\\d+\\s+${method}`, 'im').test(message)) answers.push(message.split('\r\n')[0] ?? '');
      return message;
    };
    board.sendRaw(extension, theirRequest(proxy.heard, { method, cseq: 9_000, headers }));
    await untilHolds(() => expect(answers).toEqual([answer]));
    await page.call.setHold({ callId, hold: true });
    await page.untilState('held', holdIs(true));
  });
});

describe('a number that rings at several places', () => {
  /** Dials, and keeps the INVITE back from the PBX. */
  async function dialled(): Promise<string> {
    signIn();
    await page.untilState('registered', isRegistered);
    const sent = new Promise<string>((resolve) => {
      proxy.fromPhone = (message) => {
        const isOurs = message.startsWith(`INVITE sip:${echoNumber}@`) && /^authorization:/im.test(message);
        if (!isOurs) return message;
        resolve(message);
        return null;
      };
    });
    await page.call.dial({ number: echoNumber, name: null, customerId: null, queueId: null });
    return sent;
  }

  /** One of those places is heard before anybody answers. */
  const early = (invite: string, tag: string, sdp: string) =>
    answerTo(invite.replace(/^(To: [^\r\n]*)/m, `$1;tag=${tag}`), '183 Session Progress', [
      'Contact: <sip:fork@127.0.0.1;transport=ws>',
      'Content-Type: application/sdp',
    ]).replace(/Content-Length: 0\r\n\r\n$/, `Content-Length: ${sdp.length}\r\n\r\n${sdp}`);

  it('is heard from one of them, and then talked to where somebody answers', async () => {
    const place = await pages.openEmpty();
    const invite = await dialled();
    const sdp = await place.evaluate(answerOffer, invite.split('\r\n\r\n')[1] ?? '');
    proxy.passOn('pbx', early(invite, 'place', sdp));
    await page.untilState(
      'heard',
      ({ calls: [call] }) => call?.phase.kind === 'dialling' && call.phase.progress === 'heard',
    );
    await soundFlows();
    proxy.passOn('phone', invite);
    await page.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');
    await place.close();
    await soundFlows();
    const callId = must(page.state().calls[0], 'a call').id;
    await page.call.setHold({ callId, hold: true });
    await page.untilState('held', holdIs(true));
    await page.call.setHold({ callId, hold: false });
    await page.untilState('resumed', holdIs(false));
    await soundFlows();
  });
});

it('a queue may ring for longer than the minute after which the library would give up, and is answered', async () => {
  // Whatever waits for about a minute has waited for it at once.
  const hurried = await pages.open({
    before: () => {
      const later = window.setTimeout.bind(window);
      const isAMinute = (ms: number) => ms >= 45_000 && ms <= 120_000;
      const sooner = (then: () => void, ms = 0) => later(then, isAMinute(ms) ? 0 : ms);
      Object.assign(window, { setTimeout: sooner });
    },
  });
  const minute = () => hurried.page.evaluate(() => new Promise<void>((over) => setTimeout(over, 60_000)));
  hurried.data.setLine(lineOf(board, extension));
  await hurried.untilState('registered', isRegistered);
  board.inviteWithHeaders(extension, {});
  await hurried.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  await minute();
  await hurried.call.answer({ callId: must(hurried.state().calls[0], 'a call').id });
  await hurried.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');
  await hurried.close();
});

if (rounds({ short: 0, long: 1 }) > 0) {
  it('a queue may ring for longer than the minute after which the library would give up', async () => {
    signIn();
    await page.untilState('registered', isRegistered);
    let gaveUp = false;
    proxy.fromPhone = (message) => {
      gaveUp ||= /^SIP\/2\.0 480 /.test(message);
      return message;
    };
    board.inviteWithHeaders(extension, {});
    await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
    const startedAt = performance.now();
    // The switchboard takes it back after half a minute; what the phone hears of that is kept from it.
    proxy.fromPbx = (message) => (message.startsWith('CANCEL ') ? null : message);
    await until('it has rung for 65 s', () => performance.now() - startedAt > 65_000, undefined, 70_000);
    expect(gaveUp).toBe(false);
    expect(page.state().calls[0]?.phase.kind).toBe('ringing');
  }, 90_000);
}

/** An offer without digits by RTP (RFC 4733). */
function withoutTelephoneEvent(message: string): string {
  const [head = '', body = ''] = message.split('\r\n\r\n');
  const payload = /^a=rtpmap:(\d+) telephone-event/im.exec(body)?.[1];
  if (payload === undefined) return message;
  const left = body
    .replace(new RegExp(`^a=(?:rtpmap|fmtp):${payload} .*\\r\\n`, 'gm'), '')
    .replace(new RegExp(`^(m=audio .*) ${payload}(?= |\\r)`, 'm'), '$1');
  return `${head.replace(/^(content-length\s*:\s*)\d+/im, `$1${left.length}`)}\r\n\r\n${left}`;
}

/** Runs in a window of its own: answers the offer there, and sends sound. */
async function answerOffer(sdp: string): Promise<string> {
  const connection = new RTCPeerConnection();
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const voice = audio.createMediaStreamDestination();
  tone.connect(voice);
  tone.start();
  for (const track of voice.stream.getTracks()) connection.addTrack(track, voice.stream);
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription(await connection.createAnswer());
  await new Promise<void>((gathered) => {
    const look = () => connection.iceGatheringState === 'complete' && gathered();
    connection.addEventListener('icegatheringstatechange', look);
    look();
  });
  return connection.localDescription?.sdp ?? '';
}
