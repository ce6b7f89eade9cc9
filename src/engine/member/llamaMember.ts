import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import type { Clock } from '../../base/clock.ts';
import { failures, PackError } from '../../base/errors.ts';
import { concatIds } from '../../fusion/bytes.ts';
import { Copying } from '../../fusion/decoding/copying.ts';
import { lookUp } from '../../fusion/decoding/lookUp.ts';
import { ByteOrder } from '../../fusion/distribution/byteOrder.ts';
import type { ChosenToken, Distribution } from '../../fusion/member.ts';
import type { Vocabulary } from '../../fusion/vocabulary/vocabulary.ts';
import { nativeRestart } from './nativeRestart.ts';
import { KvCache, noQuestions, type Questions } from './kvCache.ts';
import { MemberFault } from './memberFault.ts';
import type { MeteredMember } from './packMember.ts';
import { askCompatible, askDistribution, askGreedy, askTrueToken, compatibleAnswer, distributionAnswer, greedyAnswer, trueTokenAnswer } from './questions.ts';
import { ScoreMemory } from './scoreMemory.ts';
import { Serial } from './serial.ts';
import { tileRows } from './slices.ts';
import { TextTokenizer } from './textTokenizer.ts';

/** Tokens of a copy that greedy decoding checks in one batch: a row of a batch costs a tenth of a forward pass, a row in vain no more. */
const copyLength = { first: 2, least: 1, most: 8 };
/** Tokens that must have stood before it. */
const copyAgreement = 3;

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
        await this.#extend(path, topK === null ? path.length - 1 : path.length, signal, (position) => {
          if (position === path.length) return topK === null ? null : this.#distributionOf(path, position, { topK, whole: false }, null);
          return position < from ? null : this.#logProbabilityOf(position, path[position] ?? -1, (nats) => (scores[position - from] = nats));
        });
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
    return this.#run(signal, async () => {
      const compatible = this.#order.compatible(pending);
      const answers: Distribution[] = [];
      const question = askCompatible(compatible);
      await this.#go(path, path.length - 1, path.length);
      await this.#extend(path, path.length, signal, (position) => (position < path.length ? null : {
        question,
        take: (answer) => answers.push(compatibleAnswer(this.vocabulary.tokens.length, compatible, answer)),
      }));
      return answers[0] ?? fail();
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
   * as they would be one by one; what the model chooses otherwise is thrown away.
   */
  async *greedy(path: Int32Array, signal: AbortSignal): AsyncGenerator<ChosenToken, void, undefined> {
    const copying = new Copying(copyLength, copyAgreement);
    let tokens = path;
    for (;;) {
      const room = Math.max(0, this.#cache.room - tokens.length);
      const copy = tokens === path ? path.subarray(0, 0) : lookUp(tokens, copying.agreement, Math.min(copying.length, room));
      const chosen = await this.#run(signal, () => this.#choose(tokens, copy, tokens === path, signal));
      if (copy.length > 0) copying.learn(chosen.length - 1, chosen.length > copy.length);
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

  /** With `id`, the token that really stands there, its log-probability is remembered too. */
  #distributionOf(path: Int32Array, position: number, { topK, whole }: Extent, id: number | null, keep?: (distribution: Distribution) => void): Asked {
    const size = this.vocabulary.tokens.length;
    return {
      question: askDistribution(size, topK, whole, id),
      take: (answer) => {
        const distribution = distributionAnswer(size, topK, answer);
        this.#memory.setDistribution(path, position, distribution);
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
