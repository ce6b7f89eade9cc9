import { asPackError, failures } from '../../base/errors.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { completionShape } from '../../context/completionShape.ts';
import type { Engine } from '../../host/engine.ts';
import type { ComparedText, Comparison as View } from '../../protocol/comparisonMessages.ts';
import type { MeasureRequest } from '../../protocol/measure.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CompletionRequest } from '../../protocol/requests.ts';
import { limitsFor } from '../completion/limits.ts';
import { surroundingsIn, type CursorView } from '../cursor/cursorView.ts';
import { loadedMembers } from '../models/loadedMembers.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import { promptTail } from './promptTail.ts';

/** Where members are compared. */
export interface Place {
  readonly view: CursorView;
  readonly prompt: Pick<CompletionRequest, 'before' | 'after'>;
  readonly settings: EditorSettings;
  /** Base name of the document. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Asking = Pick<Engine, 'ask' | 'pack'>;
type Fused = Pick<CompletionReport, 'members'>;

/**
 * The fused text at a place beside what every member writes there alone, and how well each of them, and the pack with the weights that it wrote with, foresees
 * every one of these texts. It shows itself each time something of it is there; a member that fails leaves a gap, and only what concerns all ends it.
 */
export class Comparison {
  readonly #engine: Asking;
  readonly #place: Place;
  readonly #show: (view: View) => void;
  readonly #signal: AbortSignal;
  #view: View;

  constructor(engine: Asking, place: Place, show: (view: View) => void, signal: AbortSignal) {
    this.#engine = engine;
    this.#place = place;
    this.#show = show;
    this.#signal = signal;
    const { name, line, at, prompt } = place;
    this.#view = {
      document: name, line, at, prompt: promptTail(prompt.before, prompt.after), stage: { kind: 'loading' },
      texts: [{ member: null, outcome: { kind: 'waiting' } }], weights: [], scores: { members: [], rows: [] },
    };
  }

  /** Gives the report of the fused text; null when it came to none. Never rejects: what went wrong is shown. */
  async run(): Promise<CompletionReport | null> {
    let fused: CompletionReport | null = null;
    try {
      this.#change({});
      const models = await loadedMembers(this.#engine);
      fused = await this.#write(models);
      await this.#score(fused);
      this.#change({ stage: { kind: 'done' } });
    } catch (thrown) {
      const { code, message, fix } = asPackError(thrown);
      this.#change({ stage: this.#signal.aborted || code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', message, fix } });
    }
    return fused;
  }

  #change(part: Partial<View>): void {
    this.#view = { ...this.#view, ...part };
    this.#show(this.#view);
  }

  /** First the fused text, then every model's; the workspace writes nothing by itself. */
  async #write(models: readonly string[]): Promise<CompletionReport> {
    this.#change({ texts: [null, ...models].map((member) => ({ member, outcome: { kind: 'waiting' } })), stage: { kind: 'writing', done: 0, of: 1 + models.length } });
    const fused = await this.#completion(null);
    this.#change({ weights: fused.members.map(({ id, weight }) => ({ id, share: weight })) });
    this.#put(0, outcomeOf(fused));
    for (const [index, { member }] of this.#view.texts.entries()) {
      if (member !== null) this.#put(index, await this.#ownText(member));
    }
    return fused;
  }

  #put(index: number, outcome: ComparedText['outcome']): void {
    const texts = this.#view.texts.map((text, place) => (place === index ? { ...text, outcome } : text));
    this.#change({ texts, stage: { kind: 'writing', done: index + 1, of: texts.length } });
  }

  async #ownText(member: string): Promise<ComparedText['outcome']> {
    try {
      return outcomeOf(await this.#completion(member));
    } catch (thrown) {
      const { code, message, fix } = asPackError(thrown);
      if (this.#signal.aborted || code === 'engine-disabled') throw thrown;
      return { kind: 'failed', message, fix };
    }
  }

  async #completion(member: string | null): Promise<CompletionReport> {
    const { view, prompt, settings } = this.#place;
    const shape = completionShape(prompt.before, prompt.after, settings.multiline, view.language);
    const report = await this.#engine.ask('complete', {
      ...prompt, ...surroundingsIn(view, settings.workspaceMember), language: view.language, weighting: settings.weighting, alignment: settings.alignment, decoding: settings.decoding, pooling: settings.pooling,
      ...(member === null ? {} : { only: [member] }), shape, ...limitsFor(shape, settings, 'manual'),
    }, { signal: this.#signal });
    if (report.stop === 'cancelled') throw failures.cancelled();
    return report;
  }

  async #score(fused: Fused): Promise<void> {
    const written = this.#view.texts.map(({ outcome }) => (outcome.kind === 'written' ? outcome.text : ''));
    const members = fused.members.map(({ id }) => id);
    const known = new Map<string, View['scores']['rows'][number]>([['', null]]);
    const show = (): void => this.#change({
      scores: { members, rows: written.map((text) => known.get(text) ?? null) },
      stage: { kind: 'scoring', done: written.filter((text) => known.has(text)).length, of: written.length },
    });
    show();
    for (const text of written) {
      if (known.has(text)) continue;
      const { bytes, members: alone, policies } = await this.#engine.ask('measure', this.#measureRequest(text, fused), { signal: this.#signal });
      const bits = new Map(alone.map((member) => [member.id, member.bits]));
      const perByte = (total: number | null | undefined): number | null => (total === null || total === undefined ? null : total / bytes);
      known.set(text, { byMember: members.map((id) => perByte(bits.get(id))), pack: perByte(policies[0]?.bits) });
      show();
    }
  }

  /** The pack is measured with the very weights that it wrote with. */
  #measureRequest(continuation: string, { members }: Fused): MeasureRequest {
    const { view, prompt, settings } = this.#place;
    const pinned = Object.fromEntries(members.map(({ id, weight }) => [id, weight]));
    return {
      ...prompt, ...surroundingsIn(view, members.some(({ id }) => id === workspaceMemberId)), continuation, only: members.map(({ id }) => id),
      policies: [{
        weighting: { ...settings.weighting, method: 'manual', pinned, minimumWeight: 0 }, alignment: settings.alignment, decoding: settings.decoding,
        pooling: settings.pooling, precision: {}, prior: null, learning: null,
      }],
    };
  }
}

function outcomeOf({ text, reason, timing, pieces }: CompletionReport): ComparedText['outcome'] {
  return { kind: 'written', text, reason, ms: timing.totalMs, pieces };
}
