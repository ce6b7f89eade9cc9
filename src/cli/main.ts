import { CommanderError } from 'commander';
import { buildProgram } from './program.ts';
import { installationOf, versionOf } from './shell/installation.ts';
import { createRunner } from './shell/runner.ts';

const installation = installationOf(import.meta.url);
try {
  await buildProgram(await versionOf(installation), createRunner(process, installation)).parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  process.exitCode = thrown.exitCode === 0 ? 0 : 2;
  // The options were not understood as a whole, but this one has only one meaning.
  if (thrown.exitCode !== 0 && process.argv.includes('--json')) {
    console.log(JSON.stringify({ error: { code: 'usage', message: thrown.message.replace(/^error: /u, ''), fix: '' } }, null, 2));
  }
}
