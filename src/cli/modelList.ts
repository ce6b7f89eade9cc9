import { resolve } from 'node:path';
import { asPackError, type Failure } from '../base/errors.ts';
import { checkGguf, type GgufSummary } from '../models/checkGguf.ts';
import type { StoredMember } from '../models/packStore.ts';
import type { PackChoice } from './packChoice.ts';

/** One model as `models` lists it. */
export interface ListedModel {
  readonly id: string;
  readonly path: string;
  /** Whether it is a member of the pack in use. */
  readonly inUse: boolean;
  /** Whether the user added it, and can enable, disable and remove it. */
  readonly added: boolean;
  /** What its file says of itself, or null when it cannot be used. */
  readonly file: GgufSummary | null;
  readonly problem: Failure | null;
}

/** The pack in use, then the models that the user added and that are not in it. */
export async function listModels(choice: PackChoice, stored: readonly StoredMember[]): Promise<readonly ListedModel[]> {
  const addedPaths = new Set(stored.map((member) => member.path));
  const idle = choice.kind === 'configured' ? stored.filter((member) => !member.enabled) : stored;
  const used = choice.members.map(({ id, path }) => describe(id, path, true, addedPaths.has(resolve(path))));
  return Promise.all([...used, ...idle.map(({ id, path }) => describe(id, path, false, true))]);
}

async function describe(id: string, path: string, inUse: boolean, added: boolean): Promise<ListedModel> {
  try {
    return { id, path, inUse, added, file: await checkGguf(path), problem: null };
  } catch (thrown) {
    return { id, path, inUse, added, file: null, problem: asPackError(thrown).toFailure() };
  }
}
