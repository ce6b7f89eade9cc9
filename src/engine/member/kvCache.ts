import type { ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, LlamaContextSequence } from 'node-llama-cpp';
import type { Clock } from '../../base/clock.ts';
import { failures } from '../../base/errors.ts';
import { sliceLengths, tileRows } from './slices.ts';
import { asToken } from './tokenIds.ts';

type EvaluateOptions = Exclude<ControlledEvaluateInputItem, number>[1];
/** What to ask for at a position: something about the token after it. */
export type Question = NonNullable<EvaluateOptions['generateNext']>;
export type Output = ControlledEvaluateIndexOutput['next'];

/** The token at a position may come with a question about the next token; its answer is handed to `take`. */
export interface Questions {
  at(position: number): Question | null;
  take(position: number, answer: Output): void;
}

export const noQuestions: Questions = { at: () => null, take: () => undefined };

/**
 * The tokens a model has read, kept on its one sequence. Going to a path keeps what it has in common with the last one, so a
 * keystroke costs only the tokens that changed. Overflow is the caller's affair: nothing is shifted out silently.
 * Not reentrant: the owner runs one operation at a time.
 */
export class KvCache {
  readonly #sequence: LlamaContextSequence;
  readonly #clock: Clock;
  #tokens: number[] = [];
  #tiled = 0;
  #evaluated = 0;
  #forwards = 0;
  #ms = 0;

  constructor(sequence: LlamaContextSequence, clock: Clock) {
    this.#sequence = sequence;
    this.#clock = clock;
  }

  get length(): number {
    return this.#tokens.length;
  }

  /** Tokens that it can hold. */
  get room(): number {
    return this.#sequence.contextSize - 1;
  }

  /** Leading tokens that were evaluated in tiles, see `tileRows`. */
  get tiled(): number {
    return this.#tiled;
  }

  /** Tokens evaluated so far, in how many forward passes, and the time that took, ms. */
  get usage(): { readonly tokens: number; readonly forwards: number; readonly ms: number } {
    return { tokens: this.#evaluated, forwards: this.#forwards, ms: this.#ms };
  }

  /** Length of what the cache and `path` have in common. */
  common(path: Int32Array): number {
    const limit = Math.min(path.length, this.#tokens.length);
    let length = 0;
    while (length < limit && path[length] === this.#tokens[length]) length++;
    return length;
  }

  /** Forgets all tokens from `length` on. */
  async rewind(length: number): Promise<void> {
    if (length >= this.#tokens.length) return;
    const end = this.#tokens.length;
    this.#tokens.length = length;
    this.#tiled = Math.min(this.#tiled, length);
    await this.#sequence.eraseContextTokenRanges([{ start: length, end }]);
  }

  /** Forgets everything, also what an evaluation that failed halfway has left behind. */
  async reset(): Promise<void> {
    this.#tokens = [];
    this.#tiled = 0;
    await this.#sequence.clearHistory();
  }

  /**
   * Evaluates path[length … end), where the cache holds path[0 … length) already. Stops between slices when `signal` aborts,
   * keeping what is done. Throws `prompt-too-long` before anything is evaluated when the context cannot hold `end` tokens.
   */
  async extend(path: Int32Array, end: number, questions: Questions, signal: AbortSignal): Promise<void> {
    if (end > this.room) throw failures.promptTooLong(end, this.room);
    for (const rows of sliceLengths(end - this.#tokens.length)) {
      signal.throwIfAborted();
      await this.#evaluate(path.subarray(this.#tokens.length, this.#tokens.length + rows), questions);
    }
  }

  async #evaluate(slice: Int32Array, questions: Questions): Promise<void> {
    const start = this.#tokens.length;
    const input = Array.from(slice, (id, index): ControlledEvaluateInputItem => {
      const question = questions.at(start + index);
      return question === null ? asToken(id) : [asToken(id), { generateNext: question }];
    });
    const before = this.#clock.now();
    const answers = await this.#sequence.controlledEvaluate(input);
    this.#ms += this.#clock.now() - before;
    this.#evaluated += slice.length;
    this.#forwards += 1;
    this.#tokens.push(...slice);
    if (slice.length >= tileRows && this.#tiled === start) this.#tiled = this.#tokens.length;
    answers.forEach((answer, index) => {
      if (answer !== undefined) questions.take(start + index, answer.next);
    });
  }
}
