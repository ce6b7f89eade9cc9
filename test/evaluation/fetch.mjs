// node test/evaluation/fetch.mjs FOLDER: rebuilds the texts that docs/evaluation.md reports on, as FOLDER/<dev|test>/<domain>/<package>__<file>.
// Needs npm, pip and, for the prose, apt-get and dpkg-deb of a Debian 12 machine. `dev` is for choosing settings, `test` for reporting.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import sets from './packages.json' with { type: 'json' };

const target = process.argv[2];
if (target === undefined) throw new Error('Name the folder to write to.');

/** Which files of a package belong to a domain; the declaration files, tests and built bundles in it do not. @type {Record<string, RegExp>} */
const wanted = {
  typescript: /(?<!\.d)\.[mc]?tsx?$/u, javascript: /\.[mc]?js$/u, python: /\.py$/u, prose: /\.(?:txt|rst)(?:\.gz)?$/u, markdown: /\.md$/iu,
};
const unwanted = /(?:^|\/)(?:dist|build|esm|umd|cjs|bundles?|tests?|__tests__|vendor|_vendor|node_modules|generated|data|locale|locale-data)\/|\.min\.|\.dist-info\/|licen[cs]e|changelog|changes|history|notice|copyright|fhs/iu;
const mostFiles = 40;
/** Longer lines are generated text; in Markdown a line may be a paragraph. */
const longestLine = { markdown: 3000, other: 300 };

/** @param {string} spec @param {string} folder */
function unpack(spec, folder) {
  const [kind = '', name = ''] = spec.split(' ');
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const at = { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] };
  if (kind === 'npm') execFileSync('npm', ['pack', '--silent', name], at);
  else if (kind === 'pip') execFileSync('pip', ['download', '-q', '--no-deps', '--only-binary', ':all:', name], at);
  else execFileSync('apt-get', ['download', '-q', name], at);
  const [file = ''] = readdirSync(folder);
  if (kind === 'npm') execFileSync('tar', ['xzf', file, '--strip-components=1'], at);
  else if (kind === 'pip') execFileSync('python3', ['-m', 'zipfile', '-e', file, '.'], at);
  else execFileSync('dpkg-deb', ['-x', file, '.'], at);
}

/** @param {string} path @param {number} longest */
function textOf(path, longest) {
  const raw = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8').replaceAll('\r\n', '\n');
  const usable = text.length >= 1500 && !text.includes('\uFFFD') && text.split('\n').every((line) => line.length <= longest);
  return usable ? text : null;
}

for (const [set, domains] of Object.entries(sets)) {
  for (const [domain, specs] of Object.entries(domains)) {
    const place = join(resolve(target), set, domain);
    mkdirSync(place, { recursive: true });
    for (const spec of specs) {
      const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
      unpack(spec, folder);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name))).filter((path) => wanted[domain]?.test(path) && !unwanted.test(path)).sort();
      const texts = files.map((path) => ({ path, text: textOf(join(folder, path), domain === 'markdown' ? longestLine.markdown : longestLine.other) })).filter(({ text }) => text !== null);
      const every = Math.max(1, texts.length / mostFiles);
      const chosen = texts.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every)).slice(0, mostFiles);
      const prefix = spec.split(' ')[1]?.replace(/(?<=.)[@=].*$/u, '').replaceAll(/[@/]/gu, '-').replace(/^-/u, '') ?? '';
      for (const { path, text } of chosen) writeFileSync(join(place, `${prefix}__${path.replaceAll('/', '-').replace(/\.gz$/u, '')}`), text ?? '');
      console.log(`${set} ${domain} ${spec}: ${chosen.length} of ${files.length} files`);
      rmSync(folder, { recursive: true });
    }
  }
}
