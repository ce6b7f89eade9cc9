import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PipCall {
  readonly arguments: readonly string[];
  readonly folder: string;
}

/**
 * A `python3` in a folder of its own whose pip hands out prepared wheels (`<wheels>/<name>.whl`) and notes how it was called.
 * A wheel that is not there is an error, as with the real one; a file `<wheels>/hang` makes it never end.
 */
export class FakePip {
  readonly wheels: string;
  readonly #bin: string;
  readonly #log: string;

  private constructor(folder: string) {
    this.wheels = join(folder, 'wheels');
    this.#bin = join(folder, 'bin');
    this.#log = join(folder, 'calls');
  }

  static async create(folder: string): Promise<FakePip> {
    const pip = new FakePip(folder);
    await mkdir(pip.#bin, { recursive: true });
    await mkdir(pip.wheels, { recursive: true });
    await writeFile(pip.#log, '');
    await writeFile(join(pip.#bin, 'python3'), `#!${process.execPath}
const { appendFileSync, copyFileSync, existsSync, mkdirSync } = require('node:fs');
const [, , ...given] = process.argv;
appendFileSync(${JSON.stringify(pip.#log)}, JSON.stringify({ arguments: given, folder: process.cwd() }) + '\\n');
if (given[0] !== '-m' || given[1] !== 'pip') process.exit(2);
if (given[2] === '--version') process.exit(0);
if (existsSync(${JSON.stringify(join(pip.wheels, 'hang'))})) setInterval(() => {}, 1000);
else {
  const name = given.at(-1).split('==')[0];
  const wheel = ${JSON.stringify(pip.wheels)} + '/' + name + '.whl';
  if (!existsSync(wheel)) { console.error('ERROR: No matching distribution found for ' + given.at(-1)); process.exit(1); }
  const target = given[given.indexOf('-d') + 1];
  mkdirSync(target, { recursive: true });
  copyFileSync(wheel, target + '/' + name + '-1.0.0-py3-none-any.whl');
}
`, { mode: 0o755 });
    return pip;
  }

  /** An environment in which this is the only pip. */
  get environment(): Readonly<Record<string, string>> {
    return { PATH: this.#bin };
  }

  async calls(): Promise<readonly PipCall[]> {
    return (await readFile(this.#log, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as PipCall);
  }
}
