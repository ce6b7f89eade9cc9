import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './starterPack.ts';

export interface Sample {
  readonly file: string;
  readonly text: string;
}

/** Twenty texts of a kind that no starter model was trained on; see test/samples/README.md. */
export function samples(kind: Kind): readonly Sample[] {
  const folder = join('test/samples', kind);
  return readdirSync(folder).sort().map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** Twenty prompts in several languages, from a few bytes to some 600 tokens. */
export function prompts(): readonly string[] {
  const texts = [...samples('typescript').slice(0, 7), ...samples('python').slice(0, 7), ...samples('prose').slice(0, 4)].map(({ text }) => text);
  const lengths = [12, 40, 90, 150, 200, 240, 300, 380, 450, 520, 600, 700, 800, 900, 1000, 1200, 1400, 1600];
  return [...texts.map((text, index) => text.slice(0, lengths[index])), 'Die Größe des Fensters wird in Bildpunkten angegeben. Wenn ', 'const größe = "東京 🙂";\nconst π = 3.14;\nfunction '];
}
