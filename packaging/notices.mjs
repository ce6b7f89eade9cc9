// Writes THIRD_PARTY_NOTICES: every package whose code is in the VSIX, bundled or beside it, with its licence text.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { currentTarget } from './runtimeFiles.mjs';
import { shippedPackages } from './shippedPackages.mjs';

/** @type {(json: string) => { readonly name: string, readonly license?: string }} */
const readManifest = JSON.parse;

/** @param {string} folder */
async function notice(folder) {
  const manifest = readManifest(await readFile(`${folder}/package.json`, 'utf8'));
  const licenceFile = (await readdir(folder)).find((file) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(file));
  const text = licenceFile === undefined ? `Licensed under ${manifest.license ?? 'unknown terms'}.` : (await readFile(`${folder}/${licenceFile}`, 'utf8')).trim();
  return { title: `${manifest.name} (${manifest.license ?? 'see below'})`, text };
}

const notices = await Promise.all((await shippedPackages(currentTarget())).map(notice));
const titles = [...new Set(notices.map(({ title }) => title))].sort();
const models = 'The models in media/models are published under Apache-2.0; media/models/README.md is their card and lists the sources they were trained on.';
const body = titles.map((title) => `${'-'.repeat(78)}\n${title}\n\n${notices.find((entry) => entry.title === title)?.text ?? ''}\n`);
await writeFile('THIRD_PARTY_NOTICES', [
  'PackLLM ships code of the packages below, each under its own licence. node-llama-cpp contains llama.cpp and ggml (MIT).',
  models, '', ...titles.map((title) => `  ${title}`), '', ...body,
].join('\n'));
console.log(`THIRD_PARTY_NOTICES lists ${titles.length} packages.`);
