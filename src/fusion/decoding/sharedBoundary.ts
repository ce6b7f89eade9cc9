import { concatBytes, concatIds, wholeCodePoints } from '../bytes.ts';
import type { MemberBackend } from '../member.ts';
import { startOf, type MemberStart } from './memberStart.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

const nothing = new Uint8Array(0);
const space = 0x20;
/** A letter: most tokenizers give a space to the word behind it. */
const letter = Uint8Array.of(0x61);

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => a.length === b.length && Array.prototype.every.call(a, (value, index) => value === b[index]);

/**
 * The last boundary at which all members end a token, as the one before them wrote the text: where each of them stands there, and where the text written since
 * comes to the next one. No member is asked for that; the others follow by their canonical tokenization of the text.
 */
export class SharedBoundary {
  readonly #members: readonly WeightedPrompt[];
  #starts: readonly MemberStart[];

  /** At the cursor; with `heal`, the last word before it is still to be spelt. */
  constructor(members: readonly WeightedPrompt[], heal: boolean) {
    this.#members = members;
    this.#starts = members.map(({ prompt }) => startOf(prompt, heal));
  }

  /** In the order of the members. */
  get starts(): readonly MemberStart[] {
    return this.#starts;
  }

  /** Goes on to a boundary that `next` has found. */
  moveTo(starts: readonly MemberStart[]): void {
    this.#starts = starts;
  }

  /**
   * Where the members stand behind `chunk`, which `writer` wrote in tokens that make up `path`, if the text goes on with the code point `next` (nothing: if it ends);
   * null where some member would not end a token there.
   */
  next(writer: number, path: Int32Array, chunk: Uint8Array, next: Uint8Array): readonly MemberStart[] | null {
    if (wholeCodePoints(chunk) < chunk.length) return null;
    const own = this.#starts[writer];
    const starts: MemberStart[] = [];
    for (const [k, { prompt: { member } }] of this.#members.entries()) {
      const start = this.#starts[k];
      if (start === undefined || own === undefined) return null;
      const alike = k === writer || (member.vocabulary === this.#members[writer]?.prompt.member.vocabulary && same(start.path, own.path) && same(start.pending, own.pending));
      const tokens = alike ? null : tokensOf(member, concatBytes(start.pending, chunk), next);
      if (!alike && tokens === null) return null;
      starts.push({ path: tokens === null ? path : concatIds(start.path, tokens), pending: nothing });
    }
    return starts;
  }
}

/** The member's tokens of `text` when `next` follows; null when one of them reaches into what follows. */
function tokensOf(member: MemberBackend, text: Uint8Array, next: Uint8Array): Int32Array | null {
  const tokens = member.tokenize(concatBytes(text, next, next[0] === space ? letter : nothing), true);
  let end = 0;
  for (let count = 0; count <= tokens.length; count += 1) {
    if (end >= text.length) return end === text.length ? tokens.subarray(0, count) : null;
    end += member.vocabulary.bytes[tokens[count] ?? -1]?.length ?? 0;
  }
  return null;
}
