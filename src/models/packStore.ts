import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { failures } from '../base/errors.ts';
import { checkGguf } from './checkGguf.ts';
import { JsonFile } from './jsonFile.ts';
import { memberId } from './memberId.ts';

/** Ids of languages as the editor and its extensions spell them. */
const languagePattern = /^[A-Za-z0-9][\w+#.-]{0,99}$/u;

const StoredMember = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_-]{0,99}$/u)),
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  enabled: v.boolean(),
  /** The only languages that it writes, by the editor's language ids; every language when left out. */
  languages: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.regex(languagePattern))), v.minLength(1), v.maxLength(200))),
});
/** A model that the user added to the pack. Those before others are loaded first. */
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
      if (present !== undefined) {
        const member = { ...present, enabled: true };
        return [{ members: pack.members.map((other) => (other === present ? member : other)) }, member];
      }
      const member = { id: memberId(absolute, new Set(pack.members.map(({ id }) => id))), path: absolute, enabled: true };
      return [{ members: [...pack.members, member] }, member];
    });
  }

  /** Throws `bad-request` when the pack has no such member. */
  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.#change(id, (member) => ({ ...member, enabled }));
  }

  /** Limits the member to these languages, in any order; none lifts the limit. Throws `bad-request` for an unknown member, and for what is no language id. */
  async setLanguages(id: string, languages: readonly string[]): Promise<void> {
    const wrong = languages.find((language) => !languagePattern.test(language));
    if (wrong !== undefined) throw failures.badRequest(`"${wrong}" is not the id of a language`);
    const limits = [...new Set(languages)].sort();
    await this.#change(id, (member) => ({ id, path: member.path, enabled: member.enabled, ...(limits.length === 0 ? {} : { languages: limits }) }));
  }

  /** Puts the member at this place of the list, counted from 0; the others keep their order. Throws `bad-request` for an unknown member. */
  async move(id: string, place: number): Promise<void> {
    await this.#file.update((pack) => {
      const member = requireMember(pack.members, id);
      const others = pack.members.filter((other) => other !== member);
      return [{ members: others.toSpliced(Math.max(0, place), 0, member) }, undefined];
    });
  }

  /** Takes the member out of the pack; its file stays. Throws `bad-request` when the pack has no such member. */
  async remove(id: string): Promise<void> {
    await this.#file.update((pack) => {
      requireMember(pack.members, id);
      return [{ members: pack.members.filter((member) => member.id !== id) }, undefined];
    });
  }

  async #change(id: string, change: (member: StoredMember) => StoredMember): Promise<void> {
    await this.#file.update((pack) => {
      const member = requireMember(pack.members, id);
      return [{ members: pack.members.map((other) => (other === member ? change(member) : other)) }, undefined];
    });
  }
}

function requireMember(members: readonly StoredMember[], id: string): StoredMember {
  const member = members.find((other) => other.id === id);
  if (member === undefined) throw failures.badRequest(`the pack has no model named "${id}"`);
  return member;
}
