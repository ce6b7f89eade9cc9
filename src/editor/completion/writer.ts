import { asPackError, type PackError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { completionShape } from '../../context/completionShape.ts';
import type { Candidate, Place } from '../../context/filters/filter.ts';
import { postProcess } from '../../context/postProcess.ts';
import { restAtCursor } from '../../context/restAtCursor.ts';
import type { Engine } from '../../host/engine.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import type { StopShape } from '../../protocol/settings.ts';
import { surroundingsIn } from '../cursor/cursorView.ts';
import type { MemberChoices } from '../members/memberChooser.ts';
import { budgetFor } from '../settings/editorSettings.ts';
import { limitsFor } from './limits.ts';
import { emptyReport, filteredReport } from './reports.ts';
import type { Reason, Request } from './request.ts';
import { anchorOf } from './reuse/anchor.ts';
import type { Suggestion } from './reuse/suggestion.ts';
import type { Remainder } from './reuse/suggestions.ts';

/** A text for a place, or why there is none, with the report of the attempt where the engine gave one. */
export type Answer = Suggestion | { readonly reason: Reason; readonly report?: CompletionReport };

export interface WriteOptions {
  readonly onText?: (text: string) => void;
  /** The one member to write; the whole pack when left out. */
  readonly member?: string;
  /** Written before anybody asks for it, whenever the engine has nothing else to do. */
  readonly ahead?: boolean;
}

/** Has the engine write the text for a place, and makes of it what may be shown there. Never rejects. */
export class Writer {
  readonly #engine: Pick<Engine, 'ask'>;
  readonly #logger: Logger;
  readonly #members: MemberChoices;

  constructor(engine: Pick<Engine, 'ask'>, logger: Logger, members: MemberChoices) {
    this.#engine = engine;
    this.#logger = logger;
    this.#members = members;
  }

  async write(request: Request, signal: AbortSignal, { onText, member, ahead = false }: WriteOptions = {}): Promise<Answer> {
    const { view, trigger, settings, prompt, elapsed } = request;
    const { before, after } = prompt;
    const shape = completionShape(before, after, settings.multiline, view.language);
    const queueMs = elapsed();
    const choice = member === undefined ? this.#members.choose({ language: view.language, manual: trigger === 'manual', settings }) : ({ kind: 'ask', timed: false, only: [member] } as const);
    const degraded = choice.degraded === undefined ? {} : { degraded: choice.degraded };
    if (choice.kind === 'none') return { reason: choice.reason, report: { ...emptyReport(settings, choice.reason, elapsed()), ...degraded } };
    if (ahead && choice.degraded !== undefined) return { reason: 'saving' };
    const observe = (ms: number, report: CompletionReport | null): void => {
      if (choice.timed && !ahead) this.#members.observe({ language: view.language, ms, budgetMs: budgetFor(shape, settings), report });
    };
    try {
      const raw = await this.#engine.ask('complete', {
        before, after, ...surroundingsIn(view, settings.workspaceMember), language: view.language, ...(choice.only === undefined ? {} : { only: [...choice.only] }),
        weighting: settings.weighting, alignment: settings.alignment, decoding: settings.decoding, pooling: settings.pooling, shape, ...limitsFor(shape, settings, trigger),
      }, { signal, ...(ahead ? { background: true } : {}), ...(onText === undefined ? {} : { onValue: (piece) => onText(piece.text) }) });
      if (raw.stop === 'cancelled') {
        observe(elapsed() - queueMs, null);
        return { reason: 'cancelled' };
      }
      observe(raw.timing.totalMs - raw.timing.queueMs, raw);
      const { text, replaceRight, dropped } = postProcess(raw.text, placeOf(request, shape));
      const filtered = { ...filteredReport(raw, text, dropped), ...degraded };
      const report = { ...filtered, timing: { ...filtered.timing, queueMs: filtered.timing.queueMs + queueMs, totalMs: elapsed() } };
      if (text === '') return { reason: report.reason ?? 'nothing-to-add', report };
      return { anchor: anchorOf(view), text, replaceRight, report, shape, ahead, endsLine: shape.kind === 'line' && raw.stop === 'line-end' && text === raw.text };
    } catch (thrown) {
      const reason = this.#reasonOf(asPackError(thrown));
      if (reason === 'cancelled') observe(elapsed() - queueMs, null);
      return { reason };
    }
  }

  #reasonOf(error: PackError): Reason {
    if (error.code === 'cancelled') return 'cancelled';
    this.#logger.info(`No completion: ${error.message}`);
    return error.code === 'engine-timeout' ? 'deadline' : 'engine-unavailable';
  }
}

/** The rest of a text for the place of the request, of which a part was typed. */
export function restOf({ suggestion: { shape }, text }: Remainder, request: Request): Candidate {
  return restAtCursor(text, placeOf(request, shape));
}

function placeOf({ view: { language }, prompt: { before, after, lineEnding } }: Request, shape: StopShape): Place {
  return { before, after, shape, language, lineEnding };
}
