// Hints of CRMs that something has changed there: believed enough to read now, and no further. Each connector has a secret address for them; what the CRM
// signs is checked besides, where the key to it is known.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Description } from '#shared/connector/description';
import { type Hint, signedBy } from '#shared/connector/hints';
import type { ServerDeps } from '../deps.ts';
import type { ConnectorRow } from '../repositories/connectors.ts';
import type { ConnectorsOutside } from './outside.ts';
import { unseal } from './sealing.ts';

/** A signature that is older could be somebody's who has overheard it. */
const goodForMs = 5 * 60_000;

/** Not kept anywhere: made from the key of the installation. */
const keyOf = ({ sealingKey }: ConnectorsOutside, connectorId: string): string =>
  createHmac('sha256', sealingKey).update(`${connectorId} hints`).digest('base64url');

/** What is entered in the CRM; null: it gives no hints, or nobody has said where this backend is reached from outside. */
export function hintAddress(
  { config }: Pick<ServerDeps, 'config'>,
  outside: ConnectorsOutside,
  { id, kind }: Pick<ConnectorRow, 'id' | 'kind'>,
): string | null {
  if (config.publicUrl === null || outside.descriptions.get(kind)?.hints === undefined) return null;
  return `${config.publicUrl}/v1/connectors/${id}/hints/${keyOf(outside, id)}`;
}

export const isHintKey = (outside: ConnectorsOutside, connectorId: string, key: string): boolean =>
  isSame(key, keyOf(outside, connectorId));

/** Whether the CRM has said it, as far as that can be known. */
export function isCrms(
  outside: ConnectorsOutside,
  description: Description,
  row: ConnectorRow,
  hint: Hint,
  now: number,
): boolean {
  const signature = description.hints?.signature;
  const secret = signature && unseal(outside.sealingKey, row.id, row.secrets)?.[signature.secret];
  if (signature === undefined || secret === undefined) return true;
  const signed = signedBy(signature, hint);
  if (signed === null || Math.abs(now - signed.at) > goodForMs) return false;
  return isSame(signed.signature, createHmac('sha256', String(secret)).update(signed.text).digest('base64'));
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
