import type { ChosenToken, Distribution, MemberBackend } from '../member.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';

/** Answers by question; a question that failed may be put again. */
class Answers<T> {
  readonly #known = new Map<string, Promise<T>>();

  of(question: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#known.get(question);
    if (known !== undefined) return known;
    const answer = ask();
    this.#known.set(question, answer);
    answer.catch(() => this.#known.delete(question));
    return answer;
  }
}

/** What a member has answered. */
interface Book {
  readonly distributions: Answers<Distribution>;
  readonly lists: Answers<readonly Distribution[]>;
  readonly scores: Answers<Float64Array>;
}

/**
 * A member that is asked every question once, however many ways of fusing are measured on the same text, and counts what each of them wanted to know. For texts
 * that end: it forgets nothing.
 */
export class RememberedMember implements MemberBackend {
  readonly #member: MemberBackend;
  readonly #book: Book;
  readonly #asked = new Set<string>();

  constructor(member: MemberBackend, book: Book = { distributions: new Answers(), lists: new Answers(), scores: new Answers() }) {
    this.#member = member;
    this.#book = book;
  }

  /** The same member for another reader, whose questions are counted apart. */
  again(): RememberedMember {
    return new RememberedMember(this.#member, this.#book);
  }

  /** Positions that this reader asked about one by one: the forward passes it would take alone. */
  get forwards(): number {
    return this.#asked.size;
  }

  get id(): string {
    return this.#member.id;
  }

  get vocabulary(): Vocabulary {
    return this.#member.vocabulary;
  }

  tokenize(text: Uint8Array, continues?: boolean): Int32Array {
    return this.#member.tokenize(text, continues);
  }

  score(path: Int32Array, from: number, signal: AbortSignal): Promise<Float64Array> {
    return this.#book.scores.of(`${from} ${path.join(' ')}`, () => this.#member.score(path, from, signal));
  }

  next(path: Int32Array, topK: number, signal: AbortSignal): Promise<Distribution> {
    const position = path.join(' ');
    this.#asked.add(position);
    return this.#book.distributions.of(`${topK} ${position}`, () => this.#member.next(path, topK, signal));
  }

  nextWithin(path: Int32Array, pending: Uint8Array, signal: AbortSignal): Promise<Distribution> {
    const position = path.join(' ');
    this.#asked.add(position);
    return this.#book.distributions.of(`${pending.join('.')} within ${position}`, () => this.#member.nextWithin(path, pending, signal));
  }

  predict(path: Int32Array, from: number, topK: number, signal: AbortSignal): Promise<readonly Distribution[]> {
    return this.#book.lists.of(`${from} ${topK} ${path.join(' ')}`, () => this.#member.predict(path, from, topK, signal));
  }

  greedy(path: Int32Array, signal: AbortSignal): AsyncIterable<ChosenToken> {
    return this.#member.greedy(path, signal);
  }
}
