import { expect, test } from 'vitest';
import { readVitest } from './ci.ts';

const report = (change: object) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
    ...change,
  });

test('passed and failed tests are counted as they are', () => {
  expect(readVitest(report({}))).toEqual({ passed: 3, failed: 0 });
  expect(readVitest(report({ numFailedTests: 2 }))).toEqual({ passed: 3, failed: 2 });
});

test('what was skipped or only planned has failed', () => {
  expect(readVitest(report({ numPendingTests: 1, numTodoTests: 1 }))).toEqual({ passed: 3, failed: 2 });
});

test('a file that could not be loaded has failed once', () => {
  expect(readVitest(report({ testResults: [{ status: 'failed', assertionResults: [] }] }))).toEqual({
    passed: 3,
    failed: 1,
  });
});
