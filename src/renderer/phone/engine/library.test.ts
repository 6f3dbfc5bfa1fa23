// What of the library is left alone, since it is broken there beyond mending from outside.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sources = readdirSync(import.meta.dirname)
  .filter((name) => /^[^.]+\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(`${import.meta.dirname}/${name}`, 'utf8') }));

it.each([
  ['Subscriber', 'takes a Retry-After for milliseconds'],
  ['SessionManager', 'disposes of every call when the connection is lost'],
  ['SimpleUser', 'disposes of every call when the connection is lost'],
])('%s is not used: it %s', (name) => {
  const users = sources.filter(({ text }) =>
    new RegExp(`\\b${name}\\b`).test(text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')),
  );
  expect(users.map((user) => user.name)).toEqual([]);
});
