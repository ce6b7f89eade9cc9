import { describe, expect, it } from 'vitest';
import { WindowAnchor } from '../../../src/engine/member/windowAnchor.ts';

/** Three bytes to a token. */
const count = (text: Uint8Array): number => Math.ceil(text.length / 3);
const budget = 300;
const lines = (from: number, to: number): Buffer => Buffer.from(Array.from({ length: to - from }, (_, i) => `line ${from + i} of the file\n`).join(''));

describe('where a view of the text begins', () => {
  it('is the beginning of a text that fits', () => {
    const text = lines(0, 20);
    expect(new WindowAnchor().view(text, budget, count)).toEqual(text);
  });

  it('is the start of a line of a text that does not fit, with room to type', () => {
    const view = new WindowAnchor().view(lines(0, 500), budget, count);
    expect(view.toString()).toMatch(/^line \d+ of the file\n/);
    expect(lines(0, 500).subarray(-view.length)).toEqual(view);
    expect(count(view)).toBeLessThanOrEqual(budget * 0.7);
    expect(count(view)).toBeGreaterThan(budget * 0.4);
  });

  it('stays put while the user types, and moves by a large step when it must', () => {
    const anchor = new WindowAnchor();
    const starts = new Set<string>();
    let text = lines(0, 100);
    for (let typed = 0; typed < 1500; typed++) {
      text = Buffer.concat([text, Buffer.from(typed % 25 === 24 ? '\n' : 'x')]);
      const view = anchor.view(text, budget, count);
      expect(count(view)).toBeLessThanOrEqual(budget);
      starts.add(view.subarray(0, 24).toString());
    }
    expect(starts.size).toBeLessThanOrEqual(6);
  });

  it('stays put when the text that is handed in loses its own beginning', () => {
    const anchor = new WindowAnchor();
    const text = lines(0, 200);
    const first = anchor.view(text, budget, count);
    expect(anchor.view(Buffer.concat([text.subarray(200), Buffer.from('y')]), budget, count)).toEqual(Buffer.concat([first, Buffer.from('y')]));
  });

  it('moves back up when the cursor does', () => {
    const anchor = new WindowAnchor();
    const text = lines(0, 200);
    const first = anchor.view(text, budget, count);
    const above = text.subarray(0, text.length - first.length + 30);
    const view = anchor.view(above, budget, count);
    expect(count(view)).toBeGreaterThan(budget * 0.4);
  });

  it('cuts one endless line between code points', () => {
    const view = new WindowAnchor().view(Buffer.from('東京'.repeat(5000)), budget, count);
    expect(view.toString()).not.toContain('\uFFFD');
    expect(count(view)).toBeLessThanOrEqual(budget);
    expect(view.length).toBeGreaterThan(0);
  });

  it('looks at few places of a text that repeats itself', () => {
    let counted = 0;
    const counting = (text: Uint8Array): number => {
      counted += 1;
      return count(text);
    };
    const anchor = new WindowAnchor();
    for (let length = 20_000; length < 20_010; length++) anchor.view(Buffer.alloc(length, 'x'), budget, counting);
    expect(counted).toBeLessThanOrEqual(10 * 8);
  });

  it('is the end of an empty text', () => {
    expect(new WindowAnchor().view(Buffer.alloc(0), budget, count)).toHaveLength(0);
  });
});
