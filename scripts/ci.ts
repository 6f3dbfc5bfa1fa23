// The stages of .ci/run after `npm ci`: each has a deadline and leaves its counts in artifacts/; the last line
// adds them up. A stage that ends without counts, or badly although no test failed, is one failure.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';
import { ended } from './processes.ts';

type Counts = { passed: number; failed: number };
type Stage = { script: string; reports: string[]; minutes: number; read(text: string): Counts };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** A skipped test is a failed one here, and so is a file that could not even be loaded. */
export function readVitest(text: string): Counts {
  const report: VitestReport = JSON.parse(text);
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: report.numFailedTests + skipped + broken.length };
}

const stages: Stage[] = [
  { script: 'check', reports: ['check.json'], minutes: 4, read: (text) => JSON.parse(text) },
  { script: 'test', reports: ['test.json', 'e2e.json'], minutes: 18, read: readVitest },
  { script: 'test:pbx', reports: ['pbx.json'], minutes: 9, read: readVitest },
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
  if (late || (code !== 0 && counts.failed === 0)) counts.failed += 1;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const remark = late ? `, ended after ${minutes} min` : '';
  console.log(`── ${script}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s${remark})`);
  return counts;
}

function readCounts(file: string, read: Stage['read']): Counts {
  try {
    return read(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function sum(all: Counts[]): Counts {
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of all) {
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

if (import.meta.main) {
  const all: Counts[] = [];
  for (const stage of stages) all.push(await perform(stage));
  const total = sum(all);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
