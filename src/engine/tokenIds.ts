import type { Token } from 'node-llama-cpp';

function isToken(id: number): id is Token {
  return Number.isInteger(id) && id >= 0;
}

/** Ids as the engine library wants them. */
export function asTokens(ids: Iterable<number>): Token[] {
  return Array.from(ids).filter(isToken);
}

export function asToken(id: number): Token {
  if (!isToken(id)) throw new RangeError(`${id} is not a token id`);
  return id;
}
