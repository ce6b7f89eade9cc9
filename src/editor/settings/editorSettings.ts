import { defaults, type EngineSettings, type StopShape, type WeightingPolicy } from '../../protocol/settings.ts';
import { readEditorSettings, settingNames, type EditorSettingName, type EditorSettingValues } from '../../protocol/editorSettings.ts';
import type { ExclusionRules } from '../../context/exclusion.ts';
import { failures } from '../../base/errors.ts';

/** The user's settings, valid and grouped by who needs them. */
export interface EditorSettings {
  readonly enable: boolean;
  readonly automatic: boolean;
  /** Whether the text that follows a suggestion is written ahead. */
  readonly prefetch: boolean;
  readonly multiline: EditorSettingValues['multiline'];
  readonly exclusions: ExclusionRules;
  /** Whether the files of the workspace take part. */
  readonly workspaceMember: boolean;
  /** Whether prompts hold excerpts of other open files. */
  readonly crossFileContext: boolean;
  readonly notebooks: boolean;
  readonly commitMessages: boolean;
  /** Fused probability that every piece of a suggestion that comes by itself has at least. */
  readonly minimumConfidence: number;
  readonly weighting: WeightingPolicy;
  readonly decoding: EditorSettingValues['decoding'];
  readonly pooling: EditorSettingValues['pooling'];
  readonly alignment: EditorSettingValues['alignment'];
  readonly engine: EngineSettings;
  /** 0 leaves the choice to the shape of the completion. */
  readonly deadlineMs: number;
  readonly maxBytes: number;
  /** Of a line; 0 for any. */
  readonly latencyBudgetMs: number;
  readonly onBattery: EditorSettingValues['onBattery'];
  /** 0 keeps the models in memory. */
  readonly unloadAfterMinutes: number;
  /** '' for the cache folder of the user. */
  readonly modelsFolder: string;
  /** '' for the public hub. */
  readonly hubEndpoint: string;
}

export interface SettingWarning {
  readonly name: string;
  /** One sentence that names the setting. */
  readonly message: string;
}

/** Settings that name a place outside the workspace; a workspace that is not trusted has no say in them. */
export const restrictedSettings: readonly EditorSettingName[] = ['modelsFolder', 'hubEndpoint'];

/** The settings as `read` finds them. Every value that is not valid becomes its default and one warning that names the setting. */
export function editorSettingsFrom(read: (name: EditorSettingName) => unknown): { readonly settings: EditorSettings; readonly warnings: readonly SettingWarning[] } {
  const { values, problems } = readEditorSettings(read);
  return { settings: grouped(values), warnings: problems.map(({ name, problem }) => ({ name, message: failures.badSetting(`packllm.${name}`, problem).message })) };
}

/** Names below `packllm.` that the user set and that do not exist; `found` is the section as the editor gives it. */
export function unknownSettings(found: unknown): readonly string[] {
  const known: readonly string[] = settingNames();
  const visit = (value: unknown, name: string): readonly string[] => {
    if (known.includes(name)) return [];
    if (!known.some((other) => name === '' || other.startsWith(`${name}.`))) return [name];
    const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return inside.flatMap(([key, part]: [string, unknown]) => visit(part, name === '' ? key : `${name}.${key}`));
  };
  return visit(found, '');
}

/** Time that a completion of this shape may usually take, in proportion to that of a line, ms; 0 for any. */
export function budgetFor(shape: StopShape, { latencyBudgetMs }: Pick<EditorSettings, 'latencyBudgetMs'>): number {
  return latencyBudgetMs * defaults[shape.kind].deadlineMs / defaults.line.deadlineMs;
}

function grouped(values: EditorSettingValues): EditorSettings {
  return {
    enable: values.enable,
    automatic: values.automatic,
    prefetch: values.prefetch,
    multiline: values.multiline,
    exclusions: { globs: values.excludedFiles, languagesOff: [] },
    workspaceMember: values.workspaceMember,
    crossFileContext: values.crossFileContext,
    notebooks: values.notebooks,
    commitMessages: values.commitMessages,
    minimumConfidence: values.minimumConfidence,
    weighting: {
      ...defaults.weighting,
      method: values['weighting.method'],
      temperature: values['weighting.temperature'],
      loss: values['weighting.loss'],
      earlyStop: values['weighting.earlyStop'],
      pinned: values['weighting.pinned'],
      minimumWeight: values['weighting.minimumWeight'],
      windowBytes: values['weighting.windowBytes'],
      useLearnt: values.learnFromAccepted,
    },
    decoding: values.decoding,
    pooling: values.pooling,
    alignment: values.alignment,
    engine: {
      gpu: values['engine.gpu'],
      threads: values['engine.threads'],
      contextSize: values['engine.contextSize'],
      memoryBudget: values['engine.memoryBudgetMiB'] * 1024 * 1024,
    },
    deadlineMs: values.deadlineMs,
    maxBytes: values.maxBytes,
    latencyBudgetMs: values.latencyBudgetMs,
    onBattery: values.onBattery,
    unloadAfterMinutes: values['engine.unloadAfterMinutes'],
    modelsFolder: values.modelsFolder,
    hubEndpoint: values.hubEndpoint,
  };
}
