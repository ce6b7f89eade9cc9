import { CommanderError } from 'commander';
import { installationOf, versionOf } from './installation.ts';
import { buildProgram } from './program.ts';
import { createRunner } from './runner.ts';

const installation = installationOf(import.meta.url);
try {
  await buildProgram(await versionOf(installation), createRunner(process, installation)).parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  process.exitCode = thrown.exitCode === 0 ? 0 : 2;
}
