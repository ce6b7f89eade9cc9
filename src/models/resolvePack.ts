import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { standardPack, type Downloadable } from './catalogue.ts';
import type { PackStore } from './packStore.ts';

/**
 * A member to load; `window` is how many tokens of prompt a model handles well where its file does not say, `languages` the only ones that it
 * writes when there are any.
 */
export interface PackMember {
  readonly id: string;
  readonly path: string;
  readonly window?: number;
  readonly languages?: readonly string[];
}

/** What of a member the engine is told. */
export function memberSpec({ id, path, window }: PackMember): Omit<PackMember, 'languages'> {
  return { id, path, ...(window === undefined ? {} : { window }) };
}

/** Whether the member takes part in texts of this language. */
export function writes({ languages }: Pick<PackMember, 'languages'>, language: string): boolean {
  return languages?.includes(language) ?? true;
}

export interface ResolvedPack {
  /** The user's own choice, the downloaded pair, or the small models that come with the product. */
  readonly kind: 'configured' | 'standard' | 'starter';
  readonly members: readonly PackMember[];
  /** One sentence on how to get better completions; '' when there is nothing to say. */
  readonly advice: string;
  /** One sentence on something that went wrong with the list of models, or null. */
  readonly notice: string | null;
}

/** The starter models were trained on sequences of 512 tokens and get worse beyond. */
export const starterWindow = 512;
const starters = ['starter-typescript', 'starter-python', 'starter-prose'] as const;

/** Where the file of a catalogue entry is in the models folder. */
export const pathOf = (entry: Downloadable, folder: string): string => join(folder, entry.fileName);

/** Whether the entry's file is in the models folder with its full size; its content was checked when it was downloaded. */
export async function isDownloaded(entry: Downloadable, folder: string): Promise<boolean> {
  try {
    const found = await stat(pathOf(entry, folder));
    return found.isFile() && found.size === entry.bytes;
  } catch {
    return false;
  }
}

/** The models that come with the product. */
export function starterMembers(starterFolder: string): readonly PackMember[] {
  return starters.map((id) => ({ id, path: join(starterFolder, `${id}-q8_0.gguf`), window: starterWindow }));
}

/** The models of the standard pack, whether they are downloaded or not. */
export function standardMembers(folder: string): readonly PackMember[] {
  return standardPack.map((entry) => ({ id: entry.id, path: pathOf(entry, folder) }));
}

/** The pack to use: the enabled models that the user added, else the standard pack if it is complete, else the starter pack. */
export async function resolvePack({ store, folder, starterFolder }: { readonly store: PackStore; readonly folder: string; readonly starterFolder: string }): Promise<ResolvedPack> {
  const { members: stored, notice } = await store.read();
  const enabled = stored.filter((member) => member.enabled);
  if (enabled.length > 0) {
    const advice = enabled.length === 1 ? 'Add a second model: fusing needs at least two.' : '';
    return { kind: 'configured', members: enabled.map(({ id, path, languages }) => ({ id, path, ...(languages === undefined ? {} : { languages }) })), advice, notice };
  }
  const off = stored.length > 0 ? ' All models that you added are disabled.' : '';
  const present = await Promise.all(standardPack.map((entry) => isDownloaded(entry, folder)));
  if (present.every(Boolean)) {
    return { kind: 'standard', members: standardMembers(folder), advice: `Add larger GGUF models of your own for better completions.${off}`, notice };
  }
  const megabytes = Math.round(standardPack.filter((_, index) => present[index] !== true).reduce((sum, entry) => sum + entry.bytes, 0) / 1e6);
  return {
    kind: 'starter',
    members: starterMembers(starterFolder),
    advice: `These models are tiny; download the standard pack (${megabytes} MB) with "packllm models get standard" for better completions.${off}`,
    notice,
  };
}
