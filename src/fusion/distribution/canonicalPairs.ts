import { concatBytes, wholeCodePoints } from '../bytes.ts';
import type { MemberBackend } from '../member.ts';

/** Tokens before the pair that it is looked at with: pre-tokenizers look back over a word. */
const lookBack = 2;
/**
 * What may come after the pair: a tokenizer splits "\n\n" in one way at the end of a text and in another before a letter. U+0001 is merged with nothing.
 */
const followers = ['', '\u0001', 'a', '0', ' ', '\n', '.', '\u{10380}'].map((text) => new TextEncoder().encode(text));
/** Answers remembered at most. */
const remembered = 65_536;

const made = new WeakMap<MemberBackend, CanonicalPairs>();

/**
 * Whether a member's tokenizer may put one token behind another. Models have hardly ever seen "re" + "turn", and to ask what they think of it takes a forward
 * pass that throws away part of the KV cache. A pair is ruled out only when the tokenizer splits these bytes differently whatever follows them; where the bytes
 * are no whole code points it cannot be told.
 */
export class CanonicalPairs {
  readonly #member: MemberBackend;
  readonly #known = new Map<string, boolean>();

  private constructor(member: MemberBackend) {
    this.#member = member;
  }

  /** The pairs of a member, remembered from request to request. */
  static of(member: MemberBackend): CanonicalPairs {
    const known = made.get(member);
    if (known !== undefined) return known;
    const pairs = new CanonicalPairs(member);
    made.set(member, pairs);
    return pairs;
  }

  /** Whether `token` may stand behind `path`. */
  allow(path: Int32Array, token: number): boolean {
    const window = this.#window(path);
    if (window.length === 0) return true;
    const key = `${window.join()},${token}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= remembered) this.#known.clear();
    const canonical = this.#canonical([...window, token]);
    this.#known.set(key, canonical);
    return canonical;
  }

  /** The last tokens of `path` that add bytes. */
  #window(path: Int32Array): readonly number[] {
    const last = [...path.subarray(Math.max(0, path.length - lookBack - 1))];
    return last.slice(last.findLastIndex((id) => this.#bytesOf(id).length === 0) + 1);
  }

  #canonical(ids: readonly number[]): boolean {
    const text = concatBytes(...ids.map((id) => this.#bytesOf(id)));
    if (((text[0] ?? 0) & 0xc0) === 0x80 || wholeCodePoints(text) < text.length) return true;
    return followers.some((follower) => this.#endsWith(this.#member.tokenize(concatBytes(text, follower), true), ids.slice(-2), text.length));
  }

  /** Whether the tokens that end `length` bytes into the text are `pair`. */
  #endsWith(tokens: Int32Array, pair: readonly number[], length: number): boolean {
    let end = 0;
    for (let index = 0; index < tokens.length && end < length; index += 1) {
      end += this.#bytesOf(tokens[index] ?? -1).length;
      if (end === length) return tokens[index] === pair[1] && tokens[index - 1] === pair[0];
    }
    return false;
  }

  #bytesOf(id: number): Uint8Array {
    return this.#member.vocabulary.bytes[id] ?? new Uint8Array(0);
  }
}
