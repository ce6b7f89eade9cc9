import type { Random } from '../../src/base/random.ts';

const damages = ['truncated', 'reordered', 'doubled', 'type', 'prototype', 'none', 'bytes', 'utf8'] as const;

const pick = <T>(items: readonly [T, ...(readonly T[])], random: Random): T => items[Math.floor(random() * items.length)] ?? items[0];

/** Proper messages of one side, as lines, to be damaged. */
export const engineLines: readonly [string, ...string[]] = [
  '{"jsonrpc":"2.0","id":990001,"result":{"text":"late"}}',
  '{"jsonrpc":"2.0","id":990002,"error":{"code":-31001,"message":"no","data":{"code":"internal","message":"no","fix":""}}}',
  '{"jsonrpc":"2.0","method":"$/progress","params":{"token":"complete-990001","value":{"text":"late","member":"a","probability":1,"byMember":{}}}}',
  '{"jsonrpc":"2.0","method":"log","params":{"level":"info","line":"a line"}}',
  '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}',
  '{"jsonrpc":"2.0","method":"end"}',
];
export const hostLines: readonly [string, ...string[]] = [
  '{"jsonrpc":"2.0","id":990001,"method":"ping","params":{"stream":null,"body":null}}',
  '{"jsonrpc":"2.0","id":990002,"method":"weights","params":{"stream":null,"body":{"before":"x","after":"","language":"","alignment":"bytes"}}}',
  '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":990003}}',
];

/** Values where another is expected. */
const wrong = ['null', 'true', '-1', '1e999', '"x"', '[]', '{}', '[[[[]]]]', '{"a":{"b":{}}}', '"\\u0000\\ud800"', '9007199254740993'] as const;
/** Values that are no message at all. */
const none = [
  '', 'text', '"text"', '7', 'true', 'null', '[]', '[1,2]', '{}', '{"jsonrpc":"2.0"}', '{"jsonrpc":"1.0","id":1,"result":{}}', '{"jsonrpc":"2.0","id":"x","result":null}',
  '{"jsonrpc":"2.0","id":1,"error":"no"}', '{"jsonrpc":"2.0","id":{},"method":7,"params":[]}', '{"jsonrpc":"2.0","method":5}', `${'['.repeat(5000)}${']'.repeat(5000)}`,
] as const;
/** Keys that reach a prototype where somebody copies them. */
const polluting = ['"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}', '"prototype":{"polluted":true}'] as const;

/** A line that is no message of its side, or one that says nothing its reader can use: cut short, damaged, of wrong types, with prototype keys, or bytes that are no text. */
export function malformedLine(lines: readonly [string, ...string[]], random: Random): Buffer {
  const line = pick(lines, random);
  const at = Math.floor(random() * line.length);
  switch (pick(damages, random)) {
    case 'truncated': return Buffer.from(line.slice(0, at));
    case 'reordered': return Buffer.from(line.slice(at) + line.slice(0, at));
    case 'doubled': return Buffer.from(line + line);
    case 'type': return Buffer.from(line.replace(/(?<="(?:jsonrpc|id|method|params|result|error)":)(?:"[^"]*"|\d+|\{.*\}(?=\}))/, () => pick(wrong, random)));
    case 'prototype': return Buffer.from(`${line.slice(0, -1)},${pick(polluting, random)}}`);
    case 'none': return Buffer.from(pick(none, random));
    case 'bytes': return Buffer.from(Array.from({ length: 1 + Math.floor(random() * 60) }, () => Math.floor(random() * 256)));
    case 'utf8': return Buffer.concat([Buffer.from(line.slice(0, at)), Buffer.of(0xff, 0xc0, 0xed, 0xa0, 0x80), Buffer.from(line.slice(at))]);
  }
}
