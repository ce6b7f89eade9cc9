import { describe, expect, it } from 'vitest';
import { choosePrompt, promptBudget, type PromptChoice } from '../../../src/context/promptChoice.ts';

type Prompt = Extract<PromptChoice, { kind: 'prompt' }>;

function prompt(before: string, after = ''): Prompt {
  const choice = choosePrompt(before, after);
  if (choice.kind !== 'prompt') throw new Error(choice.reason);
  return choice;
}

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line number ${at};\n`).join('');

describe('choosePrompt', () => {
  it('leaves a small document whole', () => {
    expect(prompt('a\nb', 'c\n')).toEqual({ kind: 'prompt', before: 'a\nb', after: 'c\n', lineEnding: '\n' });
    expect(prompt('', '')).toEqual({ kind: 'prompt', before: '', after: '', lineEnding: '\n' });
  });

  it('keeps within its budget and cuts at line boundaries', () => {
    const { before, after } = prompt(lines(10_000), lines(10_000));
    expect(before.length).toBeLessThanOrEqual(promptBudget.before);
    expect(before.length).toBeGreaterThan(promptBudget.before - promptBudget.step - 100);
    expect(before.startsWith('line number ')).toBe(true);
    expect(before.endsWith('9999;\n')).toBe(true);
    expect(after.length).toBeLessThanOrEqual(promptBudget.after);
    expect(after.endsWith(';\n')).toBe(true);
  });

  it('moves its start at most once in a step of typing, so that KV caches stay valid', () => {
    const text = lines(2000);
    const starts = new Set<string>();
    for (let typed = 0; typed < promptBudget.step; typed += 1) starts.add(prompt(text + 'x'.repeat(typed)).before.slice(0, 20));
    console.log(`${starts.size} prompt starts in ${promptBudget.step} keystrokes`);
    expect(starts.size).toBe(2);
  });

  it('normalises CRLF and tells what to restore', () => {
    expect(prompt('a\r\nb', '\r\nc')).toEqual({ kind: 'prompt', before: 'a\nb', after: '\nc', lineEnding: '\r\n' });
  });

  it('cuts neither a character nor a line end in half', () => {
    const smileys = prompt('😀'.repeat(6000), '😀'.repeat(6000));
    expect(smileys.before.replaceAll('😀', '')).toBe('');
    expect(smileys.after.replaceAll('😀', '')).toBe('');
    const crlf = prompt('a\r\n'.repeat(6000));
    expect(crlf.before.replaceAll('a\n', '')).toBe('');
  });

  it('keeps lone surrogates and single NULs from the models', () => {
    expect(prompt('a\ud800b\0c', '\udc00').before).toBe('a\ufffdb\ufffdc');
    expect(prompt('a', '\udc00b').after).toBe('\ufffdb');
  });

  it('refuses what is not text', () => {
    const binary = String.fromCharCode(...Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256));
    expect(choosePrompt(binary, '')).toEqual({ kind: 'refused', reason: 'the document is not text' });
    expect(choosePrompt('', binary).kind).toBe('refused');
    expect(choosePrompt(`\u001b[31mred\u001b[0m\t${'x'.repeat(10)}\f\n`, '').kind).toBe('prompt');
  });

  it('bounds what it looks at in huge documents and lines', () => {
    const huge = `${'x'.repeat(1_000_000)}\n`.repeat(5);
    const { before } = prompt(huge, huge);
    expect(before.length).toBeLessThanOrEqual(promptBudget.before);
    const inOneLine = prompt('y'.repeat(1_000_000), 'z'.repeat(1_000_000));
    expect(inOneLine.before.length).toBeGreaterThan(promptBudget.before - promptBudget.step);
    expect(inOneLine.after).toHaveLength(promptBudget.after);
  });
});
