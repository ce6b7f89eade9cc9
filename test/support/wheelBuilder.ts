import { crc32, deflateRawSync } from 'node:zlib';

const u16 = (value: number): Buffer => Buffer.of(value & 255, value >> 8);
const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

/** A wheel (a zip archive) with these files, deflated. */
export function buildWheel(files: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const shared = Buffer.concat([u16(20), u16(0), u16(8), u16(0), u16(0x21), u32(crc32(content)), u32(packed.length), u32(content.length), u16(Buffer.byteLength(name)), u16(0)]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), packed]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), u16(20), shared, u16(0), u16(0), u16(0), u32(0), u32(offset), Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), u16(0), u16(0), u16(central.length), u16(central.length), u32(directory.length), u32(offset), u16(0)]);
  return Buffer.concat([...locals, directory, end]);
}
