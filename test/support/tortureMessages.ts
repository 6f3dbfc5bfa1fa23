// The torture messages of RFC 4475, by their sections: what each is about is as there, everything around it is the same plain request.

export interface TortureMessage {
  readonly section: string;
  readonly about: string;
  readonly text: string;
}

const sdp = [
  'v=0',
  'o=x 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 49217 RTP/AVP 0',
  '',
].join('\r\n');

interface Parts {
  start?: string;
  /** In place of the usual field of that name; null leaves it out. */
  fields?: Record<string, string | null>;
  more?: readonly string[];
  body?: string;
}

let count = 0;

function text(method: string, { start, fields = {}, more = [], body = '' }: Parts): string {
  count += 1;
  const usual: Record<string, string | null> = {
    To: '<sip:user@example.com>',
    From: `<sip:caller@example.net>;tag=torture${count}`,
    'Max-Forwards': '70',
    'Call-ID': `torture${count}@192.0.2.1`,
    CSeq: `${count} ${method}`,
    Via: `SIP/2.0/WS 192.0.2.1;branch=z9hG4bKtorture${count}`,
    Contact: '<sip:caller@host.example.net;transport=ws>',
    ...(body === '' ? {} : { 'Content-Type': 'application/sdp' }),
    'Content-Length': String(body.length),
    ...fields,
  };
  const lines = Object.entries(usual).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return [start ?? `${method} sip:user@example.com SIP/2.0`, ...lines, ...more, '', body].join('\r\n');
}

const long = (word: string) => word.repeat(400);

const table: readonly [section: string, about: string, text: () => string][] = [
  [
    '3.1.1.1',
    'a short tortuous INVITE: folding, odd spaces, short and long names, leading zeros',
    () =>
      [
        'INVITE sip:user@example.com;unknownparam SIP/2.0',
        'TO :',
        ' sip:user@example.com ;   tag-less',
        'from   : "J \\\\\\""       <sip:caller@example.net>',
        '  ;',
        '  tag = tortuous',
        'MaX-fOrWaRdS: 0068',
        'Call-ID: tortuous@192.0.2.1',
        `Content-Length   : ${sdp.length}`,
        'cseq: 0009',
        '  INVITE',
        'Via  : SIP  /   2.0',
        ' /WS',
        '    192.0.2.2;branch=390skdjuw',
        's :',
        'NewFangledHeader:   newfangled value',
        ' continued newfangled value',
        'UnknownHeaderWithUnusualValue: ;;,,;;,;',
        'Content-Type: application/sdp',
        'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
        '  branch  =   z9hG4bK9ikj8  ,',
        ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
        ' z9hG4bK30239',
        'm:"Quoted string \\"\\"" <sip:caller@example.net> ; newparam =',
        '      newvalue ;',
        '  secondparam ; q = 0.33',
        '',
        sdp,
      ].join('\r\n'),
  ],
  [
    '3.1.1.2',
    'every character that a token may have',
    () =>
      text("!interesting-Method0123456789_*+`.%indeed'~", {
        start:
          "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0",
        fields: {
          To: '"BEL:\x07 NUL:\0 DEL:\x7F" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*@example.com>',
          From: "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"yes\";tag=_token~1'+`*%!-.",
        },
      }),
  ],
  [
    '3.1.1.3',
    'percent signs that are escaped',
    () => text('INVITE', { start: 'INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0', body: sdp }),
  ],
  [
    '3.1.1.4',
    'escaped nulls in addresses',
    () =>
      text('REGISTER', {
        fields: {
          To: 'sip:null-%00-null@example.com',
          From: 'sip:null-%00-null@example.com;tag=839923423',
          Contact: '<sip:%00@host5.example.com>, <sip:%00%00@host5.example.com>',
        },
      }),
  ],
  [
    '3.1.1.5',
    'percent signs that escape nothing',
    () =>
      text('RE%47IST%45R', {
        start: 'RE%47IST%45R sip:registrar.example.com SIP/2.0',
        fields: { To: '"%Z%45" <sip:resource@example.com>' },
      }),
  ],
  [
    '3.1.1.6',
    'no space between the name and the address',
    () => text('OPTIONS', { fields: { From: 'caller<sip:caller@example.com>;tag=323' } }),
  ],
  [
    '3.1.1.7',
    'long values',
    () =>
      text('INVITE', {
        fields: {
          To: `"I have a user name of ${long('extreme')} proportion" <sip:user@example.com:6000;unknownparam1=very${long('long')}value>`,
          'Call-ID': `longreq.one${long('really')}longcallid`,
        },
        more: [`Unknown-${long('Long')}-Name: unknown-${long('long')}-value`],
        body: sdp,
      }),
  ],
  ['3.1.1.8', 'another request after the body', () => `${text('REGISTER', {})}${text('INVITE', { body: sdp })}`],
  [
    '3.1.1.9',
    'semicolons in the user part',
    () => text('OPTIONS', { start: 'OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0' }),
  ],
  [
    '3.1.1.10',
    'every kind of transport',
    () =>
      text('OPTIONS', {
        more: [
          'Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf',
          'Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKklasjdhf',
        ],
      }),
  ],
  [
    '3.1.1.11',
    'a body of several parts',
    () =>
      text('MESSAGE', {
        fields: { 'Content-Type': 'multipart/mixed;boundary=7a9cbec02ceef655' },
        body: '--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\n\r\n\x00\x01\x02\x7f\r\n--7a9cbec02ceef655--',
      }),
  ],
  [
    '3.1.1.12',
    'a reason phrase that is unusual',
    () => text('INVITE', { start: 'SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e' }),
  ],
  ['3.1.1.13', 'no reason phrase', () => text('INVITE', { start: 'SIP/2.0 100 ' })],
  [
    '3.1.2.1',
    'separators without values',
    () =>
      text('INVITE', {
        fields: {
          Contact: '"Joe" <sip:joe@example.org>;;;;',
          Via: 'SIP/2.0/WS 192.0.2.15;;,;,,',
          To: 'sip:j.user@example.com',
        },
        body: sdp,
      }),
  ],
  [
    '3.1.2.2',
    'a Content-Length larger than the body',
    () => text('INVITE', { fields: { 'Content-Length': '9999' }, body: sdp }),
  ],
  ['3.1.2.3', 'a negative Content-Length', () => text('INVITE', { fields: { 'Content-Length': '-999' }, body: sdp })],
  [
    '3.1.2.4',
    'numbers that are too large, in a request',
    () =>
      text('REGISTER', {
        fields: {
          CSeq: '36893488147419103232 REGISTER',
          'Max-Forwards': '300',
          Expires: '1000000000000000000000000000000',
          Contact: '<sip:user@host129.example.com>;expires=280297596632815',
        },
      }),
  ],
  [
    '3.1.2.5',
    'numbers that are too large, in a response',
    () =>
      text('INVITE', {
        start: 'SIP/2.0 503 Service Unavailable',
        fields: {
          CSeq: '9292394834772304023312 INVITE',
          'Retry-After': '949302838503028349304023988',
          Warning: '1812 overture "In Progress"',
        },
      }),
  ],
  [
    '3.1.2.6',
    'a quote that never ends',
    () => text('INVITE', { fields: { To: '"Mr. J. User <sip:j.user@example.com>' }, body: sdp }),
  ],
  [
    '3.1.2.7',
    'the address in angle brackets',
    () => text('INVITE', { start: 'INVITE <sip:user@example.com> SIP/2.0', body: sdp }),
  ],
  [
    '3.1.2.8',
    'a space in the address',
    () => text('INVITE', { start: 'INVITE sip:user@example.com; lr SIP/2.0', body: sdp }),
  ],
  [
    '3.1.2.9',
    'two spaces in the first line',
    () => text('INVITE', { start: 'INVITE  sip:user@example.com  SIP/2.0', body: sdp }),
  ],
  [
    '3.1.2.10',
    'a space after the first line',
    () => text('OPTIONS', { start: 'OPTIONS sip:remote-target@example.com SIP/2.0  ' }),
  ],
  [
    '3.1.2.11',
    'escaped headers in the address',
    () => text('INVITE', { start: 'INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0', body: sdp }),
  ],
  [
    '3.1.2.12',
    'a date in an unknown time zone',
    () => text('INVITE', { more: ['Date: Fri, 01 Jan 2010 16:00:00 EST'], body: sdp }),
  ],
  [
    '3.1.2.13',
    'parameters outside the brackets that belong inside',
    () => text('REGISTER', { fields: { Contact: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E' } }),
  ],
  [
    '3.1.2.14',
    'spaces within the address specification',
    () => text('OPTIONS', { fields: { To: '"Watson, Thomas" < sip:t.watson@example.org >' } }),
  ],
  [
    '3.1.2.15',
    'a name that is no token and not quoted',
    () => text('OPTIONS', { fields: { From: 'Bell, Alexander <sip:a.g.bell@example.com>;tag=43' } }),
  ],
  ['3.1.2.16', 'an unknown version', () => text('OPTIONS', { start: 'OPTIONS sip:t.watson@example.org SIP/7.0' })],
  ['3.1.2.17', 'another method in CSeq', () => text('OPTIONS', { fields: { CSeq: '8 INVITE' } })],
  ['3.1.2.18', 'an unknown method and another one in CSeq', () => text('NEWMETHOD', { fields: { CSeq: '8 INVITE' } })],
  [
    '3.1.2.19',
    'a status code that is too large',
    () => text('INVITE', { start: 'SIP/2.0 4294967301 better not break the receiver' }),
  ],
  [
    '3.2.1',
    'a branch that is nothing but the magic cookie',
    () => text('OPTIONS', { fields: { Via: 'SIP/2.0/WS 192.0.2.1;branch=z9hG4bK' } }),
  ],
  [
    '3.3.1',
    'fields that have to be there are missing',
    () => text('INVITE', { fields: { To: null, From: null, 'Call-ID': null }, body: sdp }),
  ],
  [
    '3.3.2',
    'an unknown scheme in the request line',
    () => text('OPTIONS', { start: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0' }),
  ],
  [
    '3.3.3',
    'a known scheme that is not for SIP',
    () => text('OPTIONS', { start: 'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0' }),
  ],
  [
    '3.3.4',
    'unknown schemes in fields',
    () =>
      text('REGISTER', {
        fields: { To: 'isbn:2983792873', From: '<http://www.example.com>;tag=3234233', Contact: '<name:John_Smith>' },
      }),
  ],
  [
    '3.3.5',
    'extensions that must be understood',
    () =>
      text('OPTIONS', {
        more: ['Proxy-Require: nothingSupportsThis, nothingSupportsThisEither', 'Require: nothingSupportsThis'],
      }),
  ],
  [
    '3.3.6',
    'an unknown type of content',
    () =>
      text('INVITE', {
        fields: { 'Content-Type': 'application/unknownformat' },
        body: '<audio><pcmu port="443"/></audio>',
      }),
  ],
  [
    '3.3.7',
    'an unknown way to authorise',
    () => text('REGISTER', { more: ['Authorization: NoOneKnowsThisScheme opaque-data=here'] }),
  ],
  [
    '3.3.8',
    'several values where there may be one',
    () =>
      text('INVITE', {
        more: [
          'CSeq: 59 INVITE',
          'Call-ID: multi01.second',
          'From: sip:caller@example.net;tag=second',
          'To: sip:other@example.com',
          'Max-Forwards: 5',
        ],
        body: sdp,
      }),
  ],
  [
    '3.3.9',
    'several Content-Lengths',
    () =>
      text('OPTIONS', {
        more: ['Content-Length: 5'],
        body: 'There is no way to know how many octets are supposed to be here.',
      }),
  ],
  [
    '3.3.10',
    'a response with a broadcast address in Via',
    () =>
      text('INVITE', { start: 'SIP/2.0 200 OK', fields: { Via: 'SIP/2.0/WS 255.255.255.255;branch=z9hG4bK1324923' } }),
  ],
  ['3.3.11', 'no forwards left', () => text('OPTIONS', { fields: { 'Max-Forwards': '0' } })],
  [
    '3.3.12',
    'a parameter of the Contact, not of its address',
    () => text('REGISTER', { fields: { Contact: 'sip:+19725552222@gw1.example.net;unknownparam' } }),
  ],
  [
    '3.3.13',
    'a parameter of the address, not of the Contact',
    () => text('REGISTER', { fields: { Contact: '<sip:+19725552222@gw1.example.net;unknownparam>' } }),
  ],
  [
    '3.3.14',
    'escaped headers in a Contact',
    () => text('REGISTER', { fields: { Contact: '<sip:user@example.com?Route=%3Csip:sip.example.com%3E>' } }),
  ],
  [
    '3.3.15',
    'a content that is not acceptable',
    () => text('INVITE', { fields: { Accept: 'text/nobodyKnowsThis' }, body: sdp }),
  ],
  [
    '3.4.1',
    'an INVITE of RFC 2543: no branch, no tags',
    () =>
      text('INVITE', {
        fields: {
          From: 'sip:caller@example.net',
          Via: 'SIP/2.0/WS iftgw.example.com',
          'Max-Forwards': null,
          Contact: null,
        },
        body: sdp,
      }),
  ],
];

export const tortureMessages: readonly TortureMessage[] = table.map(([section, about, write]) => ({
  section,
  about,
  text: write(),
}));
