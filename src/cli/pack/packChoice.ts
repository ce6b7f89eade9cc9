import { resolve } from 'node:path';
import { memberId } from '../../models/memberId.ts';
import { modelsFolder } from '../../models/modelsFolder.ts';
import { PackStore } from '../../models/packStore.ts';
import { resolvePack, type PackMember, type ResolvedPack } from '../../models/resolvePack.ts';
import { asTyped } from '../shell/invocation.ts';
import type { Run } from '../shell/run.ts';

/** The members to load, and which of the packs they are; `given` are the files of --models. */
export interface PackChoice extends Omit<ResolvedPack, 'kind'> {
  readonly kind: ResolvedPack['kind'] | 'given';
  /** Why this pack, one sentence. */
  readonly why: string;
}

const reasons: Readonly<Record<PackChoice['kind'], string>> = {
  given: 'They replace the pack for this command.',
  configured: 'It holds the models that you added and did not disable.',
  standard: 'It is downloaded, and you added no models of your own.',
  starter: 'You added no models of your own, and the standard pack is not downloaded.',
};

export async function choosePack({ flags, installation }: Run): Promise<PackChoice> {
  if (flags.models !== undefined) return { kind: 'given', members: specsOf(flags.models), advice: '', notice: null, why: reasons.given };
  const folder = modelsFolder();
  const pack = await resolvePack({ store: new PackStore(folder), folder, starterFolder: installation.starterModels });
  return { ...pack, advice: asTyped(pack.advice, process.env), why: reasons[pack.kind] };
}

/** A file that is named twice is two members: that is how a pack of equals is made. */
function specsOf(paths: readonly string[]): readonly PackMember[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const id = memberId(path, taken);
    taken.add(id);
    return { id, path: resolve(path) };
  });
}
