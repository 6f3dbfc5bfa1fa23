// The copy of somebody's data on its way into a file: the real data process, the real backend, and between them a door that sends packages of
// any length and breaks off where a test wants it to.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ulidSchema } from '#shared/model/ids';
import { protocolHeader, protocolsSpoken } from '#shared/protocol/version';
import { type Backend, startBackend } from '#test/support/backend';
import { type DataProcess, startData } from '#test/support/dataProcess';
import { until } from '#test/support/until';

const id = ulidSchema.parse('01HZZZZZZZZZZZZZZZZZZZZZZZ');
const megabyte = 1024 * 1024;

let backend: Backend;
let door: Server;
let url: string;
let folder: string;
let data: DataProcess;
/** What the next package is: its length as it is said, and how many bytes of it come. */
let next: { said: number; sent: number; after: 'end' | 'cut' | 'wait' };
let whoWaits = 0;

beforeAll(async () => {
  backend = await startBackend();
  door = createServer((asked, answer) => {
    if (asked.url?.includes('/copy') !== true) {
      const there = request(new URL(asked.url ?? '', backend.url), { method: asked.method, headers: asked.headers });
      there.on('response', (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(answer);
      });
      there.on('error', () => answer.destroy());
      answer.on('close', () => there.destroy());
      asked.pipe(there);
      return;
    }
    const { said, sent, after } = next;
    const type = { 'content-type': 'application/zip', 'content-length': said };
    answer.writeHead(200, { ...type, [protocolHeader]: protocolsSpoken });
    answer.flushHeaders();
    let left = sent;
    const more = (): void => {
      while (left > 0) {
        const piece = Buffer.alloc(Math.min(left, 256 * 1024), left & 255);
        left -= piece.length;
        if (!answer.write(piece)) return void answer.once('drain', more);
      }
      if (after === 'end') answer.end();
      else if (after === 'cut') answer.destroy();
      else whoWaits += 1;
    };
    answer.on('close', () => {
      if (after === 'wait') whoWaits -= 1;
    });
    more();
  }).listen(0, '127.0.0.1');
  await until('the door is open', () => door.listening);
  url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
afterAll(async () => {
  door.closeAllConnections();
  door.close();
  await backend.stop();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-saved-'));
  whoWaits = 0;
  data = await startData({ folder: join(folder, 'profile') });
  await data.desk.signIn({ backendUrl: url, credentials: { username: 'giulia', password: 'cornetta' } });
  await until('the cache is loaded', () => data.deskState().sync.load.kind === 'complete');
});
afterEach(async () => {
  await data.kill();
  rmSync(folder, { recursive: true, force: true });
});

const target = () => join(folder, 'copia.zip');
const filesHere = () => readdirSync(folder).filter((name) => name !== 'profile');
const save = async () => data.desk.copyOfData({ id, language: 'it', ticket: await data.chooseFile(target()) });
/** What it has for itself. Pages of files, as of the program's own, come and go as the machine has room. */
const ownMb = () => Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${data.pid}/status`, 'utf8'))?.[1]) / 1024;

test('a package of 300 MB goes into its file and takes the data process less than 50 MB, and says how far it is', async () => {
  next = { said: megabyte, sent: megabyte, after: 'end' };
  await save();
  const before = ownMb();
  let most = before;
  data.onDeskEvent((event) => {
    if (event.kind === 'savingChanged') most = Math.max(most, ownMb());
  });
  const bytes = 300 * megabyte;
  next = { said: bytes, sent: bytes, after: 'end' };
  expect(await save()).toBe('saved');
  expect(statSync(target()).size).toBe(bytes);
  expect(filesHere()).toEqual(['copia.zip']);
  const told = data.deskEvents.flatMap((event) => (event.kind === 'savingChanged' ? [event.saving] : []));
  expect(told.filter((saving) => saving?.bytes === bytes).length).toBeGreaterThan(100);
  expect(data.deskState().saving).toBeNull();
  expect(most - before).toBeLessThan(50);
});

test('one that breaks off leaves nothing behind, what was there before stays, and the next try is whole', async () => {
  writeFileSync(target(), 'quella di prima');
  next = { said: 8 * megabyte, sent: 5 * megabyte, after: 'cut' };
  await expect(save()).rejects.toMatchObject({ failure: { code: 'file.brokeOff' } });
  expect(filesHere()).toEqual(['copia.zip']);
  expect(readFileSync(target(), 'utf8')).toBe('quella di prima');
  next = { said: 8 * megabyte, sent: 8 * megabyte, after: 'end' };
  // A browser calls so what it has not got whole.
  writeFileSync(`${target()}.part`, 'di qualcun altro');
  const ticket = await data.chooseFile(target());
  expect(await data.desk.copyOfData({ id, language: 'it', ticket })).toBe('saved');
  expect(statSync(target()).size).toBe(8 * megabyte);
  expect(readFileSync(`${target()}.part`, 'utf8')).toBe('di qualcun altro');
  expect(filesHere().sort()).toEqual(['copia.zip', 'copia.zip.part']);
  await until('main is told that it is done', () => data.usedTickets.has(ticket));
});

test('until it is whole there is no file of that name, and who wants it no more has nothing', async () => {
  next = { said: 8 * megabyte, sent: 4 * megabyte, after: 'wait' };
  const saving = save();
  await until('half of it is here', () => (data.deskState().saving?.reached ?? 0) >= 3 * megabyte);
  expect(existsSync(target())).toBe(false);
  await expect(save()).rejects.toMatchObject({ failure: { code: 'call.notNow' } });
  await data.desk.leaveSaving(null);
  expect(await saving).toBe('left');
  expect(filesHere()).toEqual([]);
  await until('the backend is not kept waiting', () => whoWaits === 0);
});

test('more than there is room for is refused before the first byte', async () => {
  next = { said: 900_000_000_000_000, sent: 0, after: 'wait' };
  await expect(save()).rejects.toMatchObject({ failure: { code: 'file.noRoom' } });
  expect(filesHere()).toEqual([]);
  await until('the backend is not kept waiting', () => whoWaits === 0);
});

test('a ticket is good once, and none is good that nobody was given', async () => {
  next = { said: megabyte, sent: megabyte, after: 'end' };
  const ticket = await data.chooseFile(target());
  expect(await data.desk.copyOfData({ id, language: 'it', ticket })).toBe('saved');
  for (const again of [ticket, 'nobody-has-given-this-one'])
    await expect(data.desk.copyOfData({ id, language: 'it', ticket: again })).rejects.toMatchObject({
      failure: { code: 'file.notSaved' },
    });
});

test('a place where nothing can be written is said, without its name', async () => {
  next = { said: megabyte, sent: megabyte, after: 'end' };
  const ticket = await data.chooseFile(join(folder, 'nowhere', 'copia.zip'));
  await expect(data.desk.copyOfData({ id, language: 'it', ticket })).rejects.toMatchObject({
    failure: { code: 'file.notSaved', message: expect.not.stringContaining(folder) },
  });
});
