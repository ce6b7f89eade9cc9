import type { Random } from '../../src/base/random.ts';

/** Numbers at which readers of lengths and counts go wrong. */
const edges = [0n, 1n, 3n, 5n, 255n, 513n, 2n ** 16n, 2n ** 22n + 1n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 40n, 2n ** 63n, 2n ** 64n - 1n] as const;

/** Bytes at the start of a starter model that hold its keys, its vocabulary and its tensors' descriptions. */
const headerBytes = 130_000;
/** Where the few keys lie that say most about a model. */
const keyBytes = 1500;

const whole = (random: Random, below: number): number => Math.floor(random() * below);
const pick = <T>(items: readonly [T, ...T[]], random: Random): T => items[whole(random, items.length)] ?? items[0];

function edge(random: Random): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(pick(edges, random));
  return number.subarray(0, pick([1, 4, 8], random));
}

const noise = (random: Random, most: number): Buffer => Buffer.from(Array.from({ length: 1 + whole(random, most) }, () => whole(random, 256)));

/** The file with one to six things wrong in its header: bytes, numbers, parts that are missing or there twice, an end that comes too early. */
export function mutant(model: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(model);
  for (let changes = 1 + whole(random, 6); changes > 0; changes--) {
    const header = Math.min(headerBytes, bytes.length);
    const at = whole(random, pick([Math.min(keyBytes, header), header], random));
    const length = whole(random, 40);
    const kind = pick(['number', 'number', 'bytes', 'bit', 'missing', 'twice', 'end'], random);
    switch (kind) {
      case 'number':
        edge(random).copy(bytes, at);
        break;
      case 'bytes':
        noise(random, 8).copy(bytes, at);
        break;
      case 'bit':
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << whole(random, 8));
        break;
      case 'missing':
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 'twice':
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 'end':
        if (random() < 0.2) bytes = bytes.subarray(0, whole(random, bytes.length));
        break;
    }
  }
  return bytes;
}

/** The file with one number or bit of its first keys changed: most of these pass for a model. */
export function subtleMutant(model: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(model);
  const at = whole(random, headerBytes);
  if (random() < 0.5) bytes[at] = (bytes[at] ?? 0) ^ (1 << whole(random, 8));
  else bytes.writeUInt8(whole(random, 256), at);
  return bytes;
}
