import { describe, expect, it } from 'vitest';
import { MemberFault } from '../../../src/engine/member/memberFault.ts';
import { Patience } from '../../../src/engine/requests/patience.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { packMemberOf } from '../../support/packMember.ts';
import { SyntheticMember, syntheticVocabulary } from '../../support/syntheticMember.ts';

const vocabulary = syntheticVocabulary({ words: ['one', 'two'] });
const never = new AbortController().signal;

/** Two members of a request of 1000 ms; each answers when it is told to. */
function watched() {
  const clock = new ManualClock();
  const patience = new Patience(clock, 0, 1000);
  const [first, second] = ['first', 'second'].map((id) => {
    let answer = (): void => undefined;
    const inner = new SyntheticMember({ id, vocabulary, texts: [] });
    const score = (): Promise<Float64Array> => new Promise((resolve) => (answer = () => resolve(Float64Array.of(0))));
    const { backend } = patience.watch(packMemberOf(inner, { score }));
    return { answer: () => answer(), ask: () => backend.score(Int32Array.of(1, 2), 1, never).then(() => 'answered', (thrown: unknown) => thrown) };
  });
  if (first === undefined || second === undefined) throw new Error('two members');
  return { clock, patience, first, second };
}

describe('patience', () => {
  it('ends for a member that keeps another one waiting when three quarters of the time have passed, and for all it is asked later', async () => {
    const { clock, first, second } = watched();
    const asked = [first.ask(), second.ask()];
    first.answer();
    expect(await asked[0]).toBe('answered');
    clock.advance(749);
    const settled = Promise.race([asked[1], Promise.resolve('waits')]);
    expect(await settled).toBe('waits');
    clock.advance(1);
    expect(await asked[1]).toBeInstanceOf(MemberFault);
    expect(await second.ask()).toBeInstanceOf(MemberFault);
  });

  it('lasts while all are slow, and for an answer that was asked for just now', async () => {
    const { clock, first, second } = watched();
    const asked = [first.ask(), second.ask()];
    clock.advance(900);
    first.answer();
    second.answer();
    expect(await Promise.all(asked)).toEqual(['answered', 'answered']);
    const last = second.ask();
    clock.advance(95);
    second.answer();
    expect(await last).toBe('answered');
  });

  it('leaves no timer when it is disposed', () => {
    const { clock, patience } = watched();
    patience.dispose();
    expect(clock.pending).toBe(0);
  });
});
