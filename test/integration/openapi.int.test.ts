import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openApiFile, openApiText } from '../../scripts/openapi.ts';

test('docs/openapi.json says what the backend’s routes are', async () => {
  const isAsItShouldBe = (await readFile(openApiFile, 'utf8')) === (await openApiText());
  expect(isAsItShouldBe, 'the file is made, not written: run `node scripts/openapi.ts` and commit it').toBe(true);
});
