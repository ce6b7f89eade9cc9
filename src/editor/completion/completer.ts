import { sleep, type Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import { asPackError, type PackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { completionShape } from '../../context/completionShape.ts';
import { isExcluded } from '../../context/exclusion.ts';
import { isOnAt, placeKind } from '../../context/placeKind.ts';
import { postProcess, type Processed } from '../../context/postProcess.ts';
import { choosePrompt, type PromptChoice } from '../../context/promptChoice.ts';
import type { Engine } from '../../host/engine.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { StopShape } from '../../protocol/settings.ts';
import { limitsFor, type EditorSettings } from '../settings/editorSettings.ts';
import { anchorOf } from './anchor.ts';
import { AutomaticWait } from './automaticWait.ts';
import type { CursorView } from './cursorView.ts';
import { Flight } from './flight.ts';
import { emptyReport, filteredReport, joinedReport, reusedReport } from './reports.ts';
import { RequestSlots } from './requestSlots.ts';
import { remainderOf, SuggestionCache, TypingAsSuggested, type Suggestion } from './suggestions.ts';

export type Trigger = 'automatic' | 'manual';

/** Text to show at the cursor. */
export interface Offer {
  readonly text: string;
  /** Characters after the cursor that the text stands for as well. */
  readonly replaceRight: number;
  readonly report: CompletionReport;
}

export interface CompleterParts {
  readonly engine: Pick<Engine, 'ask' | 'pack'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: (view: CursorView) => EditorSettings;
}

type Reason = NonNullable<CompletionReport['reason']>;
type Answer = Suggestion | { readonly reason: Reason; readonly report?: CompletionReport };

/** One request of the editor on its way through the completer. */
interface Request {
  readonly view: CursorView;
  readonly trigger: Trigger;
  readonly settings: EditorSettings;
  readonly prompt: Extract<PromptChoice, { readonly kind: 'prompt' }>;
  readonly signal: AbortSignal;
  /** Milliseconds since the request came in. */
  readonly elapsed: () => number;
}

/** A text for the place of a request, and the shape that it was generated for. */
interface Found {
  readonly report: CompletionReport;
  readonly shape: StopShape;
}

/**
 * One completion from the cursor to the text that is shown. It looks, in this order, at the switches and exclusions, at the suggestion
 * on screen, at earlier suggestions and at the request on its way, and only then waits a little and asks the engine.
 * It never rejects, and every request ends in one report, which says where the text came from or why there is none.
 */
export class Completer {
  readonly #parts: CompleterParts;
  readonly #shown = new TypingAsSuggested();
  readonly #cache = new SuggestionCache();
  readonly #slots = new RequestSlots();
  readonly #wait: AutomaticWait;
  readonly #reports = new Emitter<{ readonly view: CursorView; readonly report: CompletionReport }>();
  #flight: Flight<Answer> | null = null;

  readonly onReport = this.#reports.event;

  constructor(parts: CompleterParts) {
    this.#parts = parts;
    this.#wait = new AutomaticWait(parts.clock);
  }

  async complete(view: CursorView, trigger: Trigger, signal: AbortSignal): Promise<Offer | null> {
    const settings = this.#parts.settings(view);
    const start = this.#parts.clock.now();
    const elapsed = (): number => this.#parts.clock.now() - start;
    const offer = await this.#offer(view, trigger, settings, signal, elapsed).catch((thrown: unknown) => {
      this.#parts.logger.error(`A completion failed: ${asPackError(thrown).message}`);
      return noOffer(emptyReport(settings, 'engine-unavailable', elapsed()));
    });
    this.#reports.fire({ view, report: offer.report });
    return offer.text === '' ? null : offer;
  }

  /** Forgets every suggestion, for another pack would make other ones. A request on its way may be waiting for just that pack and goes on. */
  forget(): void {
    this.#shown.clear();
    this.#cache.clear();
  }

  /** Forgets every suggestion and ends the request on its way: what was asked for has changed. */
  startOver(): void {
    this.#flight?.abort();
    this.#flight = null;
    this.forget();
  }

  dispose(): void {
    this.startOver();
    this.#slots.clear();
    this.#reports.dispose();
  }

  async #offer(view: CursorView, trigger: Trigger, settings: EditorSettings, signal: AbortSignal, elapsed: () => number): Promise<Offer> {
    const nothing = (reason: Reason): Offer => noOffer(emptyReport(settings, reason, elapsed()));
    if (!isOnAt(placeKind(view.document, view.language), settings) || (trigger === 'automatic' && !settings.automatic)) return nothing('switched-off');
    if (isExcluded(view.path, view.language, settings.exclusions) !== null) return nothing('excluded');
    const prompt = choosePrompt(view.before, view.after);
    if (prompt.kind === 'refused') return nothing('excluded');
    const found = await this.#find({ view, trigger, settings, prompt, signal, elapsed });
    if (typeof found === 'string') return nothing(found);
    const { text, replaceRight, dropped } = processed(found.report.text, found.shape, view, prompt);
    return { text, replaceRight, report: filteredReport(found.report, text, dropped) };
  }

  /** A text, filtered or not, or why there is none. */
  async #find(request: Request): Promise<Found | Reason> {
    const { view, trigger, signal } = request;
    const reused = this.#reuse(request) ?? await this.#reuseFlight(request);
    if (reused !== null) return reused;
    if (signal.aborted) return 'cancelled';
    if (this.#parts.engine.pack === null) return 'engine-unavailable';
    if (trigger === 'automatic') {
      const waitMs = this.#wait.next(lineBefore(view));
      if (waitMs > 0 && !await sleep(this.#parts.clock, waitMs, signal)) return 'cancelled';
    }
    this.#wait.sent();
    return this.#generate(request);
  }

  #reuse({ view, elapsed }: Request): Found | null {
    const typing = this.#shown.find(view);
    if (typing !== null) return { report: reusedReport(typing, 'typing-as-suggested', elapsed()), shape: typing.suggestion.shape };
    const cached = this.#cache.find(view);
    if (cached === null) return null;
    this.#shown.show(cached.suggestion);
    return { report: reusedReport(cached, 'cache', elapsed()), shape: cached.suggestion.shape };
  }

  async #reuseFlight({ view, signal, elapsed }: Request): Promise<Found | null> {
    if (this.#flight?.agreesWith(view) !== true) return null;
    const answer = await this.#flight.join(view, signal);
    if (answer === null || 'reason' in answer) return null;
    const rest = remainderOf(answer, view);
    if (rest === null) return null;
    this.#shown.show(answer);
    return { report: joinedReport(rest, elapsed()), shape: answer.shape };
  }

  async #generate(request: Request): Promise<Found | Reason> {
    const { view, signal } = request;
    const flight = new Flight<Answer>(this.#parts.clock, anchorOf(view), async (aborted, onText) =>
      await this.#slots.run(aborted, (running) => this.#ask(request, running, onText)) ?? { reason: 'cancelled' });
    this.#flight = flight;
    const landed = (): void => {
      if (this.#flight === flight) this.#flight = null;
    };
    flight.result.then(landed, landed);
    const answer = await flight.join(view, signal);
    if (answer === null) return 'cancelled';
    if ('reason' in answer) return answer.report === undefined ? answer.reason : { report: answer.report, shape: { kind: 'line' } };
    this.#shown.show(answer);
    return answer;
  }

  async #ask({ view, settings, prompt, elapsed }: Request, signal: AbortSignal, onText: (text: string) => void): Promise<Answer> {
    const shape = completionShape(prompt.before, prompt.after, settings.multiline, view.language);
    const queueMs = elapsed();
    try {
      const { before, after } = prompt;
      const raw = await this.#parts.engine.ask('complete', {
        before, after, language: view.language, ...(settings.workspaceMember ? { document: view.document } : {}), weighting: settings.weighting, alignment: settings.alignment, decoding: settings.decoding, pooling: settings.pooling, shape, ...limitsFor(shape, settings),
      }, { signal, onValue: (piece) => onText(piece.text) });
      if (raw.stop === 'cancelled') return { reason: 'cancelled' };
      const { text, dropped } = processed(raw.text, shape, view, prompt);
      const filtered = filteredReport(raw, text, dropped);
      const report = { ...filtered, timing: { ...filtered.timing, queueMs: filtered.timing.queueMs + queueMs, totalMs: elapsed() } };
      if (text === '') return { reason: report.reason ?? 'nothing-to-add', report };
      const suggestion: Suggestion = { anchor: anchorOf(view), text, report, shape };
      this.#cache.add(suggestion);
      return suggestion;
    } catch (thrown) {
      return { reason: this.#reasonOf(asPackError(thrown)) };
    }
  }

  #reasonOf(error: PackError): Reason {
    if (error.code === 'cancelled') return 'cancelled';
    this.#parts.logger.info(`No completion: ${error.message}`);
    return error.code === 'engine-timeout' ? 'deadline' : 'engine-unavailable';
  }
}

function noOffer(report: CompletionReport): Offer {
  return { text: '', replaceRight: 0, report };
}

function processed(text: string, shape: StopShape, { language }: CursorView, { before, after, lineEnding }: Request['prompt']): Processed {
  return postProcess(text, { before, after, shape, language, lineEnding });
}

function lineBefore({ before }: CursorView): string {
  return before.slice(before.lastIndexOf('\n') + 1);
}
