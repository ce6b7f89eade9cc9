import type { Token } from 'node-llama-cpp';

function isToken(id: number): id is Token {
  return Number.isInteger(id) && id >= 0;
}

/** An id as the engine library wants it. */
export function asToken(id: number): Token {
  if (!isToken(id)) throw new RangeError(`${id} is not a token id`);
  return id;
}
