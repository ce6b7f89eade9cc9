import { failures } from '../../base/errors.ts';
import type { Translate } from '../../base/translate.ts';
import type { MeasureReport } from '../../protocol/measure.ts';
import type { Study } from '../run/study.ts';
import { measurePlace } from '../studies/contextStudy.ts';
import { fillHole, type FillPolicy } from '../studies/fim.ts';
import { LineOutcome } from './lineOutcome.ts';
import { lineReport } from './lineReport.ts';
import type { MaskedLine } from './maskedLines.ts';

/** Masked lines of the user's own files, written and predicted by the pack and by each of its members alone. */
export function lineStudy(lines: readonly MaskedLine[], asked: FillPolicy, t: Translate): Study<LineOutcome> {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const workspace = asked.workspace && canTakePart(asked);
  return {
    items: lines.map(({ id }) => id),
    outcome: LineOutcome,
    async measure(item, _, subject, signal) {
      const line = byId.get(item);
      if (line === undefined) throw failures.internal(`there is no line ${item}`);
      const { prefix: before, suffix: after, target: continuation, document, language } = line;
      const filled = await fillHole(subject, line, { ...asked, workspace }, signal);
      const variants = [{ name: 'models', policy: asked.policy }, ...(workspace ? [{ name: 'workspace', policy: asked.policy, workspace }] : [])];
      const measured = await measurePlace(subject, { before, after, continuation, document }, variants, asked.members, signal);
      return { language, line: filled, bytes: measured.bytes, bits: bitsOf(measured, asked.members) };
    },
    report: (results, resampling) => lineReport(results, { planned: lines.length, workspace, t }, resampling),
  };
}

/** The workspace has bytes for tokens, and PackLLM's own weights know nothing of it. */
function canTakePart({ policy: { weighting, decoding } }: FillPolicy): boolean {
  return weighting.method === 'mixture' && decoding === 'bytes';
}

function bitsOf({ members, policies }: MeasureReport, ids: readonly string[]): LineOutcome['bits'] {
  const [models = null, pack = models] = policies.map(({ bits }) => bits);
  const alone = ids.map((id) => members.find((member) => member.id === id)?.bits ?? null).filter((bits) => bits !== null);
  return models === null || pack === null || alone.length < ids.length ? null : { pack, models, members: alone };
}
