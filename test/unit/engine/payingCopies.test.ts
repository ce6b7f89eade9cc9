import { describe, expect, it } from 'vitest';
import { PayingCopies } from '../../../src/engine/member/payingCopies.ts';

/** Passes without a copy until the next one is worth trying, each of 10 ms. */
function passesUntilWorthTrying(copies: PayingCopies): number {
  let passes = 0;
  for (; !copies.worthTrying; passes += 1) copies.passed(10);
  return passes;
}

describe('whether copies pay', () => {
  it('is not tried before a pass was timed', () => {
    const copies = new PayingCopies();
    expect(copies.worthTrying).toBe(false);
    copies.passed(10);
    expect(copies.worthTrying).toBe(true);
  });

  it('goes on without a pause as long as copies take no longer than their tokens alone', () => {
    const copies = new PayingCopies();
    copies.passed(10);
    for (let time = 0; time < 20; time += 1) copies.checked(25, 3);
    expect(copies.worthTrying).toBe(true);
  });

  it('pauses after a copy that took longer, each time for twice as long, up to 256 passes', () => {
    const copies = new PayingCopies();
    copies.passed(10);
    const pauses = Array.from({ length: 9 }, () => {
      copies.checked(35, 3);
      return passesUntilWorthTrying(copies);
    });
    expect(pauses).toEqual([4, 8, 16, 32, 64, 128, 256, 256, 256]);
  });

  it('pauses for a short time again after a copy that paid', () => {
    const copies = new PayingCopies();
    copies.passed(10);
    for (const ms of [35, 35, 25, 35]) {
      copies.checked(ms, 3);
      passesUntilWorthTrying(copies);
    }
    copies.checked(35, 3);
    expect(passesUntilWorthTrying(copies)).toBe(8);
  });

  it('measures a copy against what a pass takes lately', () => {
    const copies = new PayingCopies();
    copies.passed(10);
    for (let time = 0; time < 60; time += 1) copies.passed(20);
    copies.checked(35, 2);
    expect(copies.worthTrying).toBe(true);
  });
});
