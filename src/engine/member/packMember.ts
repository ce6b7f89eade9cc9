import type { LookUp } from '../../fusion/decoding/drafter.ts';
import type { MemberBackend } from '../../fusion/member.ts';
import type { LoadedMember } from '../../protocol/reports.ts';
import { ExcerptShelf } from './excerptShelf.ts';
import { WindowAnchor } from './windowAnchor.ts';

/** A member that counts what it computes. */
export interface MeteredMember extends MemberBackend {
  /** Tokens that went through the model since it was loaded, in how many forward passes, and the time that took, ms. */
  readonly usage: { readonly tokens: number; readonly forwards: number; readonly ms: number };
  /** Resolves when no operation is under way. */
  idle(): Promise<void>;
}

/** What a request needs of a member. */
export interface RequestMember {
  readonly backend: MeteredMember;
  readonly report: Pick<LoadedMember, 'fimOrder' | 'bytesOnDisk'>;
  /** Tokens that a prompt and what is generated after it may take together. */
  readonly window: number;
  readonly anchor: WindowAnchor;
  /** Which excerpts of other files it is shown; none without. */
  readonly shelf?: ExcerptShelf;
  /** How a text may go on: at most `most` bytes that stood behind at least `least` of its last ones elsewhere. Only of a member that copies. */
  readonly lookUp?: LookUp;
}

/** A loaded member and what must be freed with it. */
export class PackMember {
  readonly backend: MeteredMember;
  readonly report: LoadedMember;
  /** Tokens that a prompt and what is generated after it may take together. */
  readonly window: number;
  /** Where this member's view of the current document begins. */
  readonly anchor = new WindowAnchor();
  readonly shelf: ExcerptShelf;
  readonly #free: () => Promise<void>;

  constructor(backend: MeteredMember, report: LoadedMember, window: number, free: () => Promise<void>) {
    this.backend = backend;
    this.report = report;
    this.window = window;
    this.shelf = new ExcerptShelf(window);
    this.#free = free;
  }

  /** Waits for the operation under way, then frees the model. */
  async dispose(): Promise<void> {
    await this.backend.idle();
    await this.#free();
  }
}
