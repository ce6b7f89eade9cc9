import type { PostFilter } from './filter.ts';

/** Strips what a reader cannot see but a compiler or a renderer obeys: control, bidirectional and zero-width characters, and halves of characters. */
export const invisible: PostFilter = {
  name: 'invisible',
  apply: (candidate) => ({
    ...candidate,
    text: candidate.text
      .replaceAll('\r\n', '\n')
      // eslint-disable-next-line no-control-regex -- control characters are what this strips
      .replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu, ''),
  }),
};
