import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addSharedFlags, numberIn, pathList, weightList, type SharedFlags } from '../../../../src/cli/arguments/flags.ts';
import { asTyped } from '../../../../src/cli/shell/invocation.ts';
import { pickMember, pinnedWeights } from '../../../../src/cli/arguments/members.ts';

function parse(...argv: readonly string[]): SharedFlags {
  const program = addSharedFlags(new Command()).exitOverride().configureOutput({ writeErr: () => undefined });
  program.parse(argv, { from: 'user' });
  return program.opts<SharedFlags>();
}

describe('shared flags', () => {
  it('default to the product\'s own settings', () => {
    expect(parse()).toMatchObject({ method: 'mixture', tau: 1, loss: 'per-byte', decoding: 'bytes', pooling: 'log-linear', alignment: 'bytes', gpu: 'auto', threads: 0, context: 2048, color: true });
  });

  it('pinned weights choose the manual method', () => {
    expect(parse('--weights', 'a=1, b=.5')).toMatchObject({ method: 'manual', weights: { a: 1, b: 0.5 } });
  });

  it.each([
    [['--tau', '0']], [['--tau', 'warm']], [['--tau', '']], [['--threads', '1.5']], [['--method', 'best']], [['--models', ' , ']],
    [['--weights', 'a']], [['--weights', 'a=0,b=0']], [['--weights', 'a=-1']], [['--context', '10']], [['--gpu', 'tpu']], [['--nonsense']],
  ])('refuse %j', (argv) => {
    expect(() => parse(...argv)).toThrow();
  });
});

describe('values of flags', () => {
  it('numbers stay within their bounds', () => {
    expect(numberIn(1, 10, true)('10')).toBe(10);
    expect(() => numberIn(1, 10, true)('11')).toThrow('It must be a whole number from 1 to 10.');
    expect(() => numberIn(0, 1, false)('NaN')).toThrow('It must be a number from 0 to 1.');
  });

  it('lists drop blanks', () => {
    expect(pathList('a.gguf, b.gguf,')).toEqual(['a.gguf', 'b.gguf']);
    expect(weightList('x=2,y=0')).toEqual({ x: 2, y: 0 });
  });
});

describe('naming a member', () => {
  const ids = ['starter-typescript', 'starter-python', 'starter-prose'];

  it.each([['starter-python', 'starter-python'], ['1', 'starter-typescript'], ['3', 'starter-prose'], ['Python', 'starter-python']])('%s', (wanted, id) => {
    expect(pickMember(ids, wanted)).toBe(id);
  });

  it('lists the members when the name fits none or several', () => {
    expect(() => pickMember(ids, 'rust')).toThrow('There is no member "rust". The pack has 1 starter-typescript, 2 starter-python, 3 starter-prose.');
    expect(() => pickMember(ids, 'starter')).toThrow('fits several members');
    expect(() => pickMember(ids, '0')).toThrow('There is no member "0"');
  });

  it('resolves pinned weights', () => {
    expect(pinnedWeights(ids, { 1: 0.7, prose: 0.3 })).toEqual({ 'starter-typescript': 0.7, 'starter-prose': 0.3 });
  });
});

describe('commands in advice', () => {
  const advice = 'Get it with "packllm models get standard".';

  it('are written as an installed user types them', () => {
    expect(asTyped(advice, {})).toBe(advice);
  });

  it('go through npm in a checkout', () => {
    expect(asTyped(advice, { npm_lifecycle_event: 'start' })).toBe('Get it with "npm run -s packllm -- models get standard".');
    expect(asTyped('try head -c 9 f | packllm score -', { npm_lifecycle_event: 'packllm' })).toContain('| npm run -s packllm -- score -');
  });
});
