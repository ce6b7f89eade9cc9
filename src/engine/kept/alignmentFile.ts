import { createHash } from 'node:crypto';
import type { Alignment } from '../../fusion/vocabulary/alignment.ts';

/** Changes when the layout or the rule of alignment changes, so that older files are computed anew. */
const magic = Buffer.from('PackLLM alignment 1\n');
const digestBytes = 32;

/** Layout, little-endian: magic, SHA-256 of the rest, then per token of `from` 4 bytes of map, 2 of distance, 1 of how, each as one array. */
export function packAlignment({ map, how, distance }: Alignment): Buffer {
  const count = map.length;
  const body = Buffer.alloc(count * 7);
  for (let id = 0; id < count; id++) {
    body.writeInt32LE(map[id] ?? -1, id * 4);
    body.writeUInt16LE(distance[id] ?? 0, count * 4 + id * 2);
    body.writeUInt8(how[id] ?? 0, count * 6 + id);
  }
  return Buffer.concat([magic, digestOf(body), body]);
}

/** The alignment in a file, or null when the file is not whole or not of these two vocabularies. */
export function unpackAlignment(file: Buffer, fromTokens: number, toTokens: number): Alignment | null {
  const body = file.subarray(magic.length + digestBytes);
  if (!file.subarray(0, magic.length).equals(magic) || body.length !== fromTokens * 7) return null;
  if (!file.subarray(magic.length, magic.length + digestBytes).equals(digestOf(body))) return null;
  const map = Int32Array.from({ length: fromTokens }, (_, id) => body.readInt32LE(id * 4));
  const distance = Uint16Array.from({ length: fromTokens }, (_, id) => body.readUInt16LE(fromTokens * 4 + id * 2));
  const how = Uint8Array.from(body.subarray(fromTokens * 6));
  return map.every((target) => target >= -1 && target < toTokens) ? { map, how, distance } : null;
}

function digestOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
