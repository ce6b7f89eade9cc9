import { describe, expect, it } from 'vitest';
import { Heartbeat } from '../../../src/host/heartbeat.ts';
import { ManualClock } from '../../support/manualClock.ts';

/** A heart that answers while `alive`. */
function watched(): { readonly clock: ManualClock; readonly heart: { alive: boolean; asked: number; hung: number }; readonly heartbeat: Heartbeat; readonly beat: () => Promise<void> } {
  const clock = new ManualClock();
  const heart = { alive: true, asked: 0, hung: 0 };
  const ping = (): Promise<void> => {
    heart.asked += 1;
    return heart.alive ? Promise.resolve() : new Promise(() => undefined);
  };
  const heartbeat = new Heartbeat(clock, ping, () => (heart.hung += 1));
  const beat = async (): Promise<void> => {
    for (let ms = 0; ms < 2000; ms += 500) {
      clock.advance(500);
      await Promise.resolve();
    }
  };
  return { clock, heart, heartbeat, beat };
}

describe('Heartbeat', () => {
  it('goes on while it is answered', async () => {
    const { heart, beat } = watched();
    for (let beats = 0; beats < 10; beats += 1) await beat();
    expect(heart).toEqual({ alive: true, asked: 10, hung: 0 });
  });

  it('reports three missed answers once, within 7 s', async () => {
    const { heart, beat, clock } = watched();
    await beat();
    heart.alive = false;
    const since = clock.now();
    const asked = heart.asked;
    while (heart.hung === 0) clock.advance(500);
    expect(clock.now() - since).toBe(7000);
    expect(heart.asked - asked).toBe(3);
    for (let beats = 0; beats < 5; beats += 1) await beat();
    expect(heart.hung).toBe(1);
  });

  it('forgives two', async () => {
    const { heart, beat } = watched();
    heart.alive = false;
    await beat();
    await beat();
    heart.alive = true;
    for (let beats = 0; beats < 5; beats += 1) await beat();
    expect(heart.hung).toBe(0);
  });

  it('leaves no timer when it is disposed', () => {
    const { heartbeat, clock } = watched();
    heartbeat.dispose();
    expect(clock.pending).toBe(0);
  });
});
