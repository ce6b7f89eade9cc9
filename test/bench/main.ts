// npm run bench [-- --json] [-- model.gguf …]: latency of a keystroke, cost of fusing, speed of alignment and of the workspace. Other models than the starter pack by path.
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename, resolve } from 'node:path';
import { samples } from '../model/prompts.ts';
import { starterPack } from '../model/starterPack.ts';
import { benchAlign } from './alignVocabularies.ts';
import { benchFusion } from './fusion.ts';
import { benchKeystrokes } from './keystrokes.ts';
import { benchMixture } from './mixtureWeights.ts';
import { benchWorkspace } from './workspace.ts';

const args = process.argv.slice(2);
const json = args.includes('--json');
const paths = args.filter((arg) => !arg.startsWith('--'));
const members = paths.length === 0 ? starterPack() : paths.map((path) => ({ id: basename(path, '.gguf'), path: resolve(path) }));
const file = ['src/engine/llamaMember.ts', 'src/engine/loadMember.ts', 'src/engine/pack.ts'].map((path) => readFileSync(path, 'utf8')).join('\n');
const keystrokesWanted = paths.length === 0 ? 150 : 40;

const lines = (['typescript', 'python', 'prose'] as const).flatMap((kind) => samples(kind).slice(0, 7)).map(({ text }) => text.slice(0, 900));
const load = loadavg()[0] ?? 0;
const keystrokes = await benchKeystrokes(members, file, keystrokesWanted);
const fusion = members.length > 1 ? await benchFusion(members, lines) : null;
const mixture = benchMixture();
const alignment: string[] = [];
benchAlign((line) => alignment.push(line));
const workspace: string[] = [];
await benchWorkspace((line) => workspace.push(line));

const ms = (value: number): string => `${value.toFixed(1)} ms`;
if (json) console.log(JSON.stringify({ cores: availableParallelism(), load, keystrokes, fusion, mixture, alignment, workspace }, null, 2));
else {
  console.log([
    `${availableParallelism()} cores, load ${load.toFixed(1)} at the start`,
    '',
    `keystroke → first ghost text, 300-line file, warm: p50 ${ms(keystrokes.firstPiece.p50)}, p95 ${ms(keystrokes.firstPiece.p95)} (${keystrokes.shown} of ${keystrokes.keystrokes} keystrokes showed text)`,
    `keystroke → whole line: p50 ${ms(keystrokes.total.p50)}, p95 ${ms(keystrokes.total.p95)}`,
    ...keystrokes.tokensEvaluated.map(({ member, mean, most, msPerKeystroke }) => `  ${member.padEnd(24)} ${mean.toFixed(1).padStart(6)} tokens evaluated per keystroke, at most ${most}; ${ms(msPerKeystroke)}`),
    '',
    ...(fusion === null ? [] : [
      `fused decoding, ${fusion.prompts} prompts: ${ms(fusion.fused)} per byte, ${fusion.versusSlowest.toFixed(2)} × the slowest member alone; ${ms(fusion.undrafted)} without drafting, ${fusion.versusSum.toFixed(2)} × the sum of all; drafting changed ${fusion.different} texts`,
      ...fusion.alone.map((one) => `  ${one.member.padEnd(24)} ${ms(one.ms).padStart(9)} per byte alone`),
      ...fusion.counters.map((one) => `  ${one.member.padEnd(24)} ${one.drafting ? 'with drafting   ' : 'without drafting'} ${one.forwards} forwards, ${one.tokensEvaluated} tokens evaluated, ${one.tokensAccepted} accepted`),
      '',
    ]),
    `weights of ${mixture.members} members from ${mixture.chunks} chunks: p50 ${mixture.p50.toFixed(2)} ms, at most ${mixture.rounds} rounds, certificate ≤ ${mixture.certificate.toExponential(0)} nats per chunk`,
    '',
    ...alignment,
    '',
    ...workspace,
  ].join('\n'));
}
