import { sleep, type Clock } from '../base/clock.ts';
import { WorkspaceIndex } from '../fusion/workspace/workspaceIndex.ts';
import { WorkspaceMember } from '../fusion/workspace/workspaceMember.ts';
import type { WorkspaceReport } from '../protocol/reports.ts';
import type { WorkspaceRequest } from '../protocol/requests.ts';
import type { RequestMember } from './member/packMember.ts';
import { WindowAnchor } from './member/windowAnchor.ts';

/** Indexed at a stretch: one or two milliseconds. */
const sliceBytes = 128 * 1024;

/** Bytes of the document before the cursor that the member reads, and what is generated. */
const window = 20_000;

interface Open {
  readonly index: WorkspaceIndex;
  readonly member: RequestMember & { readonly backend: WorkspaceMember };
}

/**
 * The workspace's documents as the host has told them, and the member that they make. There is none before the first document, nor while the document that is
 * completed is the only one. That document is held out: its saved text behind the cursor would be the answer.
 */
export class Workspace {
  readonly #clock: Clock;
  #open: Open | null = null;
  #heldOut: { readonly id: string; readonly text: Uint8Array } | null = null;
  #indexing: Promise<void> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes in what changed. Resolves when it is indexed, in slices that let requests through. */
  async update({ clear, documents, removed }: WorkspaceRequest): Promise<WorkspaceReport> {
    if (clear) {
      this.#open = null;
      this.#heldOut = null;
    }
    for (const id of removed) {
      if (this.#heldOut?.id === id) this.#heldOut = null;
      this.#open?.index.remove(id);
    }
    for (const { id, text } of documents) {
      const bytes = Buffer.from(text.replaceAll('\r\n', '\n'), 'utf8');
      if (this.#heldOut?.id === id) this.#heldOut = { id, text: bytes };
      else this.#create().index.set(id, bytes);
    }
    await this.#settle();
    return { documents: this.#open?.index.documents.length ?? 0, bytes: this.#open?.index.bytes ?? 0, memory: this.#open?.member.backend.memory ?? 0 };
  }

  /** The member for a request about this document, which is held out from now on; null when there is nothing else to go by. */
  memberFor(document: string): RequestMember | null {
    if (this.#open === null) return null;
    const { index, member } = this.#open;
    const previous = this.#heldOut;
    if (previous?.id !== document) {
      const text = index.read(document);
      index.remove(document);
      this.#heldOut = text === null ? null : { id: document, text };
      if (previous !== null) {
        index.set(previous.id, previous.text);
        void this.#settle();
      }
    }
    return index.bytes === 0 ? null : member;
  }

  #create(): Open {
    if (this.#open !== null) return this.#open;
    const index = new WorkspaceIndex();
    const backend = new WorkspaceMember(index, this.#clock);
    const lookUp = backend.continuation.bind(backend);
    this.#open = { index, member: { backend, report: { fimOrder: 'prefix-suffix-middle', bytesOnDisk: 0 }, window, anchor: new WindowAnchor(), lookUp } };
    return this.#open;
  }

  #settle(): Promise<void> {
    this.#indexing ??= this.#index().finally(() => (this.#indexing = null));
    return this.#indexing;
  }

  async #index(): Promise<void> {
    while (this.#open?.index.step(sliceBytes) === false) await sleep(this.#clock, 0);
  }
}
