import { concatBytes, concatIds } from '../bytes.ts';
import type { MemberBackend } from '../member.ts';
import type { MemberStart } from './memberStart.ts';

/** Where a stretch of text came from: copied from before, a draft of the member `by`, or neither. */
export type Origin = { readonly kind: 'look-up' | 'chosen' } | { readonly kind: 'drafted'; readonly by: string };

export const chosen: Origin = { kind: 'chosen' };

export function jointOrigin(one: Origin, other: Origin): Origin {
  const same = one.kind === other.kind && (one.kind === 'drafted' ? one.by : '') === (other.kind === 'drafted' ? other.by : '');
  return same ? one : chosen;
}

/** A member and where it stands at the draft's beginning. */
export interface Standing {
  readonly member: MemberBackend;
  readonly start: MemberStart;
}

/** How far a member writes ahead. */
export interface DraftBounds {
  readonly tokens: number;
  readonly bytes: number;
  /** Whether the draft ends before a line ending. */
  readonly oneLine: boolean;
}

/** A member that is less sure of its next token lets the pack decide: as likely as not its work would be lost. */
const leastSure = 0.7;
/** Tokens that the others check together: at first few, so that the first text comes soon. */
const firstBatch = 3;
const laterBatch = 8;

const isLineEnd = (byte: number): boolean => byte === 0x0a || byte === 0x0d;

/** The part of `bytes` that a draft may hold. */
export function withinBounds(bytes: Uint8Array, { bytes: most, oneLine }: DraftBounds): Uint8Array {
  const line = oneLine ? bytes.findIndex(isLineEnd) : -1;
  return bytes.subarray(0, Math.min(most, line < 0 ? bytes.length : line));
}

/**
 * Text that the pack may write next, so that its members evaluate it together before they are asked about it byte by byte. It decides nothing: as long as the
 * chosen bytes follow it the members' answers are there already, and at the first other byte it is given up. A draft under way never fails: what goes wrong in a member shows when
 * the pack asks it.
 */
export class Draft {
  readonly origin: Origin;
  readonly #members: readonly Standing[];
  readonly #topK: number;
  readonly #controller = new AbortController();
  /** Ends of the members' tokens of the draft, in bytes from its beginning, by member. */
  readonly #ends = new Map<string, readonly number[]>();
  #bytes: Uint8Array;
  #followed = 0;
  #complete = false;

  private constructor(origin: Origin, bytes: Uint8Array, members: readonly Standing[], topK: number) {
    this.origin = origin;
    this.#bytes = bytes;
    this.#members = members;
    this.#topK = topK;
  }

  /** A text that all members check. */
  static of(bytes: Uint8Array, members: readonly Standing[], topK: number): Draft {
    const draft = new Draft({ kind: 'look-up' }, bytes, members, topK);
    draft.#complete = true;
    draft.#check(members);
    return draft;
  }

  /** What one of the members, which has no bytes pending, writes by itself, checked by the others while it goes on. */
  static by(writer: Standing, members: readonly Standing[], bounds: DraftBounds, topK: number): Draft {
    const draft = new Draft({ kind: 'drafted', by: writer.member.id }, new Uint8Array(0), members, topK);
    draft.#write(writer, bounds).catch(() => (draft.#complete = true));
    return draft;
  }

  /** Whether the text has come to its end. */
  get used(): boolean {
    return this.#complete && this.#followed === this.#bytes.length;
  }

  /** Bytes of it that became the text. */
  get followed(): number {
    return this.#followed;
  }

  /** Tokens of it that became the text, by member. */
  get accepted(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#ends, ([id, ends]) => [id, ends.filter((end) => end <= this.#followed).length]));
  }

  /** Whether the next byte of the text is the draft's. */
  follow(byte: number): boolean {
    if (this.#bytes[this.#followed] !== byte) return false;
    this.#followed += 1;
    return true;
  }

  /** Evaluations that have not begun are not worth beginning. */
  abandon(): void {
    this.#controller.abort();
  }

  async #write({ member, start }: Standing, bounds: DraftBounds): Promise<void> {
    const others = this.#members.filter((one) => one.member !== member);
    const ends: number[] = [];
    this.#ends.set(member.id, ends);
    let path = start.path;
    let checked = 0;
    while (ends.length < bounds.tokens && this.#bytes.length < bounds.bytes) {
      const { ids, p } = await member.next(path, this.#topK, this.#controller.signal);
      const id = ids[0] ?? -1;
      const bytes = member.vocabulary.bytes[id] ?? new Uint8Array(0);
      if (bytes.length === 0 || (p[0] ?? 0) < leastSure || (bounds.oneLine && bytes.some(isLineEnd))) break;
      this.#bytes = concatBytes(this.#bytes, bytes);
      ends.push(this.#bytes.length);
      path = concatIds(path, Int32Array.of(id));
      if (ends.length - checked < (checked === 0 ? firstBatch : laterBatch)) continue;
      checked = ends.length;
      this.#check(others);
    }
    this.#complete = true;
    if (ends.length > checked) this.#check(others);
  }

  /** Lets members evaluate the draft as far as it goes; the end of one that goes on may yet be spelt otherwise. */
  #check(members: readonly Standing[]): void {
    for (const { member, start: { path, pending } } of members) {
      const tokens = member.tokenize(concatBytes(pending, this.#bytes), true);
      const sure = this.#complete ? tokens : tokens.subarray(0, -1);
      let end = -pending.length;
      this.#ends.set(member.id, Array.from(sure, (id) => (end += member.vocabulary.bytes[id]?.length ?? 0)));
      member.lookAhead?.(concatIds(path, sure), path.length, this.#topK, this.#controller.signal).catch(() => undefined);
    }
  }
}
