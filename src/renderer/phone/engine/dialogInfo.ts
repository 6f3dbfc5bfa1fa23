// What a PBX says of the calls of a telephone (RFC 4235), folded into whether it has any. Other people's text: nothing throws.
import type { LineUse } from '#shared/model/lineUse';

export const dialogInfoType = 'application/dialog-info+xml';

/** The calls of one telephone that are not over, by the PBX's own names: ringing, or talked on. */
export type LineCalls = ReadonlySet<string>;

const goesOn = ['trying', 'proceeding', 'early', 'confirmed'];

/** Bodies of a telephone's few calls; anything longer is something else. */
const longest = 8_000;
const root = /<(?:\w+:)?dialog-info(?=\s)([^>]*)>/i;
const dialog = /<(?:\w+:)?dialog(?=[\s>])([^>]*)>([\s\S]*?)<\/(?:\w+:)?dialog\s*>/gi;
const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(attributes)?.[1];

/** Null for what makes no sense; then what was known stays. */
export function nextCalls(known: LineCalls, contentType: string, body: string): LineCalls | null {
  if (contentType.split(';')[0]?.trim().toLowerCase() !== dialogInfoType || body.length > longest) return null;
  const [opening, attributes = ''] = root.exec(body) ?? [];
  const scope = attribute(attributes, 'state')?.toLowerCase();
  if (opening === undefined || (scope !== 'full' && scope !== 'partial')) return null;
  const calls = new Set(scope === 'full' ? [] : known);
  for (const [, about = '', content = ''] of body.matchAll(dialog)) {
    const id = attribute(about, 'id');
    const state = /<(?:\w+:)?state(?=[\s>])[^>]*>\s*([a-z]+)\s*</i.exec(content)?.[1]?.toLowerCase();
    if (id === undefined || state === undefined) return null;
    if (state === 'terminated') calls.delete(id);
    else if (goesOn.includes(state)) calls.add(id);
    else return null;
  }
  return calls;
}

export const useOf = (calls: LineCalls): LineUse => (calls.size === 0 ? 'free' : 'taken');
