import { sleep, type Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import { asPackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { isExcluded } from '../../context/exclusion.ts';
import { lastLine } from '../../context/lines.ts';
import { isOnAt, placeKind } from '../../context/placeKind.ts';
import { choosePrompt } from '../../context/promptChoice.ts';
import type { Engine } from '../../host/engine.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { CursorView } from '../cursor/cursorView.ts';
import { wholePack, type MemberChoices } from '../members/memberChooser.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import { Alternatives, type Alternative } from './alternatives.ts';
import { placeAfter } from './following.ts';
import type { Found } from './found.ts';
import { emptyReport, filteredReport, joinedReport, reusedReport } from './reports.ts';
import type { Reason, Request, Trigger } from './request.ts';
import { anchorOf } from './reuse/anchor.ts';
import { remainderOf, SuggestionCache, TypingAsSuggested, type Remainder } from './reuse/suggestions.ts';
import { sureOf } from './sure.ts';
import { AutomaticWait } from './timing/automaticWait.ts';
import { Flight } from './timing/flight.ts';
import { Prefetcher } from './timing/prefetcher.ts';
import { RequestSlots, type SlotCounts } from './timing/requestSlots.ts';
import { restOf, Writer, type Answer } from './writer.ts';

/** Text to show at the cursor. */
export interface Offer extends Found {
  /** Members' own texts, where they were asked for and differ. */
  readonly alternatives: readonly Alternative[];
}

export interface CompleterParts {
  readonly engine: Pick<Engine, 'ask' | 'pack'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: (view: CursorView) => EditorSettings;
  /** The whole pack, always, when left out. */
  readonly members?: MemberChoices;
}

/** Longest waits for members' own texts, ms: where the user looks for them, and where the fused one has only just come and must not be held up. */
const patience = { lookingMs: 3000, askingMs: 600 } as const;

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
  readonly #writer: Writer;
  readonly #prefetcher: Prefetcher;
  readonly #alternatives: Alternatives;
  readonly #reports = new Emitter<{ readonly view: CursorView; readonly report: CompletionReport }>();
  #wait = AutomaticWait.initial;
  /** The request on its way for the user, and the one ahead of the user. */
  #flight: Flight<Answer> | null = null;
  #ahead: Flight<Answer> | null = null;

  readonly onReport = this.#reports.event;

  constructor(parts: CompleterParts) {
    this.#parts = parts;
    this.#writer = new Writer(parts.engine, parts.logger, parts.members ?? wholePack);
    this.#prefetcher = new Prefetcher(parts.clock);
    this.#alternatives = new Alternatives(this.#writer, this.#slots, parts.clock);
  }

  /** Requests to the engine, and how many there were at once at most. */
  get counts(): SlotCounts {
    return this.#slots.counts;
  }

  async complete(view: CursorView, trigger: Trigger, signal: AbortSignal): Promise<Offer | null> {
    const settings = this.#parts.settings(view);
    const elapsed = this.#stopwatch();
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
    this.#alternatives.clear();
    this.#prefetcher.dispose();
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
    const request = { view, trigger, settings, prompt, signal, elapsed };
    const reused = this.#reuse(request) ?? await this.#join(request);
    const whole = reused ?? await this.#generate(request);
    if (typeof whole === 'string') return nothing(whole);
    const found = sureOf(whole, request);
    if (found.text === '') return { ...found, alternatives: [] };
    const alternatives = trigger === 'manual' ? await this.#alternatives.find(request, found.report, reused === null ? patience.askingMs : patience.lookingMs) : [];
    if (settings.prefetch && !signal.aborted) this.#prefetch(request, found);
    return alternatives.length === 0 ? { ...found, alternatives } : { ...found, alternatives, report: { ...found.report, alternatives: alternatives.map(({ member, text }) => ({ member, text })) } };
  }

  /** From the suggestion on screen, or an earlier one. */
  #reuse(request: Request): Found | null {
    const typing = this.#shown.find(request.view);
    if (typing !== null) return foundRest(request, typing, reusedReport(typing, 'typing-as-suggested', request.elapsed()));
    const cached = this.#cache.find(request.view);
    if (cached === null) return null;
    this.#shown.show(cached.suggestion);
    return foundRest(request, cached, reusedReport(cached, cached.suggestion.ahead ? 'prefetched' : 'cache', request.elapsed()));
  }

  /** From the request on its way, which ends here when it disagrees, or from the one ahead. */
  async #join(request: Request): Promise<Found | null> {
    const { view, signal } = request;
    if (this.#flight?.agreesWith(view) === false) this.#flight.abort();
    const flight = [this.#flight, this.#ahead].find((one) => one?.agreesWith(view));
    const answer = await flight?.join(view, signal) ?? null;
    if (answer === null || 'reason' in answer) return null;
    const rest = remainderOf(answer, view);
    if (rest === null) return null;
    this.#shown.show(answer);
    return foundRest(request, rest, joinedReport(rest, request.elapsed()));
  }

  async #generate(request: Request): Promise<Found | Reason> {
    const { view, trigger, signal } = request;
    if (signal.aborted) return 'cancelled';
    if (this.#parts.engine.pack === null) return 'engine-unavailable';
    if (trigger === 'automatic') {
      if (this.#shown.isDone(view)) return 'nothing-to-add';
      const { waitMs, then } = this.#wait.next(lastLine(view.before), this.#parts.clock.now());
      this.#wait = then;
      if (waitMs > 0 && !await sleep(this.#parts.clock, waitMs, signal)) return 'cancelled';
    }
    this.#wait = this.#wait.sent();
    this.#prefetcher.dispose();
    const flight = this.#fly(request, false);
    const answer = await flight.join(view, signal);
    if (answer === null) return 'cancelled';
    if (answer.report !== undefined) this.#wait = this.#wait.took(answer.report.timing.totalMs - answer.report.timing.queueMs);
    if ('reason' in answer) return answer.report === undefined ? answer.reason : { text: '', replaceRight: 0, report: answer.report };
    this.#shown.show(answer);
    return answer;
  }

  #prefetch({ view, settings }: Request, found: Found): void {
    const place = placeAfter(view, found, settings.multiline);
    this.#prefetcher.plan(place, (signal) => {
      const prompt = choosePrompt(place.before, place.after);
      if (prompt.kind === 'refused' || this.#slots.busy || this.#cache.find(place) !== null) return;
      const flight = this.#fly({ view: place, trigger: 'automatic', settings, prompt, signal, elapsed: this.#stopwatch() }, true);
      signal.addEventListener('abort', () => flight.abort(), { once: true });
    });
  }

  #fly(request: Request, ahead: boolean): Flight<Answer> {
    const flight = new Flight<Answer>(this.#parts.clock, anchorOf(request.view), async (aborted, onText) => {
      const answer = await this.#slots.run(aborted, (running) => this.#writer.write(request, running, { onText, ahead })) ?? { reason: 'cancelled' };
      if (!('reason' in answer)) this.#cache.add(answer);
      return answer;
    });
    const landed = (): void => {
      if (this.#flight === flight) this.#flight = null;
      if (this.#ahead === flight) this.#ahead = null;
    };
    flight.result.then(landed, landed);
    if (ahead) this.#ahead = flight;
    else this.#flight = flight;
    return flight;
  }

  #stopwatch(): () => number {
    const start = this.#parts.clock.now();
    return () => this.#parts.clock.now() - start;
  }
}

function noOffer(report: CompletionReport): Offer {
  return { text: '', replaceRight: 0, report, alternatives: [] };
}

function foundRest(request: Request, rest: Remainder, report: CompletionReport): Found {
  const { text, replaceRight } = restOf(rest, request);
  return { text, replaceRight, report: filteredReport(report, text, 'overlap') };
}
