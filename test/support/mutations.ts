// A message made wrong in one of many ways, the same way again for the same seed.

const nasty = [
  '',
  ' ',
  '\0',
  '\r\n',
  '\n',
  '"',
  '<',
  '>',
  ';',
  ',',
  '%',
  '%00',
  '\uD800',
  '\u202E',
  '-1',
  '0',
  '4294967296',
  '99999999999999999999999',
  'sip:',
  '<sip:@>',
  '"\\',
  '((((((((((',
  'a='.repeat(500),
  ';lr'.repeat(300),
  'A'.repeat(8_000),
];

/** One to four changes: of a line, of a value, of single characters. */
export function mutate(message: string, random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let lines = message.split('\r\n');
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes -= 1) {
    const at = Math.floor(random() * lines.length);
    const line = lines[at] ?? '';
    const place = Math.floor(random() * (line.length + 1));
    const end = Math.min(line.length, place + Math.floor(random() * 12));
    const changed = pick([
      () => [],
      () => [line, line],
      () => [line.slice(0, place) + pick(nasty) + line.slice(end)],
      () => [line.replace(/:.*$/, () => `: ${pick(nasty)}`)],
      () => [line.replace(/\d+/, () => pick(nasty))],
      () => [line.slice(0, place) + String.fromCharCode(Math.floor(random() * 256)) + line.slice(end)],
      () => [line.slice(0, place), ` ${line.slice(place)}`],
      () => [pick(lines)],
    ])();
    lines = [...lines.slice(0, at), ...changed, ...lines.slice(at + 1)];
  }
  const whole = lines.join('\r\n');
  return random() < 0.1 ? whole.slice(0, Math.floor(random() * whole.length)) : whole;
}
