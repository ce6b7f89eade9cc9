import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failures, PackError } from '../../../src/base/errors.ts';
import { maximumMessageSize, problemOf, validate } from '../../../src/protocol/validate.ts';
import { MemberSpec } from '../../../src/protocol/requests.ts';
import { errorOfFailure, failureOf, isMethod, openEnvelope, streamedOf } from '../../../src/protocol/wire.ts';

const parsed = (json: string): unknown => JSON.parse(json);

describe('problemOf', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    expect(problemOf(parsed(`{"a":[{"b":{"${key}":{}}}]}`))).toContain(key);
  });

  it('refuses what is too large or too deep', () => {
    expect(problemOf('x'.repeat(maximumMessageSize + 1))).toContain('too large');
    expect(problemOf(new Array(40).fill('x'.repeat(maximumMessageSize / 32)))).toContain('too large');
    expect(problemOf(parsed(`${'['.repeat(40)}${']'.repeat(40)}`))).toContain('deep');
  });

  it('lets every other JSON value through', () => {
    const value = fc.jsonValue({ maxDepth: 6 }).filter((json) => !/"(__proto__|constructor|prototype)"/.test(JSON.stringify(json)));
    fc.assert(fc.property(value, (json) => problemOf(json) === null));
  });
});

describe('validate', () => {
  it('keeps what the schema knows', () => {
    expect(validate(MemberSpec, { id: 'a', path: '/a', window: 64, more: 1 })).toEqual({ id: 'a', path: '/a', window: 64 });
  });

  it('throws bad-request with the place of the first problem', () => {
    const act = (): unknown => validate(MemberSpec, { id: 'a', path: 5 });
    expect(act).toThrow(PackError);
    expect(act).toThrow(/path/);
  });

  it('never throws anything else', () => {
    fc.assert(fc.property(fc.anything(), (value) => {
      try {
        validate(MemberSpec, value);
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-request' });
      }
    }));
  });
});

describe('the wire', () => {
  it('opens an envelope', () => {
    expect(openEnvelope('ping', { stream: null, body: null })).toEqual({ stream: null, background: false, body: null });
    expect(openEnvelope('warm', { stream: 's', background: true, body: { before: 'a', after: '' } })).toEqual({ stream: 's', background: true, body: { before: 'a', after: '' } });
    expect(() => openEnvelope('warm', { stream: 's', body: { before: 5 } })).toThrow(PackError);
    expect(() => openEnvelope('warm', null)).toThrow(PackError);
  });

  it('knows its methods, and none of an object’s', () => {
    expect(isMethod('complete')).toBe(true);
    expect(isMethod('toString')).toBe(false);
    expect(isMethod('__proto__')).toBe(false);
  });

  it('carries failures there and back', () => {
    for (const make of [failures.cancelled(), failures.noMembers(), failures.engineCrashed('x')]) {
      const failure = failureOf(parsed(JSON.stringify(make.toFailure())));
      expect(failure).not.toBeNull();
      if (failure !== null) expect(errorOfFailure(failure)).toMatchObject({ code: make.code, message: make.message, fix: make.fix, shown: make.shown });
    }
    expect(failureOf({ code: 'unheard', message: '', fix: '' })).toBeNull();
    expect(failureOf(undefined)).toBeNull();
  });

  it('checks streamed values, and refuses those of methods that stream nothing', () => {
    expect(streamedOf('load', { id: 'a', path: '/a', state: 'ready', done: 1 })).toMatchObject({ done: 1 });
    expect(() => streamedOf('complete', { text: 1 })).toThrow(PackError);
    expect(() => streamedOf('ping', null)).toThrow(PackError);
  });
});
