import * as v from 'valibot';
import { FimOutcome } from '../studies/fimOutcome.ts';

/** What became of one masked line. */
export const LineOutcome = v.object({
  /** The editor's language id. */
  language: v.string(),
  /** Who wrote what in its place. */
  line: FimOutcome,
  /** UTF-8 bytes of what was masked. */
  bytes: v.number(),
  /** Bits that the true text costs the pack as it completes, the models fused without the workspace, and each of them alone; null where one had no figure. */
  bits: v.nullable(v.object({ pack: v.number(), models: v.number(), members: v.array(v.number()) })),
});
export type LineOutcome = v.InferOutput<typeof LineOutcome>;
