// Every check of the project, as the README's test command and CI run it. Ends with the line `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const results = 'artifacts/test-results.json';

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  console.log(`\n> ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** The VS Code and sidebar tests need a browser; on Debian an administrator's run brings its own. */
function provideChromium() {
  if (process.platform !== 'linux' || existsSync('/usr/bin/chromium') || existsSync('/usr/bin/chromium-browser') || existsSync('/usr/bin/google-chrome')) return;
  if (process.getuid?.() !== 0) {
    console.log('There is no Chromium here, and installing it needs an administrator: sudo apt-get install chromium');
    return;
  }
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
}

provideChromium();
mkdirSync('artifacts', { recursive: true });
rmSync(results, { force: true });
rmSync('artifacts/caches', { recursive: true, force: true });

const steps = [['npm', ['run', '-s', 'types']], ['npm', ['run', '-s', 'lint']], ['npm', ['run', '-s', 'package']]];
const outcomes = steps.map(([command, args]) => run(/** @type {string} */ (command), /** @type {string[]} */ (args)));
run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${results}`]);

/** @type {(json: string) => { numPassedTests: number, numFailedTests: number, numTotalTests: number, testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
const parse = JSON.parse;
const report = existsSync(results) ? parse(readFileSync(results, 'utf8')) : null;
if (report === null) console.log('The test runner left no result file.');

const brokenFiles = report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? [];
for (const file of brokenFiles) console.log(`could not run: ${file.name}`);
const skipped = report?.testResults.flatMap((file) => file.assertionResults.filter((test) => test.status === 'pending' || test.status === 'skipped')) ?? [];
for (const test of skipped) console.log(`skipped: ${test.fullName}`);

const passed = outcomes.filter(Boolean).length + (report?.numPassedTests ?? 0);
const failed = outcomes.filter((ok) => !ok).length + (report === null ? 1 : report.numFailedTests) + brokenFiles.length;
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
