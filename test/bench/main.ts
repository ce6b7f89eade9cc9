// npm run bench [-- --json] [-- model.gguf …]: latency of a keystroke, reuse of what was read while typing, cost of fusing two, three and four members, speed of alignment and of the workspace. Other models than the starter pack by path.
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename, resolve } from 'node:path';
import { samples } from '../model/prompts.ts';
import { crossFileExcerpts } from '../../src/context/crossFile.ts';
import { starterWindow } from '../../src/models/resolvePack.ts';
import type { MemberSpec } from '../../src/protocol/requests.ts';
import { starter, starterPack } from '../model/starterPack.ts';
import { benchAlign } from './alignVocabularies.ts';
import { benchFusion, type FusionFigures } from './fusion.ts';
import { benchKeystrokes } from './keystrokes.ts';
import { benchKvReuse, kvReuseLines } from './kvReuse.ts';
import { benchMixture } from './mixtureWeights.ts';
import { benchPackOfOne } from './packOfOne.ts';
import { benchWorkspace } from './workspace.ts';

const args = process.argv.slice(2);
const json = args.includes('--json');
const paths = args.filter((arg) => !arg.startsWith('--'));
const members = paths.length === 0 ? starterPack() : paths.map((path) => ({ id: basename(path, '.gguf'), path: resolve(path) }));
const file = ['src/engine/member/llamaMember.ts', 'src/engine/loading/loadMember.ts', 'src/engine/loading/pack.ts'].map((path) => readFileSync(path, 'utf8')).join('\n');
const keystrokesWanted = paths.length === 0 ? 150 : 40;

const lines = (['typescript', 'python', 'prose'] as const).flatMap((kind) => samples(kind).slice(0, 7)).map(({ text }) => text.slice(0, 900));
const load = loadavg()[0] ?? 0;
const keystrokes = await benchKeystrokes(members, file, keystrokesWanted);
const sessions = await benchSessions();
const one = members[0] === undefined ? null : await benchPackOfOne(members[0], lines);
const fusions: { readonly members: number; readonly figures: FusionFigures }[] = [];
for (const count of [2, 3, 4]) fusions.push({ members: count, figures: await benchFusion(packOf(count), lines) });
const mixture = benchMixture();
const alignment: string[] = [];
benchAlign((line) => alignment.push(line));
const workspace: string[] = [];
await benchWorkspace((line) => workspace.push(line));

/** A typing session as the product runs these models, and two in a short file, without and with excerpts of others: they take a window larger than that of the starter pack. */
async function benchSessions() {
  const typed = paths.length === 0 ? { asShipped: 500, short: 100 } : { asShipped: 60, short: 60 };
  const shipped = paths.length === 0 ? members.map((member) => ({ ...member, window: starterWindow })) : members;
  const others = ['src/engine/member/kvCache.ts', 'src/engine/member/packMember.ts'].map((path) => ({ id: path, path, language: 'typescript', text: readFileSync(path, 'utf8') }));
  const excerpts = crossFileExcerpts(others, { id: 'file', path: 'src/engine/file.ts', language: 'typescript' }, file);
  const short = file.slice(0, 900);
  return {
    plain: await benchKvReuse(shipped, file, typed.asShipped),
    short: await benchKvReuse(members, short, typed.short),
    withExcerpts: await benchKvReuse(members, short, typed.short, [...excerpts]),
  };
}

/** The first `count` members; where there are fewer, models come again under other names, for what counts here is what another member costs. */
function packOf(count: number): MemberSpec[] {
  return Array.from({ length: count }, (_, place) => {
    const { id, path, ...rest } = members[place % members.length] ?? starter('typescript');
    return { id: place < members.length ? id : `${id} again`, path, ...rest };
  });
}

const times = ({ wall, cpu }: FusionFigures, of: keyof FusionFigures['wall']): string => `${wall[of].toFixed(2)} × (in processor time ${cpu[of].toFixed(2)} ×)`;
const ms = (value: number): string => `${value.toFixed(1)} ms`;
if (json) console.log(JSON.stringify({ cores: availableParallelism(), load, keystrokes, sessions, one, fusions, mixture, alignment, workspace }, null, 2));
else {
  console.log([
    `${availableParallelism()} cores, load ${load.toFixed(1)} at the start`,
    '',
    `keystroke → first ghost text, 300-line file, warm: p50 ${ms(keystrokes.firstPiece.p50)}, p95 ${ms(keystrokes.firstPiece.p95)} (${keystrokes.shown} of ${keystrokes.keystrokes} keystrokes showed text)`,
    `keystroke → whole line: p50 ${ms(keystrokes.total.p50)}, p95 ${ms(keystrokes.total.p95)}`,
    ...keystrokes.tokensEvaluated.map(({ member, mean, most, msPerKeystroke }) => `  ${member.padEnd(24)} ${mean.toFixed(1).padStart(6)} tokens evaluated per keystroke, at most ${most}; ${ms(msPerKeystroke)}`),
    '',
    ...kvReuseLines(sessions.plain, ''),
    ...kvReuseLines(sessions.short, ' in a short file'),
    ...kvReuseLines(sessions.withExcerpts, ' in it, behind excerpts of other files'),
    '',
    ...(one === null ? [] : [`a pack of one (${one.member}), ${one.runs} runs: ${one.pack.toFixed(0)} tokens per second, node-llama-cpp by itself ${one.library.toFixed(0)}; ${one.ratio.toFixed(2)} × its speed, ${one.cpuRatio.toFixed(2)} × in processor time`, '']),
    ...fusions.flatMap(({ members: count, figures }) => [
      `fused decoding, ${count} members, ${figures.prompts} prompts: ${ms(figures.fused)} per byte, ${times(figures, 'versusSlowest')} the slowest member alone; ${ms(figures.undrafted)} without drafting, ${times(figures, 'versusSum')} the sum of all; drafting changed ${figures.different} texts`,
      ...figures.alone.map(({ member, ms: alone }) => `  ${member.padEnd(30)} ${ms(alone).padStart(9)} per byte alone`),
      ...figures.counters.map(({ member, drafting, forwards, tokensEvaluated, tokensAccepted }) =>
        `  ${member.padEnd(30)} ${drafting ? 'with drafting   ' : 'without drafting'} ${forwards} forwards, ${tokensEvaluated} tokens evaluated, ${tokensAccepted} accepted`),
      '',
    ]),
    `weights of ${mixture.members} members from ${mixture.chunks} chunks: p50 ${mixture.p50.toFixed(2)} ms, at most ${mixture.rounds} rounds, certificate ≤ ${mixture.certificate.toExponential(0)} nats per chunk`,
    '',
    ...alignment,
    '',
    ...workspace,
  ].join('\n'));
}
