import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SamplerGarbage } from '../../../src/engine/samplerGarbage.ts';
import type { RequestMember } from '../../../src/engine/member/packMember.ts';
import { ManualClock } from '../../support/manualClock.ts';

/** A member whose forward passes so far left behind this many heaps. */
function after(heaps: number): Pick<RequestMember, 'backend'>[] {
  const tokens = 1000;
  const forwards = Math.ceil((heaps * process.memoryUsage().heapUsed) / (tokens * 12));
  return [{ backend: { usage: { forwards, tokens: 0, ms: 0 }, vocabulary: { tokens: { length: tokens } } } as unknown as RequestMember['backend'] }];
}

describe('what the library’s samplers leave behind', () => {
  const gc = vi.fn();
  const clock = new ManualClock();
  beforeEach(() => vi.stubGlobal('gc', gc.mockClear()));
  afterEach(() => vi.unstubAllGlobals());

  it('is collected when nothing was asked for a second, and then not again', () => {
    const garbage = new SamplerGarbage(clock);
    garbage.tidy(after(1.2));
    clock.advance(900);
    expect(gc).not.toHaveBeenCalled();
    garbage.wait();
    clock.advance(5000);
    expect(gc).not.toHaveBeenCalled();
    const members = after(1.2);
    garbage.tidy(members);
    clock.advance(1000);
    expect(gc).toHaveBeenCalledTimes(1);
    garbage.tidy(members);
    clock.advance(5000);
    expect(gc).toHaveBeenCalledTimes(1);
  });

  it('stays where it is little', () => {
    const garbage = new SamplerGarbage(clock);
    garbage.tidy(after(0.2));
    clock.advance(5000);
    expect(gc).not.toHaveBeenCalled();
  });

  it('is collected at once where it has become much', () => {
    new SamplerGarbage(clock).tidy(after(4));
    expect(gc).toHaveBeenCalledTimes(1);
  });

  it('is left alone by one that was disposed of', () => {
    const garbage = new SamplerGarbage(clock);
    garbage.tidy(after(1.2));
    garbage.dispose();
    clock.advance(5000);
    expect(gc).not.toHaveBeenCalled();
  });
});
