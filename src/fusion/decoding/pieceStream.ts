import { concatBytes, wholeCodePoints } from '../bytes.ts';
import { largerDelta, noDelta, type Delta } from '../distribution/delta.ts';
import type { FusedPiece } from './decode.ts';
import { chosen, jointOrigin, type Origin } from './draft.ts';
import type { StopReason, StopRule } from './stopRule.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A token, or a chunk of bytes, as the decoder chose it. */
export interface Step {
  /** What it adds to the text. */
  readonly bytes: Uint8Array;
  readonly probability: number;
  /** Own probability of each active member, in the order of `ActiveMember`s. */
  readonly byMember: readonly number[];
  /** The member that wrote it alone, where one did: the others were not asked for theirs. */
  readonly writer?: number;
  /** How far the probability of any of its bytes may be from the exact one; nothing where that is not known. */
  readonly delta?: Delta;
  /** Where it came from; nothing where nothing is drafted. */
  readonly origin?: Origin;
}

export interface ActiveMember {
  readonly id: string;
  /** λ among the active members. */
  readonly weight: number;
}

/**
 * Turns tokens into pieces: joins tokens until they are whole code points, and lets a piece go only when every stop rule has put it beyond
 * recall, so that what was streamed is the text, always. Probabilities of joined tokens multiply.
 */
export class PieceStream {
  readonly #members: readonly ActiveMember[];
  readonly #rules: readonly StopRule[];
  #text: string;
  #released: number;
  #held: FusedPiece[] = [];
  #open: Step | null = null;

  /** `written` was released before, by another stream. */
  constructor(members: readonly ActiveMember[], rules: readonly StopRule[], written = '') {
    this.#members = members;
    this.#rules = rules;
    this.#text = written;
    this.#released = written.length;
  }

  /** Bytes of a code point that has begun. */
  get openBytes(): Uint8Array {
    const bytes = this.#open?.bytes ?? new Uint8Array(0);
    return bytes.subarray(wholeCodePoints(bytes));
  }

  /** Takes one token; returns the pieces that it frees, and why to stop if it is time to. */
  push(step: Step): { readonly pieces: readonly FusedPiece[]; readonly stop: StopReason | null } {
    const joined = this.#open === null ? step : {
      bytes: concatBytes(this.#open.bytes, step.bytes),
      probability: this.#open.probability * step.probability,
      byMember: this.#open.byMember.map((p, index) => p * (step.byMember[index] ?? 0)),
      ...(step.writer === undefined ? {} : { writer: step.writer }),
      ...(step.delta === undefined ? {} : { delta: largerDelta(this.#open.delta ?? noDelta, step.delta) }),
      ...(step.origin === undefined ? {} : { origin: jointOrigin(this.#open.origin ?? chosen, step.origin) }),
    };
    if (joined.bytes.length === 0) return { pieces: [], stop: null };
    if (wholeCodePoints(joined.bytes) < joined.bytes.length) {
      this.#open = joined;
      return { pieces: [], stop: null };
    }
    this.#open = null;
    this.#hold(joined);
    return this.#judge();
  }

  /** What is held back, when generation ends for a reason outside the text; white space at its end goes. */
  finish(): readonly FusedPiece[] {
    return this.#release(Math.max(this.#released, this.#text.trimEnd().length), true);
  }

  #hold({ bytes, probability, byMember, writer, delta, origin }: Step): void {
    const text = decoder.decode(bytes);
    let first = 0;
    this.#members.forEach(({ weight }, index) => {
      if (weight * (byMember[index] ?? 0) > (this.#members[first]?.weight ?? 0) * (byMember[first] ?? 0)) first = index;
    });
    this.#held.push({
      text,
      member: this.#members[first]?.id ?? '',
      probability: Math.min(1, probability),
      byMember: Object.fromEntries(this.#members.map(({ id }, index) => [id, Math.min(1, byMember[index] ?? 0)] as const).filter((_, index) => (writer ?? index) === index)),
      ...(delta === undefined ? {} : { delta }),
      ...(origin === undefined ? {} : { origin }),
    });
    this.#text += text;
  }

  #judge(): { readonly pieces: readonly FusedPiece[]; readonly stop: StopReason | null } {
    let safe = this.#text.length;
    let stop: StopReason | null = null;
    for (const rule of this.#rules) {
      const verdict = rule.look(this.#text);
      if (verdict.stop === null) safe = stop === null ? Math.min(safe, verdict.safe) : safe;
      else if (stop === null || verdict.keep < safe) {
        stop = verdict.stop;
        safe = verdict.keep;
      }
    }
    return { pieces: this.#release(safe, stop !== null), stop };
  }

  /** Held pieces that lie within the text's first `length` units; with `cut`, also the beginning of the one that reaches beyond. */
  #release(length: number, cut: boolean): readonly FusedPiece[] {
    const free: FusedPiece[] = [];
    for (let piece = this.#held[0]; piece !== undefined && this.#released < length; piece = this.#held[0]) {
      const room = length - this.#released;
      if (piece.text.length > room && !cut) break;
      const text = piece.text.slice(0, room);
      free.push(text === piece.text ? piece : { ...piece, text });
      this.#released += text.length;
      this.#held.shift();
    }
    return free;
  }
}
