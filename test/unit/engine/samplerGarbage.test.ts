import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SamplerGarbage } from '../../../src/engine/samplerGarbage.ts';
import type { RequestMember } from '../../../src/engine/member/packMember.ts';
import { ManualClock } from '../../support/manualClock.ts';

/** A member whose forward passes so far left behind this many bytes. */
function after(bytes: number): Pick<RequestMember, 'backend'>[] {
  const tokens = 1000;
  const forwards = bytes / (tokens * 12);
  return [{ backend: { usage: { forwards, tokens: 0, ms: 0 }, vocabulary: { tokens: { length: tokens } } } as unknown as RequestMember['backend'] }];
}

describe('what the library’s samplers leave behind', () => {
  const gc = vi.fn();
  const clock = new ManualClock();
  const large = (): number => 100e6;
  beforeEach(() => vi.stubGlobal('gc', gc.mockClear()));
  afterEach(() => vi.unstubAllGlobals());

  it('is collected when nothing was asked for a second, and then not again', () => {
    const garbage = new SamplerGarbage(clock, large);
    garbage.tidy(after(120e6));
    clock.advance(900);
    expect(gc).not.toHaveBeenCalled();
    garbage.wait();
    clock.advance(5000);
    expect(gc).not.toHaveBeenCalled();
    const members = after(120e6);
    garbage.tidy(members);
    clock.advance(1000);
    expect(gc).toHaveBeenCalledTimes(1);
    garbage.tidy(members);
    clock.advance(5000);
    expect(gc).toHaveBeenCalledTimes(1);
  });

  it('stays where it is little', () => {
    const garbage = new SamplerGarbage(clock, large);
    garbage.tidy(after(20e6));
    clock.advance(5000);
    expect(gc).not.toHaveBeenCalled();
  });

  it('is collected at once where it has become much', () => {
    new SamplerGarbage(clock, large).tidy(after(240e6));
    expect(gc).toHaveBeenCalledTimes(1);
  });

  it('is much already at one heap where that is small', () => {
    const small = (): number => 30e6;
    const garbage = new SamplerGarbage(clock, small);
    garbage.tidy(after(29e6));
    expect(gc).not.toHaveBeenCalled();
    garbage.tidy(after(31e6));
    expect(gc).toHaveBeenCalledTimes(1);
  });

  it('is left alone by one that was disposed of', () => {
    const garbage = new SamplerGarbage(clock, large);
    garbage.tidy(after(120e6));
    garbage.dispose();
    clock.advance(5000);
    expect(gc).not.toHaveBeenCalled();
  });
});
