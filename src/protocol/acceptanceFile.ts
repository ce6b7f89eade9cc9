import * as v from 'valibot';

/** What is counted of suggestions; those that were accepted are looked at twice afterwards, as far as their document is still open. */
export const acceptanceEvents = ['shown', 'accepted', 'checkedAfter30s', 'keptAfter30s', 'checkedAfter5min', 'keptAfter5min'] as const;
export type AcceptanceEvent = (typeof acceptanceEvents)[number];

/** Rows at most: languages times members, of several packs in turn. */
export const mostAcceptanceCounts = 200;

export const AcceptanceCount = v.object({
  /** The editor's language id. */
  language: v.pipe(v.string(), v.maxLength(100)),
  /** The member with the largest weight. */
  member: v.pipe(v.string(), v.maxLength(200)),
  ...v.entriesFromList(acceptanceEvents, v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))),
});
export type AcceptanceCount = v.InferOutput<typeof AcceptanceCount>;

/** Numbers, and what they are about; never text. */
export const AcceptanceFile = v.object({
  /** When counting began, ISO 8601; '' before it did. */
  since: v.pipe(v.string(), v.maxLength(40)),
  counts: v.pipe(v.array(AcceptanceCount), v.maxLength(mostAcceptanceCounts)),
});
export type AcceptanceFile = v.InferOutput<typeof AcceptanceFile>;
