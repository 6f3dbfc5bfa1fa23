// What the server is given from outside, so that tests can hold the clock, the dice and the database in their hands.
import type { FastifyBaseLogger } from 'fastify';
import { ulid } from 'ulid';
import type { Examine } from './attachments/scan.ts';
import type { ServerConfig } from './config.ts';
import type { ConnectorsOutside } from './connectors/outside.ts';
import type { Db } from './db/db.ts';
import type { PbxBridge } from './pbx/bridge.ts';

/** The same for all instances on one database, whatever the clocks of their machines say. */
export type Clock = () => Date;

/** `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array;

export interface AttachmentsOutside {
  /** Of the installation, not in the database. */
  readonly sealingKey: Uint8Array | null;
  readonly examine: Examine | null;
}

export interface ServerDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Resolves when the clock is right; left out: it always is. */
  readonly clockSettled?: () => Promise<void>;
  readonly random: RandomBytes;
  readonly config: ServerConfig;
  readonly logger: FastifyBaseLogger;
  /** The project's folder of that name. */
  readonly assets: string;
  /** Null: none has been set up; phones dial feature codes, and there is no board. */
  readonly bridge: PbxBridge | null;
  /** The folder of the pages that visitors write from, as they were built. Left out: there are none. */
  readonly visitorPages?: string;
  /** Left out: there is no key to seal others with, and no other CRM is read. */
  readonly connectors?: ConnectorsOutside;
  /** Left out: files of cases are not sealed, and nobody examines them. */
  readonly attachments?: AttachmentsOutside;
}

/** A new ULID of this moment. */
export function newId(deps: Pick<ServerDeps, 'clock' | 'random'>): string {
  const bytes = deps.random(16);
  let used = 0;
  return ulid(deps.clock().getTime(), () => (bytes[used++ % bytes.length] ?? 0) / 256);
}

/** An unguessable secret of 256 bits, written in URL-safe characters. */
export const newSecret = (random: RandomBytes): string => Buffer.from(random(32)).toString('base64url');
