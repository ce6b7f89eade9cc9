import type { Translate } from '../../base/translate.ts';
import type { EngineState } from '../../host/engine.ts';
import type { Degraded } from '../../protocol/reports.ts';
import { commands } from '../contributions.ts';

/** What the status item tells about: the engine, the pack, and the document in front. */
export interface StatusFacts {
  readonly engine: EngineState;
  /** Ids of the members that are ready; null before the first load. */
  readonly members: readonly string[] | null;
  /** Members that could not be loaded, with the reason. */
  readonly leftOut: readonly { readonly id: string; readonly message: string }[];
  /** What the pack is and how to get a better one; '' when unknown. */
  readonly advice: string;
  readonly busy: boolean;
  /** Why the document in front gets no suggestions; null when it does. */
  readonly silent: 'off' | 'automatic-off' | 'excluded' | null;
  /** Of the last suggestion with text, and where that came from. */
  readonly last: { readonly ms: number; readonly source: string } | null;
  /** How much less than the whole pack takes part; null for all of it. */
  readonly degraded: Pick<Degraded, 'level' | 'why'> | null;
}

export interface StatusView {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  /** Markdown with command links. */
  readonly tooltip: string;
  readonly alert: 'none' | 'warning' | 'error';
}

/** One line of state for the status bar, worst news first. */
export function statusView(facts: StatusFacts, t: Translate): StatusView {
  const { icon, state, alert } = headline(facts, t);
  const latency = facts.last === null || facts.silent === 'off' ? '' : ` ${facts.last.ms.toFixed(0)} ms`;
  const lines = [
    `**PackLLM** – ${escape(state)}`,
    ...(facts.last === null ? [] : [t('Last suggestion: {0} ms ({1})', Math.round(facts.last.ms), facts.last.source)]),
    ...(facts.members === null ? [] : [t('Pack: {0}', facts.members.map(escape).join(', '))]),
    ...(facts.degraded === null ? [] : [`$(dashboard) ${escape(facts.degraded.why)}`]),
    ...facts.leftOut.map(({ id, message }) => `$(warning) ${escape(id)}: ${escape(message)}`),
    ...(facts.advice === '' ? [] : [escape(facts.advice)]),
    links(facts, t),
  ];
  return { text: `${icon} PackLLM${alert === 'none' ? latency : ''}`, label: `PackLLM: ${state}`, tooltip: lines.join('\n\n'), alert };
}

function headline(facts: StatusFacts, t: Translate): { readonly icon: string; readonly state: string; readonly alert: StatusView['alert'] } {
  const { engine, members, silent } = facts;
  if (engine.kind === 'disabled') return { icon: '$(error)', state: engine.failure.message, alert: 'error' };
  if (members?.length === 0) return { icon: '$(error)', state: t('no model of the pack could be loaded'), alert: 'error' };
  if (engine.kind === 'backoff') return { icon: '$(warning)', state: t('the engine stopped and restarts by itself'), alert: 'warning' };
  if (silent === 'off') return { icon: '$(circle-slash)', state: t('suggestions are off here'), alert: 'none' };
  if (silent === 'excluded') return { icon: '$(eye-closed)', state: t('this document is excluded'), alert: 'none' };
  if (engine.kind === 'stopped' && engine.idle) return { icon: '$(sparkle)', state: t('at rest; the next suggestion loads the models again'), alert: 'none' };
  if (engine.kind !== 'ready' || members === null) return { icon: '$(loading~spin)', state: t('loading the pack'), alert: 'none' };
  if (facts.busy) return { icon: '$(loading~spin)', state: t('writing'), alert: 'none' };
  if (facts.degraded !== null) return { icon: '$(dashboard)', state: degradedWords(facts.degraded.level, t), alert: 'none' };
  if (silent === 'automatic-off') return { icon: '$(sparkle)', state: t('ready, on request only'), alert: 'none' };
  return { icon: '$(sparkle)', state: t('ready'), alert: 'none' };
}

function degradedWords(level: Degraded['level'], t: Translate): string {
  switch (level) {
    case 'fewer-members': return t('ready, with fewer models');
    case 'top-member': return t('ready, with one model');
    case 'cached-only': return t('ready, with earlier suggestions only');
  }
}

function links({ engine, silent, last }: StatusFacts, t: Translate): string {
  const link = (label: string, command: string): string => `[${label}](command:${command})`;
  return [
    link(silent === 'off' ? t('Turn On') : t('Turn Off'), commands.toggle),
    link(t('Choose Weighting'), commands.chooseWeighting),
    ...(last === null ? [] : [link(t('Open Report'), commands.openReport)]),
    link(t('Manage Models'), commands.manageModels),
    ...(engine.kind === 'disabled' ? [link(t('Restart Engine'), commands.restartEngine)] : []),
    link(t('Show Log'), commands.showLog),
  ].join(' · ');
}

/** Names and messages are text, never Markdown. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>$]/g, '\\$&');
}
