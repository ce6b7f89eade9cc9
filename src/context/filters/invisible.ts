import type { PostFilter } from './filter.ts';

/** Control, bidirectional, zero-width, tag and interlinear characters, halves of characters, and what a decoder writes for bytes that are none. */
// eslint-disable-next-line no-control-regex -- control characters are what this finds
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
/** Joiners that people write: inside an emoji, and between the letters of scripts that join them. */
const joined = /(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic})|(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}])[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}])/gu;

/** The text without what a reader cannot see but a compiler or a renderer obeys; LF line ends. */
export function visible(text: string): string {
  const unix = text.replaceAll('\r\n', '\n');
  const kept = new Set(Array.from(unix.matchAll(joined), ({ index }) => index));
  return unix.replaceAll(unseen, (found: string, at: number) => (kept.has(at) ? found : ''));
}

export const invisible: PostFilter = {
  name: 'invisible',
  apply: (candidate) => ({ ...candidate, text: visible(candidate.text) }),
};
