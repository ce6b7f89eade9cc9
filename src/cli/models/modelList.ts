import { resolve } from 'node:path';
import { asPackError, type Failure } from '../../base/errors.ts';
import { checkGguf, type GgufSummary } from '../../models/checkGguf.ts';
import type { StoredMember } from '../../models/packStore.ts';
import type { PackMember } from '../../models/resolvePack.ts';
import type { PackChoice } from '../pack/packChoice.ts';

/** One model as `models` lists it. */
export interface ListedModel {
  readonly id: string;
  readonly path: string;
  /** Whether it is a member of the pack in use. */
  readonly inUse: boolean;
  /** Whether the user added it, and can enable, disable and remove it. */
  readonly added: boolean;
  /** The only languages that it takes part in; every one when left out. */
  readonly languages?: readonly string[];
  /** What its file says of itself, or null when it cannot be used. */
  readonly file: GgufSummary | null;
  readonly problem: Failure | null;
}

/** The pack in use, then the models that the user added and that are not in it. */
export async function listModels(choice: PackChoice, stored: readonly StoredMember[]): Promise<readonly ListedModel[]> {
  const addedPaths = new Set(stored.map((member) => member.path));
  const idle = choice.kind === 'configured' ? stored.filter((member) => !member.enabled) : stored;
  const used = choice.members.map((member) => describe(member, true, addedPaths.has(resolve(member.path))));
  return Promise.all([...used, ...idle.map((member) => describe(member, false, true))]);
}

async function describe({ id, path, languages }: PackMember, inUse: boolean, added: boolean): Promise<ListedModel> {
  const listed = { id, path, inUse, added, ...(languages === undefined ? {} : { languages }) };
  try {
    return { ...listed, file: await checkGguf(path), problem: null };
  } catch (thrown) {
    return { ...listed, file: null, problem: asPackError(thrown).toFailure() };
  }
}
