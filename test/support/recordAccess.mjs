// Preloaded with --import: writes down what the process opens, starts and connects to, one `what where` a line, in the file that PACKLLM_ACCESS_LOG names.
import childProcess from 'node:child_process';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const log = fs.openSync(process.env['PACKLLM_ACCESS_LOG'] ?? '', 'a');
const write = fs.writeSync;

/** @type {(where: unknown) => string} */
function text(where) {
  if (where instanceof URL) return where.pathname;
  return typeof where === 'string' ? where : JSON.stringify(where);
}

/** @param {object} owner @param {readonly string[]} names @param {string} what */
function record(owner, names, what) {
  for (const name of names) {
    /** @type {unknown} */
    const original = Reflect.get(owner, name);
    if (typeof original !== 'function') continue;
    Reflect.set(owner, name, new Proxy(original, {
      apply: (called, self, /** @type {unknown[]} */ rest) => {
        write(log, `${what} ${text(rest[0])}\n`);
        /** @type {unknown} */
        const result = Reflect.apply(called, self, rest);
        return result;
      },
    }));
  }
}

const files = ['open', 'readFile', 'writeFile', 'stat', 'lstat', 'readdir', 'mkdir', 'access', 'rename', 'rm', 'unlink', 'opendir', 'statfs', 'appendFile', 'copyFile'];
record(fs.promises, files, 'file');
record(fs, [...files, ...files.map((name) => `${name}Sync`), 'existsSync', 'createReadStream', 'createWriteStream', 'watch', 'watchFile'], 'file');
record(childProcess, ['spawn', 'fork', 'exec', 'execFile', 'spawnSync', 'execSync', 'execFileSync'], 'process');
record(dns, ['lookup'], 'name');
record(dns.promises, ['lookup'], 'name');
record(net.Socket.prototype, ['connect'], 'connect');
syncBuiltinESMExports();
