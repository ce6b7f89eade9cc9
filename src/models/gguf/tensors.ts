import type { HeaderReader } from './headerReader.ts';
import { limits } from './limits.ts';
import { plain, readName } from './metadata.ts';
import { tensorTypes } from './tensorTypes.ts';

interface Tensor {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly offset: number;
}

/** Reads `count` tensor descriptions and holds their places against the file's size. Returns the type that takes the most bytes. */
export async function readTensors(reader: HeaderReader, count: number, alignment: number): Promise<string> {
  const names = new Set<string>();
  const bytesByType = new Map<string, number>();
  const tensors: Tensor[] = [];
  for (let index = 0; index < count; index++) {
    const tensor = await readTensor(reader, index);
    if (names.has(tensor.name)) throw reader.damaged(`the tensor "${plain(tensor.name)}" appears twice`);
    names.add(tensor.name);
    bytesByType.set(tensor.type, (bytesByType.get(tensor.type) ?? 0) + tensor.bytes);
    tensors.push(tensor);
  }
  const dataStart = padded(reader.position, alignment);
  const dataBytes = reader.position + reader.left - dataStart;
  let expected = 0;
  for (const { name, bytes, offset } of tensors) {
    if (offset + bytes > dataBytes) throw reader.damaged(`the data of the tensor "${plain(name)}" reaches past the end of the file`);
    if (offset !== expected) throw reader.damaged(`the data of the tensor "${plain(name)}" does not follow that of the tensor before`);
    expected += padded(bytes, alignment);
  }
  return [...bytesByType].reduce((most, next) => (next[1] > most[1] ? next : most), ['none', 0])[0];
}

const padded = (bytes: number, alignment: number): number => Math.ceil(bytes / alignment) * alignment;

async function readTensor(reader: HeaderReader, index: number): Promise<Tensor> {
  const name = await readName(reader, `the name of tensor ${index + 1}`, limits.tensorNameBytes);
  const what = `the tensor "${plain(name)}"`;
  await reader.need(4, what);
  const dimensions = reader.u32();
  if (dimensions < 1 || dimensions > limits.dimensions) throw reader.damaged(`${what} has ${dimensions} dimensions, and only 1 to ${limits.dimensions} are allowed`);
  await reader.need(dimensions * 8 + 12, what);
  const sizes = Array.from({ length: dimensions }, () => reader.u64());
  if (sizes.some((size) => size < 1)) throw reader.damaged(`${what} has a dimension of size 0`);
  const number = reader.u32();
  const offset = reader.u64();
  const type = tensorTypes.get(number);
  if (type === undefined) throw reader.damaged(`${what} has the unknown type ${number}`);
  const row = sizes[0] ?? 0;
  if (row % type.values !== 0) throw reader.damaged(`the rows of ${what} do not divide into blocks of ${type.values}`);
  const bytes = sizes.reduce((product, size) => product * size, 1) / type.values * type.bytes;
  if (bytes > Number.MAX_SAFE_INTEGER) throw reader.damaged(`${what} is too large`);
  return { name, type: type.name, bytes, offset };
}
