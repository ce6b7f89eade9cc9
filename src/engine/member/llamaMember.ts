import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import type { Clock } from '../../base/clock.ts';
import { failures, PackError } from '../../base/errors.ts';
import { concatBytes, concatIds } from '../../fusion/bytes.ts';
import { Copying } from '../../fusion/decoding/copying.ts';
import { fitsPending, mostDropped } from '../../fusion/decoding/healing.ts';
import { lookUp } from '../../fusion/decoding/lookUp.ts';
import { ByteOrder } from '../../fusion/distribution/byteOrder.ts';
import type { ChosenToken, Distribution } from '../../fusion/member.ts';
import type { Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';
import { nativeRestart } from './nativeRestart.ts';
import { KvCache, noQuestions, type Questions } from './kvCache.ts';
import { MemberFault } from './memberFault.ts';
import type { MeteredMember } from './packMember.ts';
import { PayingCopies } from './payingCopies.ts';
import { askCompatible, askDistribution, askGreedy, askTrueToken, compatibleAnswer, distributionAnswer, greedyAnswer, isPrecise, namedTokens, reaches, trueTokenAnswer, type Reach, type Sought } from './questions.ts';
import { ScoreMemory } from './scoreMemory.ts';
import { Serial } from './serial.ts';
import { tileRows } from './slices.ts';
import { TextTokenizer } from './textTokenizer.ts';

/** Tokens of a copy that greedy decoding checks in one batch. */
const copyLength = { first: 2, least: 1, most: 8 };
/** Tokens that must have stood before it. */
const copyAgreement = 3;
/** A list of tokens will do when what is missing is no more than this share of it. */
const mostMissing = 0.02;
const noBytes = new Uint8Array(0);

/**
 * One model behind fusion's seam: one long-lived sequence, one operation at a time. Everything it has evaluated stays evaluated,
 * and everything it has said about a token stays known, until the tokens before it change.
 */
export class LlamaMember implements MeteredMember {
  readonly id: string;
  readonly vocabulary: Vocabulary;
  readonly #order: ByteOrder;
  readonly #tokenizer: TextTokenizer;
  readonly #cache: KvCache;
  readonly #memory = new ScoreMemory();
  readonly #serial = new Serial();
  readonly #copies = new PayingCopies();
  /** How many tokens `next` was last asked to list, if ever. */
  #topK: number | null = null;
  /** Leading tokens of the cache that decoding, alone or with others, has already gone on from. */
  #decoded = 0;

  constructor(id: string, vocabulary: Vocabulary, model: LlamaModel, sequence: LlamaContextSequence, clock: Clock) {
    this.id = id;
    this.vocabulary = vocabulary;
    this.#order = ByteOrder.of(vocabulary);
    this.#tokenizer = new TextTokenizer(model, vocabulary);
    this.#cache = new KvCache(sequence, clock);
  }

  get usage(): MeteredMember['usage'] {
    return this.#cache.usage;
  }

  tokenize(text: Uint8Array, continues = false): Int32Array {
    return this.#tokenizer.tokenize(text, continues);
  }

  score(path: Int32Array, from: number, signal: AbortSignal): Promise<Float64Array> {
    return this.#run(signal, async () => {
      const common = this.#cache.common(path);
      const scores = new Float64Array(path.length - from).fill(NaN);
      const missing = firstWithout(from, path.length, (position) => {
        const known = this.#memory.score(path, position, common);
        if (known !== null) scores[position - from] = known;
        return known;
      });
      if (missing < path.length) {
        await this.#go(path, missing - 1, path.length);
        const topK = this.vocabulary.fim === null ? this.#topK : null;
        const keep = (position: number, nats: number): number => (scores[position - from] = nats);
        await this.#extend(path, topK === null ? path.length - 1 : path.length, signal, (position) => {
          if (position === path.length) return topK === null ? null : this.#distributionOf(path, position, { topK, whole: false }, null);
          return position < from ? null : this.#scoreAt(path, position, keep);
        });
        await this.#scoreUnlikely(path, scores.findIndex(Number.isNaN) + from, from, keep, signal);
      }
      return scores.some(Number.isNaN) ? fail() : scores;
    });
  }

  next(path: Int32Array, topK: number, signal: AbortSignal): Promise<Distribution> {
    this.#topK = topK;
    const known = this.#memory.distribution(path, path.length, topK);
    if (known !== null && !signal.aborted) return Promise.resolve(known);
    return this.#run(signal, async () => {
      const [distribution] = await this.#predict(path, path.length, path.length + 1, { topK, whole: false }, signal);
      this.#decoded = path.length;
      return distribution ?? fail();
    });
  }

  nextWithin(path: Int32Array, pending: Uint8Array, signal: AbortSignal): Promise<Distribution> {
    const precise = isPrecise(this.#topK ?? 0);
    const known = precise ? null : this.#known(path, pending);
    if (known !== null && !signal.aborted) return Promise.resolve(known);
    return this.#run(signal, async () => {
      const likely = precise ? null : await this.#within(path, pending, reaches.deep, signal);
      return likely !== null && this.#suffices(likely, pending) ? likely : this.#within(path, pending, reaches.precise, signal);
    });
  }

  predict(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<readonly Distribution[]> {
    return this.#run(signal, () => this.#predict(path, from, path.length, { topK, whole: true }, signal));
  }

  lookAhead(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<void> {
    return this.#run(signal, async () => {
      await this.#predict(path, from, path.length + 1, { topK, whole: false }, signal);
    });
  }

  /**
   * The tokens that the library's own greedy evaluation chooses; see `nativeRestart`. Where the text repeats itself, what came next then is evaluated in one batch, whose rows are computed
   * as they would be one by one; what the model chooses otherwise is thrown away. Only for as long as that saves time.
   */
  async *greedy(path: Int32Array, signal: AbortSignal): AsyncGenerator<ChosenToken, void, undefined> {
    const copying = new Copying(copyLength, copyAgreement);
    let tokens = path;
    for (;;) {
      const first = tokens === path;
      const room = Math.max(0, this.#cache.room - tokens.length);
      const copy = first || !this.#copies.worthTrying ? path.subarray(0, 0) : lookUp(tokens, copying.agreement, Math.min(copying.length, room));
      const before = this.usage.ms;
      const chosen = await this.#run(signal, () => this.#choose(tokens, copy, first, signal));
      const ms = this.usage.ms - before;
      if (copy.length > 0) {
        this.#copies.checked(ms, chosen.length);
        copying.learn(chosen.length - 1, chosen.length > copy.length);
      } else if (!first) this.#copies.passed(ms);
      for (const token of chosen) {
        if (this.vocabulary.endTokens.has(token.id)) return;
        yield token;
      }
      tokens = concatIds(tokens, Int32Array.from(chosen, ({ id }) => id));
    }
  }

  /** As if it had just been loaded. */
  forget(): Promise<void> {
    return this.#serial.run(() => this.#forget());
  }

  idle(): Promise<void> {
    return this.#serial.idle();
  }

  /** Near the end of a text, the question about the token that stands there also tells what `nextWithin` will be asked when that end is spelt again. */
  #scoreAt(path: Int32Array, position: number, keep: (position: number, nats: number) => void): Asked {
    const id = path[position] ?? -1;
    const ending = this.#endingFrom(path, position);
    if (ending === null) return this.#logProbabilityOf(position, id, (nats) => keep(position, nats));
    return this.#compatibleWith(path, position, ending, reaches.shallow, ({ ids, p }) => {
      const found = p[ids.indexOf(id)];
      if (found !== undefined) keep(position, Math.log(found));
    });
  }

  /** Scores the tokens from `position` on that were too improbable for such an answer, unless there are none. */
  async #scoreUnlikely(path: Int32Array, position: number, from: number, keep: (position: number, nats: number) => void, signal: AbortSignal): Promise<void> {
    if (position < from) return;
    await this.#go(path, position - 1, path.length);
    await this.#extend(path, path.length - 1, signal, (at) => (at < position ? null : this.#logProbabilityOf(at, path[at] ?? -1, (nats) => keep(at, nats))));
  }

  /** The token after `path`, and those after it for as long as they are those of `copy`. */
  async #choose(path: Int32Array, copy: Int32Array, first: boolean, signal: AbortSignal): Promise<readonly ChosenToken[]> {
    const kept = Math.min(this.#cache.common(path), path.length - 1);
    const held = { kept, tiled: this.#cache.tiled, decoded: Math.min(this.#decoded, kept) };
    const { from, split } = first ? nativeRestart(path.length, held) : { from: kept, split: kept };
    await this.#rewind(from);
    if (split > from) await this.#cache.extend(path, split, noQuestions, signal);
    const answers: ChosenToken[] = [];
    await this.#cache.extend(concatIds(path, copy), path.length + copy.length, {
      at: (position) => (position < path.length - 1 ? null : askGreedy),
      take: (_, answer) => answers.push(greedyAnswer(answer)),
    }, signal);
    const other = answers.findIndex(({ id }, index) => id !== copy[index]);
    const chosen = answers.slice(0, other + 1);
    this.#decoded = path.length + chosen.length - 1;
    return chosen.length > 0 ? chosen : fail();
  }

  /** Distributions that predict the positions [from … end) of `path`, end ≤ path.length + 1. */
  async #predict(path: Int32Array, from: number, end: number, extent: Extent, signal: AbortSignal): Promise<readonly Distribution[]> {
    const result = new Map<number, Distribution>();
    const recall = (position: number): Distribution | null => {
      const distribution = this.#memory.distribution(path, position, extent.topK);
      if (distribution !== null) result.set(position, distribution);
      return distribution;
    };
    const missing = firstWithout(from, end, recall);
    if (missing < end) {
      await this.#go(path, missing - 1, end);
      await this.#extend(path, end - 1, signal, (position) =>
        position < missing || recall(position) !== null ? null : this.#distributionOf(path, position, extent, path[position] ?? null, (distribution) => result.set(position, distribution)));
    }
    return Array.from({ length: end - from }, (_, index) => result.get(from + index) ?? fail());
  }

  /**
   * Brings the cache to a prefix of `path` of at most `length` tokens, from where path[… end) is then evaluated. Less than a tile
   * of odd tokens at its end is given up when a new prompt follows, so that the prompt is evaluated in whole tiles.
   */
  async #go(path: Int32Array, length: number, end: number): Promise<void> {
    const kept = Math.min(this.#cache.common(path), length);
    const { tiled } = this.#cache;
    const newPrompt = end - kept >= tileRows && kept > tiled && kept - tiled < tileRows;
    await this.#rewind(newPrompt ? tiled : kept);
  }

  async #rewind(length: number): Promise<void> {
    await this.#cache.rewind(length);
    this.#memory.rewind(length);
    this.#decoded = Math.min(this.#decoded, length);
  }

  /** Evaluates path[… end), asking about the token at each position what `about` says. */
  #extend(path: Int32Array, end: number, signal: AbortSignal, about: (position: number) => Asked | null): Promise<void> {
    const asked = new Map<number, Asked>();
    const questions: Questions = {
      at: (position) => {
        const question = about(position + 1);
        if (question !== null) asked.set(position, question);
        return question?.question ?? null;
      },
      take: (position, answer) => asked.get(position)?.take(answer),
    };
    return this.#cache.extend(path, end, questions, signal);
  }

  #logProbabilityOf(position: number, id: number, keep: (nats: number) => void): Asked {
    return {
      question: askTrueToken(id),
      take: (answer) => {
        const nats = trueTokenAnswer(this.vocabulary.tokens.length, id, answer);
        this.#memory.setScore(position, id, nats);
        keep(nats);
      },
    };
  }

  /** What was said about the text from there on, when it was shorter. */
  #known(path: Int32Array, pending: Uint8Array): Distribution | null {
    const known = this.#memory.within(path, pending);
    if (known === null) return null;
    const { ids, p } = known;
    const places = [...ids.keys()].filter((index) => fitsPending(this.vocabulary.bytes[ids[index] ?? -1] ?? noBytes, pending));
    const narrowed = { ...known, ids: Int32Array.from(places, (index) => ids[index] ?? -1), p: Float64Array.from(places, (index) => p[index] ?? 0) };
    return this.#suffices(narrowed, pending) ? narrowed : null;
  }

  /** Whether what is missing from the list of tokens within `pending` hardly counts. */
  #suffices({ ids, p, tail, largestUnlisted = 1 }: Distribution, pending: Uint8Array): boolean {
    const missing = Math.min(tail, (this.#order.compatibleCount(pending) - ids.length) * largestUnlisted);
    return missing <= mostMissing * p.reduce((sum, each) => sum + each, 0);
  }

  async #within(path: Int32Array, pending: Uint8Array, reach: Reach, signal: AbortSignal): Promise<Distribution> {
    const answers: Distribution[] = [];
    await this.#go(path, path.length - 1, path.length);
    await this.#extend(path, path.length, signal, (position) => (position < path.length ? null : this.#compatibleWith(path, position, pending, reach, (answer) => answers.push(answer))));
    return answers[0] ?? fail();
  }

  #compatibleWith(path: Int32Array, position: number, pending: Uint8Array, reach: Reach, keep: (distribution: Distribution) => void): Asked {
    const size = this.vocabulary.tokens.length;
    const sought = this.#compatible(pending);
    return {
      question: askCompatible(size, sought, reach),
      take: (answer) => {
        const distribution = compatibleAnswer(size, sought, reach, answer);
        this.#memory.setWithin(path, position, pending, distribution);
        keep(distribution);
      },
    };
  }

  #compatible(pending: Uint8Array): Sought {
    const ids = this.#order.compatibleCount(pending) > namedTokens ? null : this.#order.compatible(pending);
    return { ids, has: (id) => fitsPending(this.vocabulary.bytes[id] ?? noBytes, pending) };
  }

  /** The end of the text from a position on where decoding may go back to, to spell it again; null where it will not. */
  #endingFrom(path: Int32Array, position: number): Uint8Array | null {
    if (path.length - position > mostDropped) return null;
    const tokens = Array.from(path.subarray(position), (id) => this.vocabulary.bytes[id] ?? noBytes);
    return tokens.some((bytes) => bytes.length === 0) ? null : concatBytes(...tokens);
  }

  /** With `id`, the token that really stands there, its log-probability is remembered too. */
  #distributionOf(path: Int32Array, position: number, { topK, whole }: Extent, id: number | null, keep?: (distribution: Distribution) => void): Asked {
    const size = this.vocabulary.tokens.length;
    return {
      question: askDistribution(size, topK, whole, id),
      take: (answer) => {
        const distribution = distributionAnswer(size, topK, answer);
        this.#memory.setDistribution(path, position, topK, distribution);
        const p = id === null ? undefined : distribution.p[distribution.ids.indexOf(id)];
        if (id !== null && p !== undefined) this.#memory.setScore(position, id, Math.log(p));
        keep?.(distribution);
      },
    };
  }

  async #forget(): Promise<void> {
    this.#memory.forget();
    this.#decoded = 0;
    await this.#cache.reset();
  }

  /** One operation at a time; what goes wrong in the model is this member's fault and leaves it empty but usable. */
  #run<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      signal.throwIfAborted();
      try {
        return await job();
      } catch (thrown) {
        if (signal.aborted && thrown === signal.reason) throw thrown;
        if (thrown instanceof PackError && thrown.code === 'prompt-too-long') throw thrown;
        await this.#forget();
        signal.throwIfAborted();
        throw new MemberFault(this.id, thrown);
      }
    });
  }
}

/** How much of a distribution is listed, see `askDistribution`. */
interface Extent {
  readonly topK: number;
  readonly whole: boolean;
}

interface Asked {
  readonly question: ReturnType<typeof askTrueToken>;
  readonly take: (answer: Parameters<typeof greedyAnswer>[0]) => void;
}

function firstWithout(from: number, end: number, known: (position: number) => unknown): number {
  let position = from;
  while (position < end && known(position) !== null) position++;
  return position;
}

function fail(): never {
  throw failures.internal('the engine library left a question unanswered');
}
