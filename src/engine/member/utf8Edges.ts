/** The part of `text` without continuation bytes that begin it and without a code point that its end cuts off: text[start … end). */
export function edgesOf(text: Uint8Array): { readonly start: number; readonly end: number } {
  let start = 0;
  while (start < Math.min(3, text.length) && isContinuation(text[start] ?? 0)) start++;
  let lead = text.length - 1;
  while (lead > Math.max(start, text.length - 4) && isContinuation(text[lead] ?? 0)) lead--;
  const cut = lead >= start && lead + lengthFrom(text[lead] ?? 0) > text.length;
  return { start, end: cut ? lead : text.length };
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

/** Bytes of the code point that a lead byte begins. */
function lengthFrom(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
