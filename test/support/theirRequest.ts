// A request of the other side within a call that it has made to the phone, as nobody at the switchboard would send it.

export interface TheirRequest {
  readonly method: string;
  readonly cseq: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** In a dialogue that there is not. */
  readonly stray?: boolean;
}

/** `heard`: what the other side has said so far; the call is the last one that it has acknowledged. */
export function theirRequest(
  heard: readonly string[],
  { method, cseq, headers = [], body = '', stray = false }: TheirRequest,
): string {
  const ack = heard.findLast((message) => message.startsWith('ACK ') && /^contact|^from/im.test(message)) ?? '';
  const of = (name: string) => new RegExp(`^${name}\\s*:\\s*([^\\r\\n]*)`, 'im').exec(ack)?.[1] ?? '';
  const to = of('to');
  return [
    `${method} ${/^ACK (\S+)/.exec(ack)?.[1] ?? ''} SIP/2.0`,
    `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK${method}${cseq}`,
    'Max-Forwards: 70',
    `From: ${of('from')}`,
    `To: ${stray ? to.replace(/tag=\w+/, 'tag=unknown') : to}`,
    `Call-ID: ${of('call-id')}`,
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:switchboard@127.0.0.1;transport=ws>',
    ...headers,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/** The description in the last INVITE of the other side. */
export const theirOffer = (heard: readonly string[]): string =>
  heard.findLast((message) => message.startsWith('INVITE '))?.split('\r\n\r\n')[1] ?? '';

export const sdpContent = ['Content-Type: application/sdp'];
