import { describe, expect, it } from 'vitest';
import { heading } from '../../../../src/cli/render/heading.ts';
import { styleFor } from '../../../../src/cli/render/style.ts';

const plain = styleFor(0);

describe('a heading', () => {
  it('stands on one line where that fits', () => {
    expect(heading('src/a.ts:3:1', 'sim · 600 bytes', plain, 40)).toBe('src/a.ts:3:1 · sim · 600 bytes');
  });

  it('takes two lines where it does not, and keeps the end of a long path', () => {
    const lines = heading(`/home/${'folder/'.repeat(10)}a.ts:3:1`, 'sim · 600 bytes', plain, 40).split('\n');
    expect(lines[0]).toMatch(/^….*a\.ts:3:1$/u);
    expect(lines[1]).toBe('sim · 600 bytes');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });
});
