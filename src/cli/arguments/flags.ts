import { InvalidArgumentError, Option, type Command } from 'commander';
import { alignments, decodings, defaults, poolings, precisions, weightingMethods, type EngineSettings, type WeightingPolicy } from '../../protocol/settings.ts';

/** The options that every command takes, as parsed. */
export interface SharedFlags {
  /** Paths of GGUF files that replace the pack. */
  readonly models?: readonly string[];
  readonly method: WeightingPolicy['method'];
  readonly tau: number;
  readonly loss: WeightingPolicy['loss'];
  /** λ by member, as written: an id, a part of one, or a position. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly decoding: (typeof decodings)[number];
  readonly pooling: (typeof poolings)[number];
  readonly precision: (typeof precisions)[number];
  readonly drafting: boolean;
  readonly alignment: (typeof alignments)[number];
  readonly gpu: EngineSettings['gpu'];
  readonly threads: number;
  readonly context: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
}

/** A number within bounds, for an option's value. */
export function numberIn(low: number, high: number, whole: boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
      throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** A comma-separated list of paths. */
export function pathList(text: string): readonly string[] {
  const paths = text.split(',').map((path) => path.trim()).filter((path) => path !== '');
  if (paths.length === 0) throw new InvalidArgumentError('It must name at least one GGUF file.');
  return paths;
}

/** `id=0.5,id=0.5`; the numbers need not sum to 1. */
export function weightList(text: string): Readonly<Record<string, number>> {
  const pairs = text.split(',').map((pair): [string, number] => {
    const [, name, number] = /^\s*(.+?)\s*=\s*(\d*\.?\d+)\s*$/u.exec(pair) ?? [];
    if (name === undefined) throw new InvalidArgumentError('It must look like id=0.7,id=0.3.');
    return [name, Number(number)];
  });
  if (pairs.every(([, weight]) => weight === 0)) throw new InvalidArgumentError('At least one weight must be above 0.');
  return Object.fromEntries(pairs);
}

/** Titles in the help. */
const groups = { fusion: 'Fusion:', engine: 'Engine:', output: 'Output:' } as const;

export function addSharedFlags(program: Command): Command {
  const { weighting, engine } = defaults;
  const fusion = [
    new Option('--models <a.gguf,b.gguf>', 'use these files instead of the pack').argParser(pathList),
    new Option('--method <method>', 'how the weights are chosen').choices(weightingMethods).default(weighting.method),
    new Option('--tau <number>', 'temperature of sim').argParser(numberIn(0.01, 100, false)).default(weighting.temperature),
    new Option('--loss <loss>', 'what sim compares').choices(['per-byte', 'per-token']).default(weighting.loss),
    new Option('--weights <id=0.5,…>', 'pin the weights (implies --method manual)').argParser(weightList).implies({ method: 'manual' }),
    new Option('--decoding <mode>', 'whether the pack writes byte by byte or token by token').choices(decodings).default(defaults.decoding),
    new Option('--pooling <rule>', 'how the members\' bytes are pooled').choices(poolings).default(defaults.pooling),
    new Option('--precision <precision>', 'how finely texts are followed: exact takes many times longer').choices(precisions).default('fast'),
    new Option('--no-drafting', 'evaluate nothing ahead of the text: the same text, at another speed'),
    new Option('--alignment <mode>', 'how vocabularies are matched').choices(alignments).default(defaults.alignment),
  ];
  const engineOptions = [
    new Option('--gpu <device>', 'where the models run').choices(['auto', 'off', 'vulkan', 'metal', 'cuda']).default(engine.gpu),
    new Option('--threads <number>', 'threads for all models together; 0 = choose').argParser(numberIn(0, 256, true)).default(engine.threads),
    new Option('--context <tokens>', 'longest context of each model').argParser(numberIn(256, 131_072, true)).default(engine.contextSize),
  ];
  const output = [
    new Option('--json', 'print one JSON value instead of text'),
    new Option('--quiet', 'print the bare result, and no notes'),
    new Option('--no-color', 'print without colours (also: NO_COLOR=1)'),
  ];
  for (const option of fusion) program.addOption(option.helpGroup(groups.fusion));
  for (const option of engineOptions) program.addOption(option.helpGroup(groups.engine));
  for (const option of output) program.addOption(option.helpGroup(groups.output));
  return program;
}
