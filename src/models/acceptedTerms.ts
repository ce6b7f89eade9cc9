import { join } from 'node:path';
import * as v from 'valibot';
import type { Downloadable } from './catalogue.ts';
import { JsonFile } from './jsonFile.ts';

const Acceptance = v.object({ model: v.string(), terms: v.string(), acceptedAt: v.string() });
const Acceptances = v.array(Acceptance);

/** Which models' terms the user accepted, and when. Terms at another address must be accepted anew. */
export class AcceptedTerms {
  readonly #file: JsonFile<readonly v.InferOutput<typeof Acceptance>[]>;

  constructor(folder: string) {
    this.#file = new JsonFile<readonly v.InferOutput<typeof Acceptance>[]>(join(folder, 'accepted-terms.json'), Acceptances, []);
  }

  /** True as well when the model has no terms to accept. */
  async has({ id, licence }: Downloadable): Promise<boolean> {
    if (!licence.mustAccept) return true;
    const { value } = await this.#file.read();
    return value.some(({ model, terms }) => model === id && terms === licence.url);
  }

  async accept({ id, licence }: Downloadable, at: Date): Promise<void> {
    const acceptance = { model: id, terms: licence.url, acceptedAt: at.toISOString() };
    await this.#file.update((all) => [[...all.filter(({ model }) => model !== id), acceptance], undefined]);
  }
}
