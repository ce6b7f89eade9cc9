import * as v from 'valibot';

/** What of other files crosses to the engine: that many excerpts at most, each of at most so many UTF-16 units. */
export const excerptLimits = { count: 16, length: 4096 } as const;

/** Stretches of other files that no rule excludes, each under its file's path in a comment, the most telling last. Members with room for them read them first. */
export const Excerpts = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(excerptLimits.length))), v.maxLength(excerptLimits.count));
