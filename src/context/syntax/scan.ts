import { syntaxOf, type LanguageSyntax, type StringKind } from './languages.ts';

/** A bracket, quote or comment that was begun and has not ended. */
export interface Open {
  readonly kind: 'bracket' | 'string' | 'comment';
  /** What ends it; '\n' for a comment that ends with its line. */
  readonly closer: string;
  /** What began it. */
  readonly opener: string;
  /** Where it began, in UTF-16 units from the start of the scan. */
  readonly at: number;
  readonly string?: StringKind;
}

/** A closing bracket: where it stands, and where the one that it closes does; −1 when nothing opened it. */
export interface Closed {
  readonly at: number;
  readonly opened: number;
}

/** A string that has ended: [at, end) with its quotes. */
export interface Quoted {
  readonly at: number;
  readonly end: number;
  readonly kind: StringKind;
}

/** A text as far as brackets, quotes and comments go. */
export interface Scan {
  /** Outermost first. */
  readonly open: readonly Open[];
  readonly closed: readonly Closed[];
  readonly quoted: readonly Quoted[];
  /** Closing brackets that nothing opened. */
  readonly excess: number;
  /** Brackets that an outer one closed over. */
  readonly lost: number;
  /** Strings that their line left without an end. */
  readonly torn: number;
  /** The innermost of what is open at the mark. */
  readonly atMark: Open | null;
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const closers = ')]}';
const wordEnd = /[\p{L}\p{N}_]$/u;
const wordStart = /^[\p{L}\p{N}_]/u;
/** `r"`, `b'`, `f"""` and the like: a word before quotes that belongs to them. */
const stringPrefix = /(?:^|[^\p{L}\p{N}_])(?:[rbfutLR]{1,2}|u8)$/u;
const character = /'(?:\\[^\n]{1,8}?|[^\\'\n])'/y;
/** A line that is nothing but a pattern of `case` so far, in a shell. */
const casePattern = /^[ \t]*(?:[^\s|()"'=]|"[^"]*"|'[^']*')+(?:[ \t]*\|[ \t]*(?:[^\s|()"'=]|"[^"]*"|'[^']*')+)*[ \t]*$/;
/** What a slash that begins a regular expression stands after. */
const patternMayFollow = /(?:^|[=(,:[!&|?{};+*%<>~^\n]|\b(?:return|typeof|case|in|of|do|else|void|yield|await))$/;
const pattern = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\//y;

/** Finds the next character that may mean something, in code and in each kind of string. */
const stops = new WeakMap<LanguageSyntax | StringKind, RegExp>();

function stopsOf(syntax: LanguageSyntax | StringKind): RegExp {
  const known = stops.get(syntax);
  if (known !== undefined) return known;
  const made = new RegExp(`[${[...firstCharacters(syntax)].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}]`, 'g');
  stops.set(syntax, made);
  return made;
}

function firstCharacters(syntax: LanguageSyntax | StringKind): ReadonlySet<string> {
  const beginnings = 'closer' in syntax
    ? ['\n', '\\', syntax.closer, ...syntax.holes]
    : [...Object.keys(closerOf), ...Object.values(closerOf), "'", '/', ...syntax.lineComments, ...[...syntax.blockComments, ...syntax.strings].map(({ opener }) => opener)];
  return new Set(beginnings.map((text) => text.charAt(0)));
}

/** Reads a text from its start; time is linear in its length. `mark` is a place in the text, in UTF-16 units, its end when left out. */
export function scan(text: string, language: string, mark = text.length): Scan {
  return new Scanner(text, syntaxOf(language)).run(mark);
}

/** What is open at the end of `text`, outermost first. */
export function openIn(text: string, language: string): readonly Open[] {
  return scan(text, language).open;
}

class Scanner {
  readonly #text: string;
  readonly #syntax: LanguageSyntax;
  readonly #open: Open[] = [];
  readonly #closed: Closed[] = [];
  readonly #quoted: Quoted[] = [];
  #excess = 0;
  #lost = 0;
  #torn = 0;

  constructor(text: string, syntax: LanguageSyntax) {
    this.#text = text;
    this.#syntax = syntax;
  }

  run(mark: number): Scan {
    let atMark: Open | null | undefined;
    for (let at = this.#next(0); at < this.#text.length; at = this.#next(at)) {
      const innermost = this.#open.at(-1);
      if (atMark === undefined && at >= mark) atMark = innermost ?? null;
      const end = innermost?.kind === 'comment' ? this.#inComment(at, innermost) : innermost?.string === undefined ? this.#inCode(at) : this.#inString(at, innermost.at, innermost.string);
      if (atMark === undefined && end > mark) atMark = innermost ?? null;
      at = end;
    }
    return { open: this.#open, closed: this.#closed, quoted: this.#quoted, excess: this.#excess, lost: this.#lost, torn: this.#torn, atMark: atMark === undefined ? this.#open.at(-1) ?? null : atMark };
  }

  /** Where the next character stands that may mean something. */
  #next(at: number): number {
    const innermost = this.#open.at(-1);
    if (innermost?.kind === 'comment') return at;
    const stop = stopsOf(innermost?.string ?? this.#syntax);
    stop.lastIndex = at;
    return stop.exec(this.#text)?.index ?? this.#text.length;
  }

  #inComment(at: number, { closer }: Open): number {
    const end = this.#text.indexOf(closer, at);
    if (end === -1) return this.#text.length;
    this.#open.pop();
    return end + (closer === '\n' ? 0 : closer.length);
  }

  #inString(at: number, begun: number, kind: StringKind): number {
    const { closer, escapes, lines, holes } = kind;
    const character = this.#text.charAt(at);
    if (escapes && character === '\\') return at + 2;
    if (character === '\n' && !lines) {
      this.#open.pop();
      this.#torn += 1;
      return at;
    }
    if (this.#text.startsWith(closer, at)) {
      this.#open.pop();
      this.#quoted.push({ at: begun, end: at + closer.length, kind });
      return at + closer.length;
    }
    const hole = holes.find((opener) => this.#text.startsWith(opener, at));
    if (hole === undefined) return at + 1;
    this.#push('bracket', hole, closerOf[hole.slice(-1)] ?? '', at + hole.length - 1);
    return at + hole.length;
  }

  #inCode(at: number): number {
    const character = this.#text.charAt(at);
    if (character in closerOf) {
      // A longer opener may begin with a bracket: `[[` in Lua, `{-` in Haskell.
      const longer = this.#begin(at);
      if (longer !== null) return longer;
      this.#push('bracket', character, closerOf[character] ?? '', at);
      return at + 1;
    }
    if (closers.includes(character)) {
      this.#close(character, at);
      return at + 1;
    }
    return this.#begin(at) ?? this.#pattern(at) ?? at + 1;
  }

  /** Begins a comment or string at `at`; null when none stands there. */
  #begin(at: number): number | null {
    const { blockComments, lineComments, strings, shell } = this.#syntax;
    const comment = blockComments.find(({ opener }) => this.#text.startsWith(opener, at));
    if (comment !== undefined) return this.#push('comment', comment.opener, comment.closer, at);
    const line = lineComments.find((opener) => this.#text.startsWith(opener, at));
    if (line !== undefined && !(shell && /\S/.test(this.#text.charAt(at - 1)))) return this.#push('comment', line, '\n', at);
    if (this.#syntax.lifetimes && this.#text.charAt(at) === "'") {
      character.lastIndex = at;
      return at + (character.exec(this.#text)?.[0].length ?? 1);
    }
    const kind = strings.find(({ opener }) => this.#text.startsWith(opener, at));
    if (kind === undefined || !this.#mayQuote(at, kind)) return null;
    this.#open.push({ kind: 'string', opener: kind.opener, closer: kind.closer, at, string: kind });
    return at + kind.opener.length;
  }

  /** An apostrophe inside a word opens nothing. */
  #mayQuote(at: number, { opener }: StringKind): boolean {
    if (opener !== "'") return true;
    const word = this.#text.slice(Math.max(0, at - 3), at);
    return !wordEnd.test(word) || stringPrefix.test(word) || !wordStart.test(this.#text.slice(at + 1, at + 3));
  }

  #pattern(at: number): number | null {
    if (!this.#syntax.slashPatterns || this.#text.charAt(at) !== '/') return null;
    const line = this.#text.slice(Math.max(0, at - 40), at).trimEnd();
    if (!patternMayFollow.test(line)) return null;
    pattern.lastIndex = at;
    const found = pattern.exec(this.#text);
    return found === null ? null : at + found[0].length;
  }

  #push(kind: Open['kind'], opener: string, closer: string, at: number): number {
    this.#open.push({ kind, opener, closer, at });
    return at + opener.length;
  }

  #close(closer: string, at: number): void {
    // A bracket inside a hole of a string closes nothing outside of it.
    const string = this.#open.findLastIndex((open) => open.kind === 'string');
    const opened = this.#open.findLastIndex((open, index) => index > string && open.closer === closer);
    if (opened === -1) {
      if (!(this.#syntax.shell && closer === ')' && casePattern.test(this.#text.slice(this.#text.lastIndexOf('\n', at) + 1, at)))) this.#excess += 1;
      this.#closed.push({ at, opened: -1 });
      return;
    }
    this.#closed.push({ at, opened: this.#open[opened]?.at ?? -1 });
    this.#lost += this.#open.length - opened - 1;
    this.#open.length = opened;
  }
}
