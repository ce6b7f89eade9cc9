import { modelsFolder } from '../../models/modelsFolder.ts';
import { standardMembers, starterMembers } from '../../models/resolvePack.ts';
import type { Run } from '../shell/run.ts';
import { choosePack, type PackChoice } from './packChoice.ts';

export const packNames = ['starter', 'standard', 'both'] as const;
export type PackName = (typeof packNames)[number];

/** The pack of that name, whatever the user's own is; his own without a name. */
export async function namedPack(run: Run, name: PackName | undefined): Promise<PackChoice> {
  if (name === undefined || run.flags.models !== undefined) return choosePack(run);
  const members = [
    ...(name === 'starter' ? [] : standardMembers(modelsFolder())),
    ...(name === 'standard' ? [] : starterMembers(run.installation.starterModels)),
  ];
  return { kind: 'given', members, advice: '', notice: null, why: 'It was named on the command line.' };
}
