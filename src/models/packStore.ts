import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { failures } from '../base/errors.ts';
import { checkGguf } from './checkGguf.ts';
import { JsonFile } from './jsonFile.ts';
import { memberId } from './memberId.ts';

const StoredMember = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_-]{0,99}$/u)),
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  enabled: v.boolean(),
});
/** A model that the user added to the pack. */
export type StoredMember = v.InferOutput<typeof StoredMember>;

const StoredPack = v.object({ members: v.pipe(v.array(StoredMember), v.maxLength(256)) });

export interface PackContents {
  readonly members: readonly StoredMember[];
  /** One sentence to tell the user, or null: the list was damaged and where it is kept. */
  readonly notice: string | null;
}

/** The models that the user chose, kept in `pack.json` of the models folder and shared by the editor and the command line. */
export class PackStore {
  readonly #file: JsonFile<v.InferOutput<typeof StoredPack>>;

  constructor(folder: string) {
    this.#file = new JsonFile(join(folder, 'pack.json'), StoredPack, { members: [] });
  }

  async read(): Promise<PackContents> {
    const { value, keptAside } = await this.#file.read();
    return { members: value.members, notice: keptAside === null ? null : `The list of your models was damaged; it is kept as ${keptAside}, and a new one is in use.` };
  }

  /** Adds and enables the file at `path` after checking its header; a file that is already there is only enabled. Throws what `checkGguf` throws. */
  async add(path: string): Promise<StoredMember> {
    const absolute = resolve(path);
    await checkGguf(absolute);
    return this.#file.update((pack) => {
      const present = pack.members.find((member) => member.path === absolute);
      const member = { id: present?.id ?? memberId(absolute, new Set(pack.members.map(({ id }) => id))), path: absolute, enabled: true };
      return [{ members: [...pack.members.filter((other) => other !== present), member] }, member];
    });
  }

  /** Throws `bad-request` when the pack has no such member. */
  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.#file.update((pack) => {
      requireMember(pack.members, id);
      return [{ members: pack.members.map((member) => (member.id === id ? { ...member, enabled } : member)) }, undefined];
    });
  }

  /** Takes the member out of the pack; its file stays. Throws `bad-request` when the pack has no such member. */
  async remove(id: string): Promise<void> {
    await this.#file.update((pack) => {
      requireMember(pack.members, id);
      return [{ members: pack.members.filter((member) => member.id !== id) }, undefined];
    });
  }
}

function requireMember(members: readonly StoredMember[], id: string): void {
  if (!members.some((member) => member.id === id)) throw failures.badRequest(`the pack has no model named "${id}"`);
}
