import { concatBytes } from '../bytes.ts';
import type { FittedWeights } from '../fit.ts';
import type { MemberBackend } from '../member.ts';
import type { MemberPrompt } from '../prompt.ts';
import { mapsFrom } from '../referenceMaps.ts';
import type { TokenMap } from '../tokenMap.ts';
import { normalised } from '../weights/simplex.ts';
import type { DecodePolicy } from './decode.ts';
import { FusedStep } from './fusedStep.ts';
import { cursorToken, type CursorToken } from './healing.ts';
import type { Limit } from './limit.ts';
import { textPath, tokenPath, type MemberPath } from './memberPath.ts';
import type { Step } from './pieceStream.ts';
import type { StopReason } from './stopRule.ts';

/** Tokens that each member lists where bytes are pending: the compatible ones may be far down. */
const healingTopK = 1024;

/** A member with weight and how it follows the generated text. */
export interface Active {
  readonly prompt: MemberPrompt;
  readonly weight: number;
  readonly path: MemberPath;
}

/** Chooses one reference token after the other. */
export class FusedDecoder {
  readonly #reference: MemberBackend;
  readonly #active: readonly Active[];
  readonly #step: FusedStep;
  readonly #topK: number;
  readonly #ids: number[] = [];
  #text: Uint8Array = new Uint8Array(0);
  #pending: Uint8Array;
  #always: number | null;

  constructor(reference: MemberBackend, active: readonly Active[], step: FusedStep, cursor: CursorToken, topK: number) {
    this.#reference = reference;
    this.#active = active;
    this.#step = step;
    this.#topK = topK;
    this.#pending = cursor.pending;
    this.#always = cursor.token;
  }

  /** Whether bytes before the cursor are still to be spelt. */
  get healing(): boolean {
    return this.#pending.length > 0;
  }

  /** Where an active member stands; null when it has nothing to go on from. */
  pathOf(active: Active): Int32Array | null {
    return active.path.after(this.#ids, this.#text);
  }

  /** The next token, or why there is none. A control token as the best choice is the end as well. `open` are the bytes of a code point that has begun. */
  async next(open: Uint8Array, limit: Limit): Promise<Step | StopReason> {
    const paths = this.#active.map((active) => this.pathOf(active));
    if (paths.some((path) => path === null)) return 'none';
    const topK = this.healing ? Math.max(this.#topK, healingTopK) : this.#topK;
    const distributions = await limit.within(Promise.all(this.#active.map(({ prompt }, k) => prompt.member.next(paths[k] ?? new Int32Array(0), topK, limit.signal))));
    if (distributions === null || limit.reason !== null) return limit.reason ?? 'none';
    const choice = this.#step.choose(distributions, { pending: this.#pending, always: this.#always, open });
    if (choice === null) return 'none';
    const bytes = this.#reference.vocabulary.bytes[choice.id] ?? new Uint8Array(0);
    if (bytes.length === 0 || this.#reference.vocabulary.endTokens.has(choice.id)) return 'end-token';
    const known = Math.min(this.#pending.length, bytes.length);
    this.#ids.push(choice.id);
    this.#text = concatBytes(this.#text, bytes);
    this.#pending = this.#pending.subarray(known);
    this.#always = this.healing ? (this.#reference.tokenize(this.#pending, true)[0] ?? null) : null;
    return { bytes: bytes.subarray(known), probability: choice.probability, byMember: choice.byMember };
  }
}

/** Members with the reference's very vocabulary follow its tokens; the others their own tokens of the text, or in `paper` mode the mapped ones. */
function follow(prompt: MemberPrompt, reference: MemberPrompt, cursor: CursorToken, policy: DecodePolicy, map: TokenMap | undefined): MemberPath {
  if (prompt.member.vocabulary === reference.member.vocabulary) {
    const own = cursorToken(prompt, policy.heal);
    if (own.pending.length === cursor.pending.length) return tokenPath(prompt, own.base, null);
  }
  if (policy.mode === 'bytes' || map === undefined) return textPath(prompt, prompt.before.subarray(0, Math.max(0, prompt.before.length - cursor.pending.length)));
  const mapped = Int32Array.from([...cursor.base].map((id) => map.forward[id] ?? -1).filter((id) => id >= 0));
  return tokenPath(prompt, mapped, map.forward);
}

/** The members with weight, λ renormalised, and their decoder; null when no member has any. */
export async function prepareDecoder(
  prompts: readonly MemberPrompt[], fitted: FittedWeights, policy: DecodePolicy,
): Promise<{ readonly active: readonly Active[]; readonly decoder: FusedDecoder } | null> {
  const reference = prompts[fitted.reference];
  const weights = normalised(fitted.weights);
  if (reference === undefined || weights === null) return null;
  const taking = prompts.map((prompt, k) => ({ prompt, weight: weights[k] ?? 0 })).filter(({ weight }) => weight > 0);
  const { vocabulary } = reference.member;
  const maps = await mapsFrom(vocabulary, taking.map(({ prompt }) => prompt), policy.alignmentOf);
  const cursor = cursorToken(reference, policy.heal);
  const active = taking.map(({ prompt, weight }, k) => ({ prompt, weight, path: follow(prompt, reference, cursor, policy, maps[k]) }));
  const step = new FusedStep(vocabulary, maps, active.map(({ prompt }) => prompt.member.vocabulary.tokens.length), active.map(({ weight }) => weight));
  return { active, decoder: new FusedDecoder(reference.member, active, step, cursor, policy.topK) };
}
