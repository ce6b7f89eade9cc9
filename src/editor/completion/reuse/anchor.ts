import type { CursorView } from '../../cursor/cursorView.ts';

/** How much text on either side identifies a place, and how much of it is looked for first, in UTF-16 units. */
const identity = { before: 1024, after: 256, key: 32 } as const;

/** Longest text that counts as typed on from an anchor, in UTF-16 units. */
const longestTyped = 4096;

const closers: ReadonlySet<string> = new Set([')', ']', '}', '>', '"', "'", '`']);

/** Where a request was made: a place in a document, told by the text around it. */
export interface Anchor {
  readonly document: string;
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

export function anchorOf(view: CursorView): Anchor {
  return { document: view.document, offset: view.offset, before: view.before.slice(-identity.before), after: view.after.slice(0, identity.after) };
}

export function sameAnchor(a: Anchor, b: Anchor): boolean {
  return a.document === b.document && a.before === b.before && a.after === b.after;
}

/**
 * The text typed between the anchor and the cursor, '' at the anchor itself, or null when something else changed as well.
 * Closing brackets and quotes that the editor put after the cursor by itself do not count as a change.
 */
export function typedSince(anchor: Anchor, view: CursorView): string | null {
  const length = view.offset - anchor.offset;
  if (view.document !== anchor.document || length < 0 || length > longestTyped || length > view.before.length) return null;
  const typedAt = view.before.length - length;
  if (!sameEnd(view.before.slice(Math.max(0, typedAt - identity.before), typedAt), anchor.before)) return null;
  const typed = view.before.slice(typedAt);
  return afterKept(anchor.after, view.after, typed.length) ? typed : null;
}

/**
 * As `typedSince`, by the text around the cursor alone: it finds the place again after changes further up. Only a beginning of `text` counts as typed.
 */
export function typedAround(anchor: Anchor, view: CursorView, text: string): string | null {
  if (view.document !== anchor.document) return null;
  const key = anchor.before.slice(-identity.key);
  const first = Math.max(0, view.before.length - text.length - key.length);
  for (let at = view.before.lastIndexOf(key); at >= first; at = at === 0 ? -1 : view.before.lastIndexOf(key, at - 1)) {
    const typed = view.before.slice(at + key.length);
    if (text.startsWith(typed) && typedSince({ ...anchor, offset: view.offset - typed.length }, view) !== null) return typed;
  }
  return null;
}

function sameEnd(text: string, end: string): boolean {
  return text.length === end.length ? text === end : Math.min(text.length, end.length) >= identity.before / 2 && (text.endsWith(end) || end.endsWith(text));
}

function afterKept(then: string, now: string, typedLength: number): boolean {
  for (let added = 0; added <= Math.min(typedLength, now.length); added++) {
    if (added > 0 && !closers.has(now.charAt(added - 1))) return false;
    if (now.slice(added, added + identity.after) === then) return true;
  }
  return false;
}
