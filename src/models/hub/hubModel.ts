import { join } from 'node:path';
import { failures } from '../../base/errors.ts';
import type { Downloadable } from '../catalogue.ts';
import type { HubFile, HubRepository } from './hubRepository.ts';

/** Licences that ask nothing of a user before the download, by the names that hubs give them. */
const permissive: ReadonlyMap<string, string> = new Map([
  ['apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0'],
  ['mit', 'https://opensource.org/license/mit'],
  ['bsd-2-clause', 'https://opensource.org/license/bsd-2-clause'],
  ['bsd-3-clause', 'https://opensource.org/license/bsd-3-clause'],
  ['cc0-1.0', 'https://creativecommons.org/publicdomain/zero/1.0/'],
  ['cc-by-4.0', 'https://creativecommons.org/licenses/by/4.0/'],
  ['cc-by-sa-4.0', 'https://creativecommons.org/licenses/by-sa/4.0/'],
]);

/** One file of a repository as something to download: checked against the size and SHA-256 that the hub gives for that very commit. */
export function hubDownload({ repository, revision, licence }: HubRepository, { file, bytes, sha256 }: HubFile): Downloadable {
  const url = permissive.get(licence ?? '');
  return {
    id: `${repository}/${file}`,
    name: file.replace(/\.gguf$/u, ''),
    fileName: file,
    bytes,
    sha256,
    licence: { name: licence ?? 'terms of its page', url: url ?? `https://huggingface.co/${repository}`, mustAccept: url === undefined },
    sources: [{ kind: 'hub', repository, revision, file }],
  };
}

/** Files of different repositories may have the same name: each repository has a folder of its own among the models. */
export function hubFolder(models: string, repository: string): string {
  const [owner = '', name = ''] = repository.split('/');
  return join(models, 'hub', owner, name);
}

/** The file of that name, or the only one. Throws `bad-request` and names what there is. */
export function pickHubFile({ repository, files }: HubRepository, wanted: string | undefined): HubFile {
  const names = files.map(({ file }) => file).join(', ');
  if (files.length === 0) throw failures.badRequest(`${repository} has no GGUF file that is a whole model`);
  if (wanted === undefined) {
    const [only] = files;
    if (only === undefined || files.length > 1) throw failures.badRequest(`${repository} has several models; name one of ${names}`);
    return only;
  }
  const found = files.find(({ file }) => file.toLowerCase() === wanted.toLowerCase());
  if (found === undefined) throw failures.badRequest(`${repository} has no file "${wanted}"; it has ${names}`);
  return found;
}
