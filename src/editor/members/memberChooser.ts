import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import type { Translate } from '../../base/translate.ts';
import { writes } from '../../models/resolvePack.ts';
import type { CompletionReport, Degraded } from '../../protocol/reports.ts';
import type { EditorSettings } from '../settings/editorSettings.ts';
import { Effort, type Level } from './effort.ts';
import { MemberCosts } from './memberCosts.ts';

/** A member of the pack that is loaded, and the only languages that it writes when there are any. */
export interface PackedMember {
  readonly id: string;
  readonly languages?: readonly string[];
}

/** Settings that bear on which members take part. */
export type ChoiceSettings = Pick<EditorSettings, 'latencyBudgetMs' | 'onBattery' | 'workspaceMember'>;

export interface ChoiceWish {
  readonly language: string;
  /** Whether the user asked for it by a command. */
  readonly manual: boolean;
  readonly settings: ChoiceSettings;
}

/** Who takes part in a request, or why nobody does. */
export type MemberChoice =
  | { readonly kind: 'ask'; readonly only?: readonly string[]; readonly degraded?: Degraded; /** Whether its time tells of the members: not while they are being loaded. */ readonly timed: boolean }
  | { readonly kind: 'none'; readonly reason: 'no-members' | 'saving'; readonly degraded?: Degraded };

export interface MemberChooserParts {
  readonly clock: Clock;
  readonly members: () => readonly PackedMember[];
  /** Whether they are loaded and free to answer. */
  readonly ready: () => boolean;
  /** Null where that cannot be told. */
  readonly onBattery: () => boolean | null;
  readonly t: Translate;
}

/** Who takes part in each request, and what became of it. */
export type MemberChoices = Pick<MemberChooser, 'choose' | 'observe'>;

/** Everybody, always. */
export const wholePack: MemberChoices = { choose: () => ({ kind: 'ask', timed: false }), observe: () => undefined };

/**
 * Chooses the members of each request: those that write its language, and of these fewer, then one, then none but earlier suggestions
 * when the members' measured speed does not do within the time that the user gives, or when the machine runs on battery and he wants so.
 */
export class MemberChooser {
  readonly #parts: MemberChooserParts;
  readonly #changes = new Emitter<Degraded | null>();
  #costs = MemberCosts.none;
  #effort = Effort.full(0);
  #members = '';
  #degraded: Degraded | null = null;

  /** How much less than the whole pack requests get now, each time that changes; null for all of it. */
  readonly onChange = this.#changes.event;

  constructor(parts: MemberChooserParts) {
    this.#parts = parts;
  }

  get degraded(): Degraded | null {
    return this.#degraded;
  }

  choose({ language, manual, settings }: ChoiceWish): MemberChoice {
    const members = this.#parts.members();
    const able = ableTo(members, language);
    if (members.length > 0 && able.length === 0) return { kind: 'none', reason: 'no-members' };
    const { level, battery } = this.#level(settings, members);
    const wanted = level === 'cached-only' && manual ? 'top-member' : level;
    const taking = this.#taking(wanted, able, language);
    const degraded = wanted === 'full' || (wanted !== 'cached-only' && taking.length === able.length) ? null : this.#inWords(wanted, able.filter((id) => !taking.includes(id)), battery, settings);
    this.#tell(degraded);
    const said = degraded === null ? {} : { degraded };
    const timed = this.#parts.ready();
    if (taking.length === 0 && able.length > 0) return { kind: 'none', reason: 'saving', ...said };
    return taking.length === members.length ? { kind: 'ask', timed, ...said } : { kind: 'ask', timed, only: settings.workspaceMember ? [...taking, workspaceMemberId] : taking, ...said };
  }

  /**
   * What a request took: `ms` without waiting for others, of `budgetMs`. A request that was given up has no report; it counts only when it took too long.
   */
  observe({ language, ms, budgetMs, report }: { readonly language: string; readonly ms: number; readonly budgetMs: number; readonly report: CompletionReport | null }): void {
    if (report === null && ms <= budgetMs) return;
    if (report !== null) this.#costs = this.#costs.next(report, language);
    if (budgetMs === 0) return;
    const able = ableTo(this.#parts.members(), language);
    const now = this.#costs.expectedMs(this.#taking(this.#effort.level, able, language));
    const load = report?.stop === 'deadline' ? Math.max(ms / budgetMs, 2) : ms / budgetMs;
    const fullerLoad = now === 0 ? load : load * this.#costs.expectedMs(this.#taking(this.#effort.fuller, able, language)) / now;
    this.#effort = this.#effort.next({ at: this.#parts.clock.now(), load, fullerLoad });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #level({ latencyBudgetMs, onBattery }: ChoiceSettings, members: readonly PackedMember[]): { readonly level: Level; readonly battery: boolean } {
    const key = members.map(({ id }) => id).join('\n');
    if (key !== this.#members) {
      this.#members = key;
      this.#costs = MemberCosts.none;
      this.#effort = Effort.full(members.length);
    }
    if (latencyBudgetMs === 0) this.#effort = Effort.full(members.length);
    this.#effort = this.#effort.rested(this.#parts.clock.now());
    const { level } = this.#effort;
    const battery = onBattery !== 'same' && this.#parts.onBattery() === true;
    if (battery && onBattery === 'off') return { level: 'cached-only', battery };
    return battery && level === 'full' ? { level: members.length > 2 ? 'fewer-members' : 'top-member', battery } : { level, battery: false };
  }

  #taking(level: Level, able: readonly string[], language: string): readonly string[] {
    switch (level) {
      case 'full': return able;
      case 'fewer-members': {
        const kept = new Set(this.#costs.byWorth(able, language).slice(0, Math.max(1, Math.ceil(able.length / 2))));
        return able.filter((id) => kept.has(id));
      }
      case 'top-member': return this.#costs.top(able, language);
      case 'cached-only': return [];
    }
  }

  #inWords(level: Exclude<Level, 'full'>, without: readonly string[], battery: boolean, { latencyBudgetMs }: ChoiceSettings): Degraded {
    const { t } = this.#parts;
    const why = battery ? t('The machine runs on battery.') : t('Suggestions took longer than {0} ms.', latencyBudgetMs);
    switch (level) {
      case 'fewer-members':
      case 'top-member': return { level, without: [...without], why: `${why} ${t('These models sit out: {0}.', without.join(', '))}` };
      case 'cached-only': return { level, without: [...without], why: `${why} ${t('Only earlier suggestions are repeated; a suggestion that you ask for is still written.')}` };
    }
  }

  #tell(degraded: Degraded | null): void {
    const changed = degraded?.level !== this.#degraded?.level || degraded?.why !== this.#degraded?.why;
    this.#degraded = degraded;
    if (changed) this.#changes.fire(degraded);
  }
}

/** Those that write this language. */
function ableTo(members: readonly PackedMember[], language: string): readonly string[] {
  return members.filter((member) => writes(member, language)).map(({ id }) => id);
}
