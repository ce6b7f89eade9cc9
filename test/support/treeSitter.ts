import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as TreeSitter from '@vscode/tree-sitter-wasm';

type Parser = TreeSitter.Parser;
export type Node = TreeSitter.Node;
export type Tree = TreeSitter.Tree;

/** The grammar of each language that has one, by the editor's id. C is read as C++, whose grammar knows nearly all of it. */
const grammars: Readonly<Record<string, string>> = {
  c: 'cpp', cpp: 'cpp', csharp: 'c-sharp', css: 'css', go: 'go', java: 'java', javascript: 'javascript', php: 'php', python: 'python', ruby: 'ruby',
  rust: 'rust', shellscript: 'bash', typescript: 'typescript', typescriptreact: 'tsx',
};

const require = createRequire(import.meta.url);
const parsers = new Map<string, Promise<Parser>>();
/** Grammars load one after the other: they share a linker that takes one at a time. */
let loading: Promise<unknown> = Promise.resolve();

/** The parser of a language, the editor's id; the same one for every call. */
export function parserOf(language: string): Promise<Parser> {
  const known = parsers.get(language);
  if (known !== undefined) return known;
  const parser = loading.then(() => load(language));
  loading = parser.catch(() => undefined);
  parsers.set(language, parser);
  return parser;
}

async function load(language: string): Promise<Parser> {
  const grammar = grammars[language];
  if (grammar === undefined) throw new Error(`no grammar for ${language}`);
  const { Language, Parser } = require('@vscode/tree-sitter-wasm') as typeof TreeSitter;
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`))));
  return parser;
}

/** The tokens of a tree, in order, with those that the parser could make nothing of. */
export function leavesOf(node: Node): Node[] {
  const leaves: Node[] = [];
  const visit = (current: Node): void => {
    if (current.childCount === 0) leaves.push(current);
    else for (const child of current.children) if (child !== null) visit(child);
  };
  visit(node);
  return leaves;
}
