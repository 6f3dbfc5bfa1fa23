// What connectors need from outside: the descriptions, the way to a CRM, the passing of time, the key that their secrets are sealed with.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CrmAnswer } from '#shared/connector/answer';
import { type Description, descriptionSchema } from '#shared/connector/description';
import type { SentRequest } from '#shared/connector/request';
import { pause } from '../pbx/pause.ts';

export interface ConnectorsOutside {
  readonly descriptions: ReadonlyMap<string, Description>;
  readonly sealingKey: Uint8Array;
  /** Null: no answer, or `signal` fired before there was one. */
  send(request: SentRequest, signal: AbortSignal): Promise<CrmAnswer | null>;
  /** Resolves at once when `signal` fires. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const longestAnswerMs = 60_000;
/** Two thousand rows are some two megabytes. */
const largestAnswer = 64 * 1024 * 1024;

export async function connectorsOutside(assets: string, sealingKey: Uint8Array): Promise<ConnectorsOutside> {
  return { descriptions: await readDescriptions(join(assets, 'connectors')), sealingKey, send, wait: pause };
}

/** By kind. Throws for a file that is no description. */
export async function readDescriptions(folder: string): Promise<Map<string, Description>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const read = files.map(async (name) =>
    descriptionSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  return new Map((await Promise.all(read)).map((description) => [description.kind, description]));
}

async function send({ method, url, headers, body }: SentRequest, stopping: AbortSignal): Promise<CrmAnswer | null> {
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestAnswerMs)]);
    // A redirection would take the key elsewhere.
    const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal });
    const text = await atMost(answer, largestAnswer);
    return text === null ? null : { status: answer.status, headers: Object.fromEntries(answer.headers), body: text };
  } catch {
    return null;
  }
}

/** The body; null where it is larger. */
async function atMost(answer: Response, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
