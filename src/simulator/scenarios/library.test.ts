// The shipped scenarios themselves: complete, small, and fit for the exercise company.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { demoCompanySchema } from '#shared/model/demoCompany';
import { readLibrary } from './library.ts';

const assets = resolve(import.meta.dirname, '../../../assets');
const library = await readLibrary(assets);

test('the first scenarios are there, with a withheld, an unknown and an English caller among them', () => {
  const practice = library.scenarios.filter((one) => one.practice);
  expect(practice.map((one) => one.id)).toEqual(['SIM-01', 'SIM-02', 'SIM-03', 'SIM-04', 'SIM-08', 'SIM-09', 'SIM-20']);
  expect(practice.some((one) => one.cli.kind === 'withheld')).toBe(true);
  expect(practice.some((one) => one.cli.kind === 'number' && !one.cli.onFile)).toBe(true);
  expect(practice.some((one) => one.language === 'en')).toBe(true);
});

test('every scenario calls a queue of the exercise company, from a number that nobody can have', () => {
  const company = demoCompanySchema.parse(JSON.parse(readFileSync(resolve(assets, 'demo/company.json'), 'utf8')));
  const queues = company.queues.map((queue) => queue.id);
  for (const { id, queue, cli } of library.scenarios) {
    expect(queues, id).toContain(queue);
    if (cli.kind === 'number') expect(cli.number, id).toMatch(/^\+3900000001\d\d$/);
  }
});

test('every line can be heard, and all voices together stay under 2 MB', () => {
  for (const scenario of library.scenarios) {
    for (const { samples } of library.scriptOf(scenario).lines) {
      expect(samples.length / 8_000, scenario.id).toBeGreaterThan(0.5);
      expect(Math.max(...samples.map(Math.abs)), scenario.id).toBeGreaterThan(3_000);
    }
  }
  const voices = resolve(assets, 'voices');
  const files = readdirSync(voices, { recursive: true, encoding: 'utf8' }).map((file) =>
    statSync(resolve(voices, file)),
  );
  expect(files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)).toBeLessThan(2_000_000);
});

test('keys are said one after another; keys without a name are left out', () => {
  expect(library.sayKeys('12').length).toBe(library.sayKeys('1').length + library.sayKeys('2').length);
  expect(library.sayKeys('*#')).toHaveLength(0);
});
