import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { LoadedMember } from '../protocol/reports.ts';
import type { LlamaMember } from './llamaMember.ts';
import { WindowAnchor } from './windowAnchor.ts';

/** A loaded member with the native objects that it owns. */
export class PackMember {
  readonly backend: LlamaMember;
  readonly report: LoadedMember;
  /** Tokens that a prompt and what is generated after it may take together. */
  readonly window: number;
  /** Where this member's view of the current document begins. */
  readonly anchor = new WindowAnchor();
  readonly #context: LlamaContext;
  readonly #model: LlamaModel;

  constructor(backend: LlamaMember, report: LoadedMember, window: number, context: LlamaContext, model: LlamaModel) {
    this.backend = backend;
    this.report = report;
    this.window = window;
    this.#context = context;
    this.#model = model;
  }

  /** Waits for the operation under way, then frees the context and the model. */
  async dispose(): Promise<void> {
    await this.backend.idle();
    await this.#context.dispose();
    await this.#model.dispose();
  }
}
