import { failures } from '../../base/errors.ts';
import type { HubSource } from '../catalogue.ts';

export const defaultHubEndpoint = 'https://huggingface.co';

/** Where a hub serves a file of one of its repositories. */
export function hubAddress(endpoint: string, { repository, revision, file }: HubSource): URL {
  return below(endpoint, `${repository}/resolve/${revision}/${file}`);
}

/** Where a hub tells what a repository holds, sizes and checksums included. */
export function hubApiAddress(endpoint: string, repository: string): URL {
  return below(endpoint, `api/models/${repository}?blobs=true`);
}

function below(endpoint: string, path: string): URL {
  if (!URL.canParse(endpoint)) throw failures.badSetting('the hub endpoint', 'is not a web address');
  return new URL(path, endpoint.endsWith('/') ? endpoint : `${endpoint}/`);
}

/** Names are not looked up: `localhost` may be made to mean another machine. */
export const isLoopback = ({ hostname }: URL): boolean => hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);

/** Why nothing may be fetched from `address`, or null. `loopback` is true when the user set an endpoint on this machine. */
export function addressProblem(address: URL, loopback: boolean): string | null {
  if (address.username !== '' || address.password !== '') return 'the address holds a user name or a password';
  if (address.protocol === 'https:') return null;
  if (address.protocol === 'http:' && loopback && isLoopback(address)) return null;
  return `${address.protocol}//${address.host} is not encrypted (https)`;
}
