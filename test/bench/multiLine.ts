// tsx test/bench/multiLine.ts python=FOLDER go=FOLDER …: how often the multi-line rule is right about where blocks start and units end, read off the text as the product
// does and off syntax trees, in files whose own tree is the truth. PACKLLM_POSITIONS: positions of each language, 600 when left out; PACKLLM_SHOW: disagreements to print.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, shuffled } from '../../src/base/random.ts';
import { languageOf } from '../../src/context/languageOf.ts';
import { indentOf } from '../../src/context/lines.ts';
import { choosePrompt } from '../../src/context/promptChoice.ts';
import { fromCode } from '../../src/context/syntax/fromCode.ts';
import { LexicalSyntax } from '../../src/context/syntax/lexicalSyntax.ts';
import { leavesOf, parserOf, type Node, type Tree } from '../support/treeSitter.ts';

const wanted = Number(process.env['PACKLLM_POSITIONS'] ?? 600);
const shown = Number(process.env['PACKLLM_SHOW'] ?? 0);
/** Positions of one file at most, so that many files have a say. */
const perFile = 12;
/** Lines that a model may have written past the unit's end. */
const linesPast = 3;

/** The end of a line of code in a file, and what the file's tree says about it. */
interface Position {
  readonly file: string;
  readonly text: string;
  readonly at: number;
  /** Where the unit ends whose block starts here; null where none does. */
  readonly end: number | null;
}

const textType = /comment|(?:^|_)string(?:_|$)|^(?:char|rune|character)_literal$|heredoc|^regex|^text$/;
const pythonHeaders = /^(?:function_definition|class_definition|(?:if|for|while|try|with|match)_statement|(?:elif|else|except|except_group|finally|case)_clause)$/;
const shellWords = /^(?:then|do|else|in)$/;
const rubyBody = /^(?:body_statement|then|do|block_body|do_block)$/;

/** Whether a block starts after a token: the rule as it is told to users, in terms of the language's own tree. */
function opens(leaf: Node, language: string): boolean {
  if (isText(leaf)) return false;
  if (/^[([{]$/.test(leaf.type)) return true;
  if (leaf.type === '=>' && leaf.parent?.type === 'arrow_function') return true;
  if (language === 'python') return leaf.type === ':' && pythonHeaders.test(leaf.parent?.type ?? '');
  if (language === 'shellscript') return shellWords.test(leaf.type) && leaf.parent?.type !== 'for_statement';
  if (language === 'ruby') return startsRubyBody(leaf);
  return false;
}

function startsRubyBody(leaf: Node): boolean {
  for (let node: Node | null = leaf; node !== null; node = node.parent) {
    let next = node.nextSibling;
    while (next?.type === 'comment') next = next.nextSibling;
    if (next === null) continue;
    return rubyBody.test(next.type) && next.startPosition.row >= leaf.endPosition.row && !next.text.startsWith('do');
  }
  return false;
}

function isText(leaf: Node): boolean {
  for (let node: Node | null = leaf; node !== null; node = node.parent) {
    if (/interpolation|substitution|expansion/.test(node.type)) return false;
    if (node.isNamed && textType.test(node.type)) return true;
  }
  return false;
}

/** After the line on which the block that opens at the end of the line of `tokens[index]` is over, together with what that line opens in its turn. */
function unitEnd(tokens: readonly Node[], index: number, language: string): number | null {
  const leaf = tokens[index];
  if (leaf === undefined) return null;
  const byWord = wordUnit(leaf, language);
  if (byWord !== null) return byWord.startIndex + byWord.text.trimEnd().length;
  let row = leaf.startPosition.row;
  let end: Node | null = null;
  let open: number[] = [];
  // Brackets that were opened on the row: the outermost one that stays open there leads to the next row to look at.
  let first = index;
  while (first > 0 && tokens[first - 1]?.startPosition.row === row) first -= 1;
  for (let at = first; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (open.length === 0 && token.startPosition.row > row) return end?.endIndex ?? null;
    if (/^[$#]?[([{]$/.test(token.type)) open.push(at);
    if (/^[)\]}]$/.test(token.type) && open.length > 0) {
      open = open.slice(0, -1);
      if (open.length === 0 && token.startPosition.row > row) [row, end] = [token.startPosition.row, token];
    }
  }
  return open.length === 0 ? end?.endIndex ?? null : null;
}

/** The statement that a word or a colon opens; null where a bracket does. */
function wordUnit({ type, parent }: Node, language: string): Node | null {
  if (/^[([{]$/.test(type) || parent === null) return null;
  if (type === '=>' || language === 'python') return parent.namedChildren.findLast((child) => child !== null && !/comment|_clause$/.test(child.type)) ?? null;
  if (language === 'shellscript') return /^(?:do_group|else_clause|elif_clause)$/.test(parent.type) ? parent.parent : parent;
  return rubyUnit(parent);
}

function rubyUnit(node: Node): Node {
  const unit = /^(?:method|singleton_method|class|module|if|unless|while|until|case|case_match|begin|for|do_block|block|singleton_class)$/;
  let found: Node = node;
  while (!unit.test(found.type) && found.parent !== null) found = found.parent;
  return found;
}

function positionsOf(file: string, language: string, tree: Tree): Position[] {
  const text = readFileSync(file, 'utf8');
  const tokens = tokensOf(tree);
  const texts = leavesOf(tree.rootNode).filter((leaf) => leaf.endIndex > leaf.startIndex && isText(leaf) && !/comment/.test(leaf.type));
  const rowsOfTexts = new Set(texts.map(({ startPosition }) => startPosition.row));
  return tokens.flatMap((leaf, index) => {
    const next = tokens[index + 1];
    if (next === undefined || next.startPosition.row <= leaf.endPosition.row) return [];
    // A line that ends with a string has its end there, and that may be on another line.
    if (rowsOfTexts.has(leaf.endPosition.row) && texts.some(({ startPosition, startIndex }) => startPosition.row === leaf.endPosition.row && startIndex >= leaf.endIndex)) return [];
    const newline = text.indexOf('\n', leaf.endIndex);
    const at = newline === -1 ? text.length : newline;
    const starts = opens(leaf, language);
    const end = starts ? unitEnd(tokens, index, language) : null;
    return starts && end === null ? [] : [{ file, text, at, end }];
  });
}

/** What of a text is code, in order. */
function tokensOf(tree: Tree): Node[] {
  return leavesOf(tree.rootNode).filter((leaf) => leaf.endIndex > leaf.startIndex && !isText(leaf));
}

/** The two ways to read a place: what stands in the prompt, and the tree of the document as it is before the unit is written. */
function judge({ text, at, end }: Position, language: string, parse: (text: string) => Tree | null): { readonly starts: readonly [boolean, boolean]; readonly ends: readonly [boolean, boolean] | null } {
  const below = end === null ? text.indexOf('\n', at + 1) : end;
  const prompt = choosePrompt(text.slice(0, at), text.slice(Math.max(at, below)));
  if (prompt.kind === 'refused') throw new Error(prompt.reason);
  const lexical = new LexicalSyntax(language);
  const before = fromCode(prompt.before, language);
  const document = parse(text.slice(0, at) + text.slice(below === -1 ? text.length : below));
  const leaf = document === null ? null : lastLeaf(document, text.slice(0, at));
  const treeStarts = leaf !== null && opens(leaf, language);
  const starts = [(lexical.blockStart(before) !== null) === (end !== null), treeStarts === (end !== null)] as const;
  if (end === null) return { starts, ends: null };
  const written = text.slice(at, end) + text.slice(end).split('\n').slice(0, linesPast + 1).join('\n');
  const whole = text.slice(0, at) + written;
  const found = lexical.unitEnd(before, written);
  const tree = parse(`${whole}\n`);
  const tokens = tree === null ? [] : tokensOf(tree);
  const opener = tokens.findLastIndex(({ startIndex }) => startIndex < at);
  const right = (where: number | null): boolean => whole.slice(0, where ?? whole.length).trimEnd().split('\n').length === text.slice(0, end).split('\n').length;
  return { starts, ends: [right(found === null ? null : at + found), right(unitEnd(tokens, opener, language))] };
}

/** The last token before the cursor that is no comment. */
function lastLeaf(tree: Tree, before: string): Node | null {
  let at = before.trimEnd().length - 1;
  for (let leaf = tree.rootNode.descendantForIndex(at, at + 1); leaf !== null; leaf = tree.rootNode.descendantForIndex(at, at + 1)) {
    const comment = /comment/.test(leaf.type) ? leaf : null;
    if (comment === null) return leaf;
    at = before.slice(0, comment.startIndex).trimEnd().length - 1;
    if (at < 0) return null;
  }
  return null;
}

const percent = (right: number, of: number): string => `${(100 * right / of).toFixed(1)} %`.padStart(8);
console.log('language      files  starts   text     tree     ends   text     tree');
for (const argument of process.argv.slice(2)) {
  const [language = '', folder = ''] = argument.split('=');
  const random = seededRandom(1);
  const files = shuffled(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => languageOf(file) === language).sort(), random);
  const parser = await parserOf(language);
  const chosen: Position[] = [];
  const used = new Set<string>();
  for (const file of files) {
    if (chosen.length >= wanted) break;
    const path = join(folder, file);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const text = readFileSync(path, 'utf8');
    if (text.length > 40_000 || text.length / text.split('\n').length > 100 || text.includes('\r')) continue;
    const tree = parser.parse(text);
    if (tree !== null && !tree.rootNode.hasError) {
      const all = shuffled(positionsOf(path, language, tree), random);
      const [opening, others] = [all.filter(({ end }) => end !== null), all.filter(({ end }) => end === null)];
      const taken = [...opening.slice(0, perFile / 2), ...others.slice(0, perFile / 2)];
      if (taken.length > 0) used.add(path);
      chosen.push(...taken);
    }
    tree?.delete();
  }
  const verdicts = chosen.map((position) => ({ position, verdict: judge(position, language, (text) => parser.parse(text)) }));
  const ends = verdicts.flatMap(({ verdict }) => (verdict.ends === null ? [] : [verdict.ends]));
  const count = (verdictsOf: readonly (readonly [boolean, boolean])[], index: 0 | 1): number => verdictsOf.filter((verdict) => verdict[index]).length;
  const starts = verdicts.map(({ verdict }) => verdict.starts);
  console.log(`${language.padEnd(12)} ${String(used.size).padStart(6)} ${String(starts.length).padStart(7)} ${percent(count(starts, 0), starts.length)} ${percent(count(starts, 1), starts.length)} ${String(ends.length).padStart(7)} ${percent(count(ends, 0), ends.length)} ${percent(count(ends, 1), ends.length)}`);
  for (const { position: { file, text, at, end }, verdict } of verdicts.filter(({ verdict }) => !verdict.starts[0] || verdict.ends?.[0] === false).slice(0, shown)) {
    const what = verdict.starts[0] ? 'end' : 'start';
    console.log(`--- ${what}, ${file}:${String(text.slice(0, at).split('\n').length)}, indented ${String(indentOf(text.slice(text.lastIndexOf('\n', at - 1) + 1, at)))}\n${text.slice(Math.max(0, at - 120), at)}⟦${text.slice(at, end ?? at)}⟧${text.slice(end ?? at, (end ?? at) + 80)}`);
  }
}
