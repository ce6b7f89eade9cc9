import ts from 'typescript';
import { parserOf, type Node } from './treeSitter.ts';

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Brackets of a document without their other half, as the language's own parser reads it: TypeScript's compiler, tree-sitter for every other language. */
export async function unmatched(text: string, language: string): Promise<number> {
  const brackets = /^(?:java|type)script/.test(language) ? compiled(text) : parsed((await parserOf(language)).parse(text)?.rootNode ?? null, text);
  const open: string[] = [];
  let excess = 0;
  for (const bracket of brackets) {
    const closer = closerOf[bracket];
    if (closer !== undefined) open.push(closer);
    else if (open.at(-1) === bracket) open.pop();
    else excess += 1;
  }
  return open.length + excess;
}

function compiled(text: string): readonly string[] {
  const file = ts.createSourceFile('text.ts', text, ts.ScriptTarget.Latest, true);
  const brackets: string[] = [];
  let end = 0;
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file);
    for (const child of children) visit(child);
    if (children.length > 0) return;
    brackets.push(...skipped(text.slice(end, node.getStart(file))));
    if (ts.isTemplateTail(node) || ts.isTemplateMiddle(node)) brackets.push('}');
    if (node.kind < ts.SyntaxKind.FirstNode && isBracket(node.getText(file))) brackets.push(node.getText(file));
    if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node)) brackets.push('{');
    end = Math.max(end, node.end);
  };
  visit(file);
  return brackets;
}

/** Brackets in what stands between two tokens: white space, comments, and what the parser skipped. */
function skipped(text: string): readonly string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const found: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) if (isBracket(scanner.getTokenText())) found.push(scanner.getTokenText());
  return found;
}

function isBracket(text: string): boolean {
  return /^[()[\]{}]$/.test(text);
}

const commentNode = /comment/;
const textNode = /(?:^|_)string(?:_|$)|^(?:char|rune|character)_literal$|heredoc|^regex|^raw_string|^text$/;
const holeNode = /interpolation|substitution|expansion/;

/** A line that begins with a pattern of `case`, which the tree does not tell once it is damaged. */
const casePattern = /^\s*[\w*?.|-]+\)$/;

function parsed(root: Node | null, text: string): readonly string[] {
  const brackets: string[] = [];
  const collect = (from: number, to: number): void => {
    // A macro's text is one token, with its own quotes.
    for (const [bracket] of text.slice(from, to).replaceAll(/'(?:\\.|[^'\\\n])'|"(?:\\.|[^"\\\n])*"/g, '').matchAll(/[()[\]{}]/g)) brackets.push(bracket);
  };
  const visit = (node: Node, inText: boolean): void => {
    // The bracket after a pattern of `case` has no other half.
    if (node.type === ')' && (node.parent?.type === 'case_item' || casePattern.test(text.slice(text.lastIndexOf('\n', node.startIndex) + 1, node.endIndex)))) return;
    // A text that the parser could not bring to an end may be one only to a parser that recovers from an error.
    const isText = node.isNamed && ((textNode.test(node.type) && node.parent?.isError !== true) || commentNode.test(node.type) || (inText && !holeNode.test(node.type)));
    if (node.childCount === 0) {
      if (!isText && !(inText && !node.isNamed && !/[()[\]{}]/.test(node.type))) collect(node.startIndex, node.endIndex);
      return;
    }
    let at = node.startIndex;
    for (const child of node.children) {
      if (child === null) continue;
      if (node.isError && !isText) collect(at, child.startIndex);
      visit(child, isText);
      at = child.endIndex;
    }
    if (node.isError && !isText) collect(at, node.endIndex);
  };
  if (root !== null) visit(root, false);
  return brackets;
}
