import { choosePrompt } from '../../src/context/promptChoice.ts';
import type { MemberReport } from '../../src/protocol/reports.ts';
import type { MemberSpec } from '../../src/protocol/requests.ts';
import { completing, ServerUnderTest } from '../model/starterPack.ts';
import { replay, typingSession, type Stroke } from '../support/typingSession.ts';
import { quantile } from './quantile.ts';

export interface KvReuseFigures {
  readonly keystrokes: number;
  /** Strokes that move the cursor to another place of the file. */
  readonly jumps: number;
  /** Tokens evaluated from one stroke to the first byte of text. */
  readonly members: readonly {
    readonly member: string;
    readonly p50: number;
    readonly p95: number;
    readonly total: number;
    /** Of the total, what the jumps took. */
    readonly jumps: number;
    /** Tokens of a prompt in the mean, and the share of them that was in the KV cache. */
    readonly prompt: number;
    readonly reused: number;
    /** Of prompts whose cursor did not jump. */
    readonly reusedTyping: number;
  }[];
}

/**
 * Types a session with pauses, corrections and jumps, each stroke asked for as the editor does when nothing can be reused: one completion up to its first byte. A jump
 * is not warmed up for.
 */
export async function benchKvReuse(members: MemberSpec[], file: string, keystrokes: number, excerpts: string[] = []): Promise<KvReuseFigures> {
  const engine = new ServerUnderTest();
  await engine.load(members);
  const seen: { readonly kind: Stroke['kind']; readonly members: readonly MemberReport[] }[] = [];
  for (const { stroke, before, after } of replay(typingSession(file, keystrokes))) {
    const prompt = choosePrompt(before, after);
    if (prompt.kind === 'refused') continue;
    const report = await engine.ask('complete', completing(prompt.before, { after: prompt.after, excerpts, language: 'typescript', maxBytes: 1 }));
    seen.push({ kind: stroke.kind, members: report.members });
  }
  await engine.server.dispose();
  return {
    keystrokes: seen.length,
    jumps: seen.filter(({ kind }) => kind === 'jump').length,
    members: members.map(({ id }) => {
      const own = seen.flatMap(({ kind, members: reports }) => reports.filter((one) => one.id === id).map((one) => ({ kind, evaluated: one.tokensEvaluated, prompt: one.promptTokens ?? 0 })));
      const typed = own.filter(({ kind }) => kind !== 'jump');
      const evaluated = own.map((one) => one.evaluated);
      return {
        member: id,
        p50: quantile(evaluated, 0.5),
        p95: quantile(evaluated, 0.95),
        total: sum(evaluated),
        jumps: sum(own.filter(({ kind }) => kind === 'jump').map((one) => one.evaluated)),
        prompt: sum(own.map(({ prompt }) => prompt)) / own.length,
        reused: reusedOf(own),
        reusedTyping: reusedOf(typed),
      };
    }),
  };
}

/** The lines that the bench prints about one session. */
export function kvReuseLines({ keystrokes, jumps, members }: KvReuseFigures, what: string): readonly string[] {
  return [
    `${keystrokes} keystrokes${what}, ${jumps} of them jumps: tokens evaluated up to the first byte`,
    ...members.map((one) => `  ${one.member.padEnd(24)} p50 ${one.p50.toFixed(0)}, p95 ${one.p95.toFixed(0)}, total ${one.total} (${one.jumps} of them at jumps); prompts of ${one.prompt.toFixed(0)} tokens, `
      + `${(100 * one.reused).toFixed(1)} % reused, ${(100 * one.reusedTyping).toFixed(1)} % where nothing jumped`),
  ];
}

function reusedOf(prompts: readonly { readonly evaluated: number; readonly prompt: number }[]): number {
  return 1 - sum(prompts.map(({ evaluated, prompt }) => Math.min(evaluated, prompt))) / sum(prompts.map(({ prompt }) => prompt));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
