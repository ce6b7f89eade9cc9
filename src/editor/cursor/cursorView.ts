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
  /** Excerpts of other files for models with room for them, the most telling last. */
  readonly excerpts?: readonly string[];
}

/** As the engine is told of them. */
export function excerptsIn({ excerpts = [] }: CursorView): { readonly excerpts?: string[] } {
  return excerpts.length === 0 ? {} : { excerpts: [...excerpts] };
}

/** What a request that writes is told of what stands around the cursor; with its document named, the workspace takes part. */
export function surroundingsIn(view: CursorView, workspace: boolean): ReturnType<typeof excerptsIn> & { readonly document?: string } {
  return { ...excerptsIn(view), ...(workspace ? { document: view.document } : {}) };
}
