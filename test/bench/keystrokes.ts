import type { CompletionReport } from '../../src/protocol/reports.ts';
import { completing, ServerUnderTest } from '../model/starterPack.ts';
import type { MemberSpec } from '../../src/protocol/requests.ts';
import { quantile } from './quantile.ts';

export interface KeystrokeFigures {
  readonly keystrokes: number;
  /** Of them, those that showed text at all. */
  readonly shown: number;
  /** From the keystroke to the first piece of ghost text, ms. */
  readonly firstPiece: { readonly p50: number; readonly p95: number };
  readonly total: { readonly p50: number; readonly p95: number };
  readonly tokensEvaluated: readonly { readonly member: string; readonly mean: number; readonly most: number; readonly msPerKeystroke: number }[];
}

/**
 * Types `keystrokes` characters into the middle of a 300-line file, one completion after each, as an editor would ask for them: the file is warm,
 * the rest of it stands after the cursor, and each request waits for the one before.
 */
export async function benchKeystrokes(members: MemberSpec[], file: string, keystrokes: number): Promise<KeystrokeFigures> {
  const engine = new ServerUnderTest();
  await engine.load(members);
  const lines = file.split('\n').slice(0, 300);
  const before = `${lines.slice(0, 200).join('\n')}\n`;
  const typed = lines.slice(200, 260).join('\n').slice(0, keystrokes);
  const after = lines.slice(260).join('\n');
  const reports: CompletionReport[] = [];
  await engine.ask('warm', { before, after });
  await engine.ask('complete', completing(before, { after: `\n${after}`, language: 'typescript' }));
  for (let length = 1; length <= typed.length; length++) {
    reports.push(await engine.ask('complete', completing(before + typed.slice(0, length), { after: `\n${after}`, language: 'typescript' })));
  }
  await engine.server.dispose();
  const firsts = reports.map(({ timing }) => timing.firstPieceMs).filter((ms) => ms !== null);
  const totals = reports.map(({ timing }) => timing.totalMs);
  return {
    keystrokes: reports.length,
    shown: firsts.length,
    firstPiece: { p50: quantile(firsts, 0.5), p95: quantile(firsts, 0.95) },
    total: { p50: quantile(totals, 0.5), p95: quantile(totals, 0.95) },
    tokensEvaluated: members.map(({ id }) => {
      const own = reports.flatMap((report) => report.members.filter((member) => member.id === id));
      const mean = (of: (member: CompletionReport['members'][number]) => number): number => own.reduce((sum, member) => sum + of(member), 0) / own.length;
      return { member: id, mean: mean(({ tokensEvaluated }) => tokensEvaluated), most: Math.max(...own.map(({ tokensEvaluated }) => tokensEvaluated)), msPerKeystroke: mean(({ ms }) => ms) };
    }),
  };
}
