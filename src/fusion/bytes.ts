/** Whether `bytes` holds `part` at `offset`. */
export function hasAt(bytes: Uint8Array, part: Uint8Array, offset: number): boolean {
  if (offset + part.length > bytes.length) return false;
  for (let index = 0; index < part.length; index += 1) if (bytes[offset + index] !== part[index]) return false;
  return true;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function concatIds(...parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Number of leading bytes that are whole UTF-8 code points; bytes that can begin none count as whole. */
export function wholeCodePoints(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/**
 * Whether `next` goes on from `open` (the bytes of a code point that has begun, or none) as valid UTF-8, whole or cut off at the end.
 * Overlong forms, surrogates and values beyond U+10FFFF are no valid UTF-8.
 */
export function goesOnAsUtf8(open: Uint8Array, next: Uint8Array): boolean {
  const bytes = open.length === 0 ? next : concatBytes(open, next);
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length === 0) return false;
    for (let index = 1; index < length && at + index < bytes.length; index += 1) {
      const byte = bytes[at + index] ?? 0;
      const least = index > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const most = index > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte < least || byte > most) return false;
    }
    at += length;
  }
  return true;
}
