import { sleep, type Clock } from '../../base/clock.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import type { Candidate } from '../../context/filters/filter.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { Request } from './request.ts';
import { anchorOf, sameAnchor, type Anchor } from './reuse/anchor.ts';
import type { RequestSlots } from './timing/requestSlots.ts';
import type { Writer } from './writer.ts';

/** What one member would write by itself. */
export interface Alternative extends Candidate {
  readonly member: string;
}

/**
 * The members' own texts at a place where the user looks for other texts than the fused one, the heaviest member's first. They are written one after the other in the
 * slot of the requests, so that the next keystroke ends it; what was written by then is kept for as long as the place is looked at.
 */
export class Alternatives {
  readonly #writer: Writer;
  readonly #slots: RequestSlots;
  readonly #clock: Clock;
  #known: { readonly anchor: Anchor; readonly texts: Map<string, Candidate> } | null = null;

  constructor(writer: Writer, slots: RequestSlots, clock: Clock) {
    this.#writer = writer;
    this.#slots = slots;
    this.#clock = clock;
  }

  /** Those that differ from the fused text and from each other, as far as they are there in `patienceMs`. */
  async find(request: Request, fused: CompletionReport, patienceMs: number): Promise<readonly Alternative[]> {
    const members = fused.members.filter(({ id }) => id !== workspaceMemberId).toSorted((a, b) => b.weight - a.weight).map(({ id }) => id);
    if (members.length < 2) return [];
    const texts = this.#textsAt(anchorOf(request.view));
    const enough = new AbortController();
    const signal = AbortSignal.any([request.signal, enough.signal]);
    const written = this.#slots.run(signal, (running) => this.#write(request, members.filter((id) => !texts.has(id)), texts, running));
    await Promise.race([written, sleep(this.#clock, patienceMs, signal)]);
    enough.abort();
    await written;
    const seen = new Set(['', fused.text]);
    return members.flatMap((member) => {
      const found = texts.get(member);
      if (found === undefined || seen.has(found.text)) return [];
      seen.add(found.text);
      return [{ member, ...found }];
    });
  }

  clear(): void {
    this.#known = null;
  }

  #textsAt(anchor: Anchor): Map<string, Candidate> {
    if (this.#known === null || !sameAnchor(this.#known.anchor, anchor)) this.#known = { anchor, texts: new Map() };
    return this.#known.texts;
  }

  async #write(request: Request, members: readonly string[], texts: Map<string, Candidate>, signal: AbortSignal): Promise<void> {
    for (const member of members) {
      const answer = await this.#writer.write(request, signal, { member });
      if (signal.aborted) return;
      texts.set(member, 'reason' in answer ? { text: '', replaceRight: 0 } : { text: answer.text, replaceRight: answer.replaceRight });
    }
  }
}
