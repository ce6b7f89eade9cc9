import type { Failure } from '../../base/errors.ts';
import type { EngineInfo, FailureReport, LoadedMember, LoadReport } from '../../protocol/reports.ts';
import type { PackChoice } from './packChoice.ts';

/** What `doctor` found, as its JSON says it. */
export interface Diagnosis {
  /** Whether nothing needs fixing. */
  readonly ok: boolean;
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  /** Null when the engine did not start. */
  readonly engine: EngineInfo | null;
  readonly pack: { readonly kind: PackChoice['kind']; readonly why: string; readonly advice: string; readonly modelsFolder: string };
  readonly members: readonly (LoadedMember & { readonly seesSuffix: boolean })[];
  readonly leftOut: LoadReport['leftOut'];
  readonly problems: readonly FailureReport[];
}

export interface Findings {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly choice: PackChoice;
  readonly modelsFolder: string;
  /** What became of the pack, or why the engine could not be asked. */
  readonly outcome: LoadReport | Failure;
}

/** Node's own releases that the engine library supports. */
const oldestNode = [20, 19] as const;

/** Below this, the system starts to swap while a pack is answering. */
const memoryReserve = 256 * 1024 * 1024;

export function diagnose(findings: Findings): Diagnosis {
  const { version, node, platform, choice, modelsFolder, outcome } = findings;
  const report = 'engine' in outcome ? outcome : null;
  const leftOut = report?.leftOut ?? [];
  const problems: FailureReport[] = [
    ...nodeProblems(node),
    ...('engine' in outcome ? memoryProblems(outcome.engine) : [{ code: outcome.code, message: outcome.message, fix: outcome.fix }]),
    ...leftOut.map(({ code, message, fix }) => ({ code, message, fix })),
  ];
  return {
    ok: problems.length === 0,
    version,
    node,
    platform,
    engine: report?.engine ?? null,
    pack: { kind: choice.kind, why: choice.why, advice: choice.advice, modelsFolder },
    members: (report?.members ?? []).map((member) => ({ ...member, seesSuffix: member.fimOrder !== null })),
    leftOut,
    problems,
  };
}

function nodeProblems(node: string): readonly FailureReport[] {
  const [major = 0, minor = 0] = node.replace(/^v/u, '').split('.').map(Number);
  const [needMajor, needMinor] = oldestNode;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return [];
  return [{ code: 'node-too-old', message: `Node ${node} is too old.`, fix: `Install Node ${needMajor}.${needMinor} or later.` }];
}

function memoryProblems({ memoryFree, memoryTotal }: EngineInfo): readonly FailureReport[] {
  if (memoryTotal === 0 || memoryFree >= memoryReserve) return [];
  return [{ code: 'out-of-memory', message: 'There is hardly any free memory with the pack loaded.', fix: 'Close other programs, use fewer models, or a shorter context (--context 1024).' }];
}
