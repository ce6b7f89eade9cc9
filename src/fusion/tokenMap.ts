import type { Alignment } from './vocabulary/alignment.ts';

/** A map from the reference's tokens to one member's, readable in both directions; several reference tokens may share one of the member's. */
export class TokenMap {
  /** Member token by reference token, −1 without counterpart. */
  readonly forward: Int32Array;
  readonly #starts: Int32Array;
  readonly #sources: Int32Array;

  constructor(forward: Int32Array, memberTokens: number) {
    this.forward = forward;
    this.#starts = new Int32Array(memberTokens + 1);
    for (const token of forward) if (token >= 0) this.#starts[token + 1] = (this.#starts[token + 1] ?? 0) + 1;
    for (let token = 0; token < memberTokens; token += 1) this.#starts[token + 1] = (this.#starts[token + 1] ?? 0) + (this.#starts[token] ?? 0);
    this.#sources = new Int32Array(this.#starts[memberTokens] ?? 0);
    const next = this.#starts.slice();
    for (let reference = 0; reference < forward.length; reference += 1) {
      const token = forward[reference] ?? -1;
      if (token < 0) continue;
      const at = next[token] ?? 0;
      this.#sources[at] = reference;
      next[token] = at + 1;
    }
  }

  /** Reference tokens that map to a member token. */
  sources(token: number): Int32Array {
    return this.#sources.subarray(this.#starts[token] ?? 0, this.#starts[token + 1] ?? 0);
  }

  static readonly #identities = new Map<number, TokenMap>();

  /** Built once per size: large vocabularies take 10 ms. */
  static identity(tokens: number): TokenMap {
    const made = TokenMap.#identities.get(tokens) ?? new TokenMap(Int32Array.from({ length: tokens }, (_, id) => id), tokens);
    TokenMap.#identities.set(tokens, made);
    return made;
  }

  static #made = new WeakMap<Alignment, TokenMap>();

  /** Built once per alignment. */
  static of(alignment: Alignment, memberTokens: number): TokenMap {
    const made = TokenMap.#made.get(alignment) ?? new TokenMap(alignment.map, memberTokens);
    TokenMap.#made.set(alignment, made);
    return made;
  }
}
