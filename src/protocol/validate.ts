import * as v from 'valibot';
import { failures } from '../base/errors.ts';

/** Keys that reach an object's prototype when a careless copy follows; no message of ours holds them. */
const prototypeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Largest message in either direction, in UTF-16 units of its strings and keys plus eight per other value. */
export const maximumMessageSize = 16_000_000;
const maximumDepth = 32;

/**
 * What is wrong with a value that came from another process before its schema is even asked:
 * too large, too deep, or holding keys that reach a prototype. Null when nothing is. Bounded time in the size limit.
 */
export function problemOf(value: unknown): string | null {
  const budget = { left: maximumMessageSize };
  return inspect(value, maximumDepth, budget);
}

function inspect(value: unknown, depth: number, budget: { left: number }): string | null {
  budget.left -= typeof value === 'string' ? value.length : 8;
  if (budget.left < 0) return 'the message is too large';
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return 'the message is nested too deeply';
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  for (const key of keys) {
    budget.left -= key.length;
    if (prototypeKeys.has(key)) return `the key ${key} is not allowed`;
  }
  for (const part of Object.values(value)) {
    const problem = inspect(part, depth - 1, budget);
    if (problem !== null) return problem;
  }
  return null;
}

/** The value as its schema describes it, without keys that the schema does not know. Throws `bad-request` with the first thing wrong. */
export function validate<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const problem = problemOf(value);
  if (problem !== null) throw failures.badRequest(problem);
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw failures.badRequest(path === null ? issue.message : `${path}: ${issue.message}`);
}

/** The value as its schema describes it, or null for anything else. Never throws. */
export function parsed<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | null {
  if (problemOf(value) !== null) return null;
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : null;
}
