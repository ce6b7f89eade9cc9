import * as v from 'valibot';
import { alignments, decodings, defaults, EngineSettings, poolings, WeightingPolicy } from './settings.ts';

const wholeNumber = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const { gpu, threads, contextSize } = EngineSettings.entries;
const { method, temperature, loss, earlyStop, pinned, minimumWeight, windowBytes } = WeightingPolicy.entries;

/** How much the editor asks for: one line, a whole block, or whichever the place calls for. */
export const multilineModes = ['auto', 'line', 'block'] as const;

/** Who takes part while the machine runs on battery: whoever does otherwise, fewer members, or nobody unasked. */
export const batteryModes = ['same', 'fewer', 'off'] as const;

/** Plain http reaches loopback only, in digits: names may be made to mean another machine. */
export const hubEndpointPattern = '^(https://[^\\s/]+.*|http://(127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?(/.*)?)?$';

/** Every `packllm.*` setting of the editor by its name below the prefix, as a user may write it. */
export const editorSettings = {
  'enable': v.boolean(),
  'automatic': v.boolean(),
  'prefetch': v.boolean(),
  'multiline': v.picklist(multilineModes),
  'excludedFiles': v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(1000))), v.maxLength(1000)),
  /** Whether the files of the workspace take part. */
  'workspaceMember': v.boolean(),
  /** Whether prompts hold excerpts of other open files. */
  'crossFileContext': v.boolean(),
  'notebooks': v.boolean(),
  'commitMessages': v.boolean(),
  /** Fused probability that every piece of a suggestion that comes by itself has at least. */
  'minimumConfidence': v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** 0 leaves the choice to the shape of the completion. */
  'deadlineMs': wholeNumber(0, 60_000),
  'maxBytes': wholeNumber(0, 16_384),
  /** Time that a line may usually take, ms; members sit out when it takes longer. 0 lets all take part, however long that takes. */
  'latencyBudgetMs': wholeNumber(0, 60_000),
  'onBattery': v.picklist(batteryModes),
  'weighting.method': method,
  'weighting.temperature': temperature,
  'weighting.loss': loss,
  'weighting.earlyStop': earlyStop,
  'weighting.pinned': pinned,
  'weighting.minimumWeight': minimumWeight,
  'weighting.windowBytes': windowBytes,
  'learnFromAccepted': v.boolean(),
  'decoding': v.picklist(decodings),
  'pooling': v.picklist(poolings),
  'alignment': v.picklist(alignments),
  'engine.gpu': gpu,
  'engine.threads': threads,
  'engine.contextSize': contextSize,
  'engine.memoryBudgetMiB': wholeNumber(0, 1_048_576),
  /** Minutes without any question after which the models leave memory; 0 keeps them. */
  'engine.unloadAfterMinutes': wholeNumber(0, 10_080),
  'modelsFolder': v.pipe(v.string(), v.maxLength(4096)),
  'hubEndpoint': v.pipe(v.string(), v.maxLength(1000), v.regex(new RegExp(hubEndpointPattern), 'Expected an https address, or http on this machine')),
} as const;

export type EditorSettingName = keyof typeof editorSettings;
export type EditorSettingValues = { readonly [Name in EditorSettingName]: v.InferOutput<(typeof editorSettings)[Name]> };

export const editorDefaults: EditorSettingValues = {
  'enable': true,
  'automatic': true,
  'prefetch': true,
  'multiline': 'auto',
  'excludedFiles': [],
  'workspaceMember': true,
  'crossFileContext': false,
  'notebooks': true,
  'commitMessages': true,
  'minimumConfidence': 0.3,
  'deadlineMs': 0,
  'maxBytes': 0,
  'latencyBudgetMs': 1000,
  'onBattery': 'same',
  'weighting.method': defaults.weighting.method,
  'weighting.temperature': defaults.weighting.temperature,
  'weighting.loss': defaults.weighting.loss,
  'weighting.earlyStop': defaults.weighting.earlyStop,
  'weighting.pinned': defaults.weighting.pinned,
  'weighting.minimumWeight': defaults.weighting.minimumWeight,
  'weighting.windowBytes': defaults.weighting.windowBytes,
  'learnFromAccepted': defaults.weighting.useLearnt,
  'decoding': defaults.decoding,
  'pooling': defaults.pooling,
  'alignment': defaults.alignment,
  'engine.gpu': defaults.engine.gpu,
  'engine.threads': defaults.engine.threads,
  'engine.contextSize': defaults.engine.contextSize,
  'engine.memoryBudgetMiB': defaults.engine.memoryBudget,
  'engine.unloadAfterMinutes': 30,
  'modelsFolder': '',
  'hubEndpoint': '',
};

export interface SettingProblem {
  readonly name: EditorSettingName;
  /** The rest of a sentence that starts with the setting's name. */
  readonly problem: string;
}

const EditorSettings = v.object(editorSettings);

/** Reads every setting; one that is not valid gets its default and is named among the problems. */
export function readEditorSettings(
  read: (name: EditorSettingName) => unknown,
): { readonly values: EditorSettingValues; readonly problems: readonly SettingProblem[] } {
  const names = settingNames();
  const found = Object.fromEntries(names.map((name) => [name, read(name)]));
  const checked = v.safeParse(EditorSettings, found);
  if (checked.success) return { values: checked.output, problems: [] };
  const problems = names.flatMap((name) => {
    const issue = checked.issues.find(({ path }) => path?.[0].key === name);
    return issue === undefined ? [] : [{ name, problem: `is not valid (${issue.message}), so its default is used` }];
  });
  const repaired = Object.fromEntries(problems.map(({ name }) => [name, editorDefaults[name]]));
  return { values: v.parse(EditorSettings, { ...found, ...repaired }), problems };
}

export function settingNames(): readonly EditorSettingName[] {
  return v.parse(v.array(v.picklist(v.keyof(EditorSettings).options)), Object.keys(editorSettings));
}
