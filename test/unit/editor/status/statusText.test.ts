import { describe, expect, test } from 'vitest';
import { failures } from '../../../../src/base/errors.ts';
import { commands } from '../../../../src/editor/contributions.ts';
import { statusView, type StatusFacts } from '../../../../src/editor/status/statusText.ts';
import { plain } from '../support/places.ts';

const facts = (change: Partial<StatusFacts> = {}): StatusFacts => ({
  engine: { kind: 'ready', busy: false }, members: ['ts', 'py'], leftOut: [], advice: '', busy: false, silent: null, last: { ms: 123.4, source: 'generated' }, degraded: null, ...change,
});
const failure = failures.engineDisabled(5, 3).toFailure();

describe('status item', () => {
  test.each<[string, Partial<StatusFacts>, string, string]>([
    ['ready', {}, '$(sparkle) PackLLM 123 ms', 'none'],
    ['ready before any completion', { last: null }, '$(sparkle) PackLLM', 'none'],
    ['busy', { busy: true }, '$(loading~spin) PackLLM 123 ms', 'none'],
    ['loading', { engine: { kind: 'starting' }, members: null, last: null }, '$(loading~spin) PackLLM', 'none'],
    ['off', { silent: 'off' }, '$(circle-slash) PackLLM', 'none'],
    ['excluded', { silent: 'excluded', last: null }, '$(eye-closed) PackLLM', 'none'],
    ['restarting', { engine: { kind: 'backoff', retryInMs: 1, failure } }, '$(warning) PackLLM', 'warning'],
    ['disabled', { engine: { kind: 'disabled', failure }, silent: 'off' }, '$(error) PackLLM', 'error'],
    ['with one model', { degraded: { level: 'top-member', why: 'It was slow.' } }, '$(dashboard) PackLLM 123 ms', 'none'],
    ['at rest', { engine: { kind: 'stopped', idle: true }, last: null }, '$(sparkle) PackLLM', 'none'],
    ['without members', { members: [] }, '$(error) PackLLM', 'error'],
  ])('%s', (_, change, text, alert) => expect(statusView(facts(change), plain)).toMatchObject({ text, alert }));

  test('the tooltip links only to contributed commands and offers a restart when that helps', () => {
    const tooltip = (change: Partial<StatusFacts>): string => statusView(facts(change), plain).tooltip;
    for (const [, command] of tooltip({ engine: { kind: 'disabled', failure } }).matchAll(/command:([\w.]+)/g)) expect(Object.values(commands)).toContain(command);
    expect(tooltip({ engine: { kind: 'disabled', failure } })).toContain(commands.restartEngine);
    expect(tooltip({})).not.toContain(commands.restartEngine);
    expect(tooltip({ silent: 'off' })).toContain('[Turn On]');
  });

  test('it says why fewer members take part, and that resting models come back', () => {
    expect(statusView(facts({ degraded: { level: 'cached-only', why: 'It was slow.' } }), plain)).toMatchObject({ label: expect.stringContaining('earlier suggestions only') as string, tooltip: expect.stringContaining('It was slow.') as string });
    expect(statusView(facts({ engine: { kind: 'stopped', idle: true } }), plain).label).toContain('loads the models again');
  });

  test('names of models cannot become links or markup', () => {
    const { tooltip } = statusView(facts({ members: ['[x](command:evil)'], leftOut: [{ id: '<img>', message: '**bold** $(bug)' }] }), plain);
    expect(tooltip).not.toContain('[x](command:evil)');
    expect(tooltip).not.toContain('<img>');
    expect(tooltip).not.toContain('**bold**');
    expect(tooltip).toContain('\\$\\(bug');
  });
});
