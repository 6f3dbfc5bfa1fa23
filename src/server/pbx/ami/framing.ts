// How the manager interface (AMI) puts messages on the wire: headers by line, an empty line ends one, a greeting comes first.

/** Header -> value. A header that comes several times has its values joined by line ends. */
export type AmiMessage = Readonly<Record<string, string>>;

export interface AmiParser {
  /** The messages that are whole now. @throws Error when one grows beyond reason */
  push(chunk: string): AmiMessage[];
}

/** A `Command` may print a lot; nothing of the size of a file is meant. */
const longestMessage = 4 * 1024 * 1024;

export function createAmiParser(): AmiParser {
  let rest = '';
  let greeted = false;

  /** The greeting is one line, and no message. */
  function withoutGreeting(): boolean {
    if (greeted) return true;
    const end = rest.indexOf('\r\n');
    if (end < 0) return false;
    if (rest.startsWith('Asterisk Call Manager')) rest = rest.slice(end + 2);
    greeted = true;
    return true;
  }

  return {
    push(chunk) {
      rest += chunk;
      if (!withoutGreeting()) return [];
      const parts = rest.split('\r\n\r\n');
      rest = parts.pop() ?? '';
      if (rest.length > longestMessage) throw new Error('a message without end');
      return parts.map(read);
    },
  };
}

function read(text: string): AmiMessage {
  const message = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const header = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    const before = message.get(header);
    message.set(header, before === undefined ? value : `${before}\n${value}`);
  }
  return Object.fromEntries(message);
}

/** An action as it is sent. A line end inside a value would begin a header of its own: it becomes a blank. */
export function writeAction(headers: Readonly<Record<string, string | readonly string[]>>): string {
  const lines = Object.entries(headers).flatMap(([header, value]) =>
    [value].flat().map((each) => `${header}: ${each.replace(/[\r\n]/g, ' ')}\r\n`),
  );
  return `${lines.join('')}\r\n`;
}
