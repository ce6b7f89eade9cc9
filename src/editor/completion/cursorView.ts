/** How much text around the cursor the editor looks at, in UTF-16 units; every model's prompt is cut from it. */
export const viewLimits = { before: 16_384, after: 4096 } as const;

/** A document as seen from the cursor: plain strings with LF line ends, no editor objects. */
export interface CursorView {
  /** URI of the document. */
  readonly document: string;
  /** The path that exclusion rules look at. */
  readonly path: string;
  readonly language: string;
  /** Position of the cursor in the document, in UTF-16 units, each line end counted as one. */
  readonly offset: number;
  /** The end of the text before the cursor, at most `viewLimits.before`. */
  readonly before: string;
  /** The start of the text after the cursor, at most `viewLimits.after`. */
  readonly after: string;
}
