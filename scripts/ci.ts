// The stages of .ci/run after `npm ci`: each has a deadline and leaves its counts in artifacts/. At the end every
// failure is told once more, for those who see only the end of a log; the last line adds them up. A stage that ends
// without counts, or badly although no test failed, is one failure.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectFolder } from './paths.ts';
import { ended } from './processes.ts';

/** `reasons`: what failed and how, one text for each failure that a report names. */
type Counts = { passed: number; failed: number; reasons: string[] };
type Stage = { script: string; reports: string[]; minutes: number; read(text: string): Counts };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
};

const REASON_LINES = 30;

/** A skipped test is a failed one here, and so is a file that could not even be loaded. */
export function readVitest(text: string): Counts {
  const report: VitestReport = JSON.parse(text);
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  const reasons = report.testResults.flatMap(({ name, message, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ status, fullName, failureMessages }) =>
        reason(`${name}: ${fullName} (${status})`, failureMessages?.join('\n')),
      )
      .concat(assertionResults.length === 0 ? [reason(name, message)] : []),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + skipped + broken.length, reasons };
}

function readCheck(text: string): Counts {
  const { passed, failed }: { passed: number; failed: string[] } = JSON.parse(text);
  return { passed, failed: failed.length, reasons: failed };
}

function reason(what: string, why = ''): string {
  const lines = why.trimEnd().split('\n').slice(0, REASON_LINES);
  return [what, ...lines.map((line) => `    ${line}`)].join('\n');
}

const stages: Stage[] = [
  { script: 'check', reports: ['check.json'], minutes: 4, read: readCheck },
  { script: 'test', reports: ['test.json', 'e2e.json'], minutes: 78, read: readVitest },
  { script: 'test:pbx', reports: ['pbx.json'], minutes: 15, read: readVitest },
];

async function perform({ script, reports, minutes, read }: Stage): Promise<Counts> {
  const files = reports.map((report) => join(projectFolder, 'artifacts', report));
  for (const file of files) await rm(file, { force: true });
  console.log(`\n── npm run ${script}`);
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '--silent', script], { cwd: projectFolder, stdio: 'inherit', detached: true });
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  }, minutes * 60_000);
  const code = await ended(child);
  clearTimeout(deadline);
  const counts = sum(files.map((file) => readCounts(file, read)));
  const remark = late ? `, ended after ${minutes} min` : '';
  if (late || (code !== 0 && counts.failed === 0)) {
    counts.failed += 1;
    counts.reasons.push(`npm run ${script}: exit code ${code}${remark}`);
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`── ${script}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s${remark})`);
  return counts;
}

function readCounts(file: string, read: Stage['read']): Counts {
  try {
    return read(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, reasons: [`no counts in ${basename(file)}`] };
  }
}

function sum(all: Counts[]): Counts {
  const total: Counts = { passed: 0, failed: 0, reasons: [] };
  for (const { passed, failed, reasons } of all) {
    total.passed += passed;
    total.failed += failed;
    total.reasons.push(...reasons);
  }
  return total;
}

if (import.meta.main) {
  const all: Counts[] = [];
  for (const stage of stages) all.push(await perform(stage));
  const total = sum(all);
  for (const each of total.reasons) console.log(`\nfailed: ${each}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
