import { basename } from 'node:path';

const longest = 60;

/** A short id from a model's file name, different from every one in `taken`: `SmolLM2-135M.Q4_1.gguf` → `smollm2-135m-q4_1`. */
export function memberId(path: string, taken: ReadonlySet<string>): string {
  const stem = basename(path).replace(/\.gguf$/iu, '').toLowerCase().replace(/[^a-z0-9_]+/gu, '-').replace(/^[-_]+|[-_]+$/gu, '').slice(0, longest);
  // Ids become keys of objects; the names that objects already know are no ids.
  const id = stem === '' || stem in {} ? `model-${stem}`.replace(/-$/u, '') : stem;
  if (!taken.has(id)) return id;
  for (let number = 2; ; number++) {
    if (!taken.has(`${id}-${number}`)) return `${id}-${number}`;
  }
}
