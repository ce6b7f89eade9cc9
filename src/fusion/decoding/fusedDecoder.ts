import { concatBytes, goesOnAsUtf8, hasAt } from '../bytes.ts';
import type { Distribution, MemberBackend } from '../member.ts';
import type { MemberPrompt } from '../prompt.ts';
import { mapsFrom } from '../referenceMaps.ts';
import type { TokenMap } from '../tokenMap.ts';
import { afterSpace } from './afterSpace.ts';
import type { DecodePolicy } from './decode.ts';
import { FusedStep, type FusedToken } from './fusedStep.ts';
import { cursorOf, fitsPending, spell, type Cursor } from './healing.ts';
import type { Limit } from './limit.ts';
import { textPath, tokenPath, type MemberPath } from './memberPath.ts';
import type { Step } from './pieceStream.ts';
import type { StopReason } from './stopRule.ts';
import type { WeightedPrompt } from './weightedPrompt.ts';

/** Tokens that each member lists where bytes are pending: the compatible ones may be far down. */
const healingTopK = 1024;

/** A member with weight and how it follows the generated text. */
export interface Active extends WeightedPrompt {
  readonly path: MemberPath;
}

/** Chooses one reference token after the other, after it has spelt the bytes before the cursor that are pending. */
export class FusedDecoder {
  readonly #reference: MemberBackend;
  readonly #active: readonly Active[];
  readonly #step: FusedStep;
  readonly #topK: number;
  readonly #ids: number[] = [];
  #text: Uint8Array = new Uint8Array(0);
  #cursor: Cursor | null;
  /** Whether generated tokens go on from tokens of the text before the cursor. */
  readonly #continues: boolean;

  constructor(reference: MemberBackend, active: readonly Active[], step: FusedStep, cursor: Cursor, topK: number) {
    this.#reference = reference;
    this.#active = active;
    this.#step = step;
    this.#topK = topK;
    this.#cursor = cursor.pending.length > 0 ? cursor : null;
    this.#continues = cursor.base.length > 0;
  }

  /** Whether bytes before the cursor are still to be spelt. */
  get healing(): boolean {
    return this.#cursor !== null;
  }

  /** The path of the one active member, whose vocabulary is the reference's; null when it has nothing to go on from. */
  pathOf(active: Active): Int32Array | null {
    return active.path.after(this.#ids, this.#text)?.path ?? null;
  }

  /** The next token, or why there is none. A control token as the best choice is the end as well. `open` are the bytes of a code point that has begun. */
  next(open: Uint8Array, limit: Limit): Promise<Step | StopReason> {
    return this.#cursor === null ? this.#choose(open, limit) : this.#heal(this.#cursor, limit);
  }

  /**
   * The probabilities of a given text, whole code points, in the reference's tokens, one after the other; null when a limit is reached or there is nothing to go on from. Of the
   * first token the probability given the pending bytes, as far as the text's own spelling tells how probable those were, and of the last one that of all
   * tokens that begin with it. Instead of `next`, once.
   */
  async read(text: Uint8Array, limit: Limit): Promise<readonly number[] | null> {
    const pending = this.#cursor?.pending ?? nothingOpen;
    const ids = this.#reference.tokenize(concatBytes(pending, text), this.#continues);
    const probabilities: number[] = [];
    let left = pending;
    let spelling = 1;
    let expected = 0;
    for (const [index, id] of ids.entries()) {
      const before = ids.subarray(0, index);
      const distributions = await this.#ask([...before], concatBytes(...Array.from(before, (each) => this.#bytesOf(each))), this.#topK, limit);
      if (!Array.isArray(distributions)) return null;
      const own = this.#bytesOf(id);
      const mass = (counts: (id: number) => boolean): number => {
        let sum = 0;
        for (const { logP } of this.#step.ranked(distributions, counts, id)) sum += Math.exp(logP);
        return sum;
      };
      const p = mass(index === ids.length - 1 ? (other) => hasAt(this.#bytesOf(other), own, 0) : (other) => other === id);
      if (left.length === 0) {
        probabilities.push(p);
        continue;
      }
      const rest = left;
      expected += spelling * mass((other) => hasAt(this.#bytesOf(other), rest, 0));
      spelling *= p;
      left = left.subarray(own.length);
      if (left.length === 0) probabilities.push(expected > 0 ? spelling / expected : 0);
    }
    return probabilities;
  }

  async #choose(open: Uint8Array, limit: Limit): Promise<Step | StopReason> {
    const distributions = await this.#ask(this.#ids, this.#text, this.#topK, limit);
    if (!Array.isArray(distributions)) return distributions;
    const choice = this.#step.ranked(distributions, (id) => goesOnAsUtf8(open, this.#bytesOf(id))).next().value;
    if (choice === undefined) return 'none';
    const bytes = this.#bytesOf(choice.id);
    if (bytes.length === 0 || this.#reference.vocabulary.endTokens.has(choice.id)) return 'end-token';
    return this.#take([choice.id], bytes, 0, choice);
  }

  async #heal(cursor: Cursor, limit: Limit): Promise<Step | StopReason> {
    const { pending, dropped } = cursor;
    let ended: StopReason = 'none';
    const spelling = await spell(cursor, this.#active.length, (id) => this.#bytesOf(id), async ({ ids, bytes }) => {
      const distributions = await this.#ask(ids, bytes, Math.max(this.#topK, healingTopK), limit);
      if (!Array.isArray(distributions)) {
        ended = distributions;
        return null;
      }
      const stood = ids.every((id, index) => id === dropped[index]) ? (dropped[ids.length] ?? null) : null;
      const left = pending.subarray(bytes.length);
      const fits = (id: number): boolean => fitsPending(this.#bytesOf(id), left) && goesOnAsUtf8(nothingOpen, this.#bytesOf(id).subarray(left.length));
      return this.#step.ranked(distributions, fits, stood);
    });
    if (spelling === null) return ended;
    this.#cursor = null;
    return this.#take(spelling.ids, spelling.bytes, pending.length, spelling);
  }

  /** What every active member says after the generated tokens `ids` with the bytes `text`, or why that cannot be known. */
  async #ask(ids: readonly number[], text: Uint8Array, topK: number, limit: Limit): Promise<Distribution[] | StopReason> {
    const standpoints = this.#active.map(({ path }) => path.after(ids, text));
    if (standpoints.some((one) => one === null)) return 'none';
    const distributions = await limit.within(Promise.all(this.#active.map(async ({ prompt: { member } }, k) => {
      const { path, spacePending } = standpoints[k] ?? { path: new Int32Array(0), spacePending: false };
      const next = await member.next(path, topK, limit.signal);
      return spacePending ? afterSpace(next, member.vocabulary) : next;
    })));
    return limit.reason ?? distributions ?? 'none';
  }

  #bytesOf(id: number): Uint8Array {
    return this.#reference.vocabulary.bytes[id] ?? nothingOpen;
  }

  /** Makes tokens part of the text; the first `known` of their bytes stood before the cursor. */
  #take(ids: readonly number[], bytes: Uint8Array, known: number, { logP, byMember }: Pick<FusedToken, 'logP' | 'byMember'>): Step {
    this.#ids.push(...ids);
    this.#text = concatBytes(this.#text, bytes);
    return { bytes: bytes.subarray(known), probability: Math.exp(logP), byMember: byMember.map(Math.exp) };
  }
}

const nothingOpen = new Uint8Array(0);

/** Members with the reference's very vocabulary follow its tokens; the others their own tokens of the text, or in `paper` mode the mapped ones. */
function follow(prompt: MemberPrompt, reference: MemberPrompt, cursor: Cursor, policy: DecodePolicy, map: TokenMap | undefined): MemberPath {
  if (prompt.member.vocabulary === reference.member.vocabulary) {
    const own = cursorOf(prompt, policy.heal);
    if (own.pending.length === cursor.pending.length) return tokenPath(prompt, own.base, null);
  }
  if (policy.mode === 'bytes' || map === undefined) return textPath(prompt, prompt.before.subarray(0, Math.max(0, prompt.before.length - cursor.pending.length)));
  const mapped = Int32Array.from([...cursor.base].map((id) => map.forward[id] ?? -1).filter((id) => id >= 0));
  return tokenPath(prompt, mapped, map.forward);
}

/** The decoder of the active members over the reference's vocabulary. */
export async function prepareDecoder(weighted: readonly WeightedPrompt[], reference: MemberPrompt, policy: DecodePolicy): Promise<{ readonly active: readonly Active[]; readonly decoder: FusedDecoder }> {
  const { vocabulary } = reference.member;
  const maps = await mapsFrom(vocabulary, weighted.map(({ prompt }) => prompt), policy.alignmentOf);
  const cursor = cursorOf(reference, policy.heal);
  const active = weighted.map(({ prompt, weight }, k) => ({ prompt, weight, path: follow(prompt, reference, cursor, policy, maps[k]) }));
  const step = new FusedStep(vocabulary.tokens.length, maps, active.map(({ prompt }) => prompt.member.vocabulary.tokens.length), active.map(({ weight }) => weight));
  return { active, decoder: new FusedDecoder(reference.member, active, step, cursor, policy.topK) };
}
