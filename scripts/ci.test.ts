import { expect, test } from 'vitest';
import { readVitest } from './ci.ts';

const report = (change: object) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [
      { name: 'hold.test.ts', status: 'passed', assertionResults: Array(3).fill({ status: 'passed', fullName: '' }) },
    ],
    ...change,
  });

const untold = { reasons: [] };

test('passed and failed tests are counted as they are', () => {
  expect(readVitest(report({}))).toEqual({ passed: 3, failed: 0, ...untold });
  expect(readVitest(report({ numFailedTests: 2 }))).toEqual({ passed: 3, failed: 2, ...untold });
});

test('what was skipped or only planned has failed', () => {
  expect(readVitest(report({ numPendingTests: 1, numTodoTests: 1 }))).toEqual({ passed: 3, failed: 2, ...untold });
});

test('a failed test is told with its file and the first lines of its reason', () => {
  const failureMessages = [Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n')];
  const { reasons } = readVitest(
    report({
      numFailedTests: 1,
      testResults: [
        {
          name: 'hold.test.ts',
          status: 'failed',
          assertionResults: [{ status: 'failed', fullName: 'holds', failureMessages }],
        },
      ],
    }),
  );
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(/^hold\.test\.ts: holds \(failed\)\n {4}line 0\n(.*\n)+ {4}line 29$/);
});

test('a file that could not be loaded has failed once', () => {
  const testResults = [{ name: 'hold.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }];
  expect(readVitest(report({ testResults }))).toEqual({
    passed: 3,
    failed: 1,
    reasons: ['hold.test.ts\n    no such module'],
  });
});
