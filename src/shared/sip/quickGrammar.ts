// Reading the fields of a SIP message quickly. The library makes its whole grammar anew for every single field (a tenth of a
// millisecond and more each, ten of them in an INVITE). Fields as PBXs write them every day are read here, with the same result;
// whatever looks the least bit unlike them is left to the grammar.
import { Grammar, NameAddrHeader, URI } from 'sip.js/lib/grammar/index.js';

const library = Grammar as { parse: (text: string, rule: string) => unknown };
/** The library's own; -1 where it cannot read. */
export const readByGrammar = library.parse;

const token = String.raw`[\w.!%*+~-]+`;
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ipv4 = String.raw`${octet}(?:\.${octet}){3}`;
const domain = String.raw`(?:[a-zA-Z0-9-]+\.)*[a-zA-Z][a-zA-Z0-9-]*`;
const port = String.raw`(?::(?<port>\d{1,5}))?`;
const uri = String.raw`sip:(?:(?<user>[\w.+*~-]+)@)?(?<host>${domain}|${ipv4})${port}(?:;transport=(?<transport>wss?|udp|tcp|tls))?(?<outbound>;ob)?`;
const address = String.raw`(?:"(?<name>[ !#-\[\]-~\u00a1-\uffff]+)" )?<${uri}>`;

const partyForm = new RegExp(`^${address}(?:;tag=(?<tag>${token}))?$`);
const contactForm = new RegExp(String.raw`^${address}(?:;expires=(?<expires>0|[1-9]\d{0,8}))?$`);
const viaForm = new RegExp(
  String.raw`^SIP/2\.0/(?<transport>WSS?|UDP|TCP|TLS) (?:(?<domain>${domain})|(?<ipv4>${ipv4}))${port}(?<parameters>(?:;(?:branch=${token}|rport=\d{1,5}|received=${ipv4}))+)$`,
);
const requestForm = new RegExp(String.raw`^(?<method>[A-Z]{3,10}) ${uri} SIP/2\.0$`);
const responseForm = /^SIP\/2\.0 ([1-6]\d\d) ([A-Za-z][A-Za-z ]*)$/;
const callIdForm = new RegExp(`^${token}(?:@${token})?$`);
const cseqForm = /^(\d{1,9}) ([A-Z]{3,10})$/;
const numberForm = /^\d{1,9}$/;

type Part =
  | 'user'
  | 'host'
  | 'port'
  | 'transport'
  | 'name'
  | 'tag'
  | 'expires'
  | 'domain'
  | 'ipv4'
  | 'outbound'
  | 'parameters'
  | 'method';
type Groups = Readonly<Partial<Record<Part, string>>>;

const portOf = (digits: string | undefined): number | undefined => (digits === undefined ? undefined : Number(digits));

function uriOf({ user, host, port, transport, outbound }: Groups): URI {
  const parameters = {
    ...(transport === undefined ? {} : { transport }),
    ...(outbound === undefined ? {} : { ob: null }),
  };
  // An address may have no user, whatever the library's types say.
  return new URI('sip', user as string, host as string, portOf(port), parameters);
}

function readParty(text: string): unknown {
  const groups: Groups | undefined = partyForm.exec(text)?.groups;
  if (groups === undefined) return null;
  const { name, tag } = groups;
  return new NameAddrHeader(uriOf(groups), name as string, tag === undefined ? {} : { tag });
}

function readContact(text: string): unknown {
  const groups: Groups | undefined = contactForm.exec(text)?.groups;
  if (groups === undefined) return null;
  const { name, expires } = groups;
  const parsed = new NameAddrHeader(uriOf(groups), name as string, expires === undefined ? {} : { expires });
  // The library counts backwards here.
  return [{ position: text.length, offset: 0, parsed }];
}

function readVia(text: string): unknown {
  const groups: Groups | undefined = viaForm.exec(text)?.groups;
  if (groups === undefined) return null;
  const port = portOf(groups.port);
  const given = groups.parameters?.slice(1).split(';') ?? [];
  const parameters = Object.fromEntries(given.map((one) => one.split('=') as [string, string]));
  // The library takes the address that an answer went to for the kind of the host.
  const isIpv4 = groups.domain === undefined || 'received' in parameters;
  return {
    protocol: 'SIP',
    transport: groups.transport,
    host_type: isIpv4 ? 'IPv4' : 'domain',
    host: groups.domain ?? groups.ipv4,
    ...(port === undefined ? {} : { port }),
    ...parameters,
  };
}

function readStart(text: string): unknown {
  const [, status, reason] = responseForm.exec(text) ?? [];
  if (status !== undefined) return { sip_version: 'SIP/2.0', status_code: Number(status), reason_phrase: reason };
  const groups: Groups | undefined = requestForm.exec(text)?.groups;
  return groups?.user === undefined ? null : { method: groups.method, uri: uriOf(groups), sip_version: 'SIP/2.0' };
}

function readCseq(text: string): unknown {
  const [, value, method] = cseqForm.exec(text) ?? [];
  return value === undefined ? null : { value: Number(value), method };
}

const readNumber = (text: string): unknown => (numberForm.test(text) ? Number(text) : null);

/** By the grammar's names of its rules. */
const readers = new Map<string, (text: string) => unknown>([
  ['Request_Response', readStart],
  ['Via', readVia],
  ['From', readParty],
  ['To', readParty],
  ['Name_Addr_Header', readParty],
  ['Contact', readContact],
  ['CSeq', readCseq],
  ['Call_ID', (text) => (callIdForm.test(text) ? text : null)],
  ['Max_Forwards', readNumber],
  ['Content_Length', readNumber],
  ['Content_Type', (text) => (text === 'application/sdp' ? text : null)],
]);

/** What the grammar would make of a plain field; null where this one is not plain. */
export const readPlain = (text: string, rule: string): unknown => readers.get(rule)?.(text) ?? null;

/** From now on the library reads plain fields without its grammar. */
export function hurryGrammar(): void {
  library.parse = (text, rule) => readPlain(text, rule) ?? readByGrammar(text, rule);
}
