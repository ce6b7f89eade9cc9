import { workspaceMemberId } from '../../base/workspaceMemberId.ts';
import { completionShape, type CompletionMode } from '../../context/completionShape.ts';
import type { Place } from '../../context/filters/filter.ts';
import { postProcess } from '../../context/postProcess.ts';
import { writes } from '../../models/resolvePack.ts';
import type { CompletionReport } from '../../protocol/reports.ts';
import { defaults } from '../../protocol/settings.ts';
import { UsageError } from '../arguments/usageError.ts';
import type { Cursor } from '../documents/cursor.ts';
import { promptAround } from '../documents/prompt.ts';
import { piecesOf } from '../render/pieces.ts';
import type { Run } from '../shell/run.ts';
import type { Pack } from './pack.ts';

/** What a user may ask of one completion. */
export interface CompletionWish {
  readonly multiline: CompletionMode;
  /** Longest text in UTF-8 bytes; the editor's own bounds when left out. */
  readonly maxBytes?: number;
  /** Milliseconds, counted from the loaded pack. */
  readonly deadline: number;
  /** Id of the document in the workspace that the engine knows. */
  readonly document?: string;
}

/** A completion as the editor would show it, with how much of the line right of the cursor it replaces. */
export interface PlacedCompletion extends CompletionReport {
  /** UTF-16 units right of the cursor that the text replaces. */
  readonly replaceRight: number;
}

/** Throws a `UsageError` when no member of the pack takes part in the document's language. */
export async function complete({ flags, signal }: Run, { engine, weighting, ids, choice }: Pack, cursor: Cursor, wish: CompletionWish): Promise<PlacedCompletion> {
  const { before, after, lineEnding } = promptAround(cursor);
  const { language } = cursor;
  const shape = completionShape(before, after, wish.multiline, language);
  const able = choice.members.filter((member) => ids.includes(member.id) && writes(member, language)).map(({ id }) => id);
  if (able.length === 0) throw new UsageError(`No model of the pack takes part in ${language}. See packllm models languages.`);
  const maxBytes = wish.maxBytes ?? defaults[shape.kind].maxBytes;
  const request = { before, after, language, weighting, alignment: flags.alignment, decoding: flags.decoding, pooling: flags.pooling, precision: flags.precision, ...(flags.drafting ? {} : { drafting: false }), shape, maxBytes, deadlineMs: wish.deadline, ...(wish.document === undefined ? {} : { document: wish.document }), ...(able.length === ids.length ? {} : { only: [...able, workspaceMemberId] }) };
  return placed(await engine.ask('complete', request, { signal }), { before, after, shape, language, lineEnding });
}

/** Filters the text as the editor does; the pieces still say the text. */
function placed(report: CompletionReport, place: Place): PlacedCompletion {
  const { text, replaceRight } = postProcess(report.text, place);
  const pieces = piecesOf(report.pieces, text.replaceAll('\r\n', '\n')).map((piece) => ({ ...piece, text: piece.text.replaceAll('\n', place.lineEnding) }));
  const reason = text !== '' ? null : (report.reason ?? (report.text === '' ? 'nothing-to-add' : 'filtered'));
  return { ...report, text, pieces, reason, replaceRight };
}
