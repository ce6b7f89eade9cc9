/** Quotes of one kind. */
export interface StringKind {
  readonly opener: string;
  readonly closer: string;
  /** Whether a backslash takes the meaning of the next character. */
  readonly escapes: boolean;
  /** Whether the string may go on over a line's end. */
  readonly lines: boolean;
  /** What begins code inside the string, up to its closing bracket: `${`. */
  readonly holes: readonly string[];
}

/** What of a language one has to know to tell code from comments and strings. */
export interface LanguageSyntax {
  /** Comments that end with their line. */
  readonly lineComments: readonly string[];
  readonly blockComments: readonly { readonly opener: string; readonly closer: string }[];
  /** Longer openers first. */
  readonly strings: readonly StringKind[];
  /** Text without a syntax of its own: it is written in sentences. */
  readonly prose: boolean;
  /** `/` may begin a regular expression. */
  readonly slashPatterns: boolean;
  /** `'` may begin a lifetime: it is a quote only around one character. */
  readonly lifetimes: boolean;
  /** `#` begins a comment only after a space, and `)` may end a pattern that nothing opened. */
  readonly shell: boolean;
}

const string = (quote: string, changes: Partial<StringKind> = {}): StringKind =>
  ({ opener: quote, closer: quote, escapes: true, lines: false, holes: [], ...changes });

const double = string('"');
const single = string("'");
const slashes = { lineComments: ['//'], blockComments: [{ opener: '/*', closer: '*/' }] };
const plain: LanguageSyntax = { lineComments: [], blockComments: [], strings: [], prose: false, slashPatterns: false, lifetimes: false, shell: false };

const cLike: LanguageSyntax = { ...plain, ...slashes, strings: [double, single] };
const javaLike: LanguageSyntax = { ...cLike, strings: [string('"""', { lines: true }), double, single] };
const script: LanguageSyntax = { ...cLike, slashPatterns: true, strings: [string('`', { lines: true, holes: ['${'] }), double, single] };
const hash: LanguageSyntax = { ...plain, lineComments: ['#'], strings: [double, single] };
const python: LanguageSyntax = { ...hash, strings: [string('"""', { lines: true }), string("'''", { lines: true }), double, single] };
const shell: LanguageSyntax = {
  ...hash, shell: true, strings: [string('"', { lines: true, holes: ['$(', '${'] }), string("'", { escapes: false, lines: true })],
};
const markup: LanguageSyntax = { ...plain, blockComments: [{ opener: '<!--', closer: '-->' }] };
const prose: LanguageSyntax = { ...plain, prose: true };

const families: readonly (readonly [ids: string, syntax: LanguageSyntax])[] = [
  ['c cpp objective-c objective-cpp cuda-cpp java glsl hlsl proto3 zig v solidity jsonc json5', cLike],
  ['csharp', { ...cLike, strings: [string('"""', { lines: true }), string('@"', { closer: '"', escapes: false, lines: true }), double, single] }],
  ['go', { ...cLike, strings: [string('`', { escapes: false, lines: true }), double, single] }],
  ['rust', { ...cLike, lifetimes: true, strings: [string('r#"', { closer: '"#', escapes: false, lines: true }), string('"', { lines: true })] }],
  ['kotlin scala swift dart groovy', javaLike],
  ['javascript javascriptreact typescript typescriptreact', script],
  ['php', { ...cLike, lineComments: ['//', '#'], strings: [string('"', { lines: true }), string("'", { lines: true })] }],
  ['css', { ...plain, blockComments: slashes.blockComments, strings: [double, single] }],
  ['scss less stylus', cLike],
  ['python cython starlark bazel gdscript', python],
  ['ruby crystal', { ...hash, strings: [string('"', { lines: true, holes: ['#{'] }), string("'", { lines: true })] }],
  ['shellscript', shell],
  ['perl r yaml dockercompose toml dockerfile makefile elixir julia nim coffeescript powershell ini properties graphql cmake terraform hcl', hash],
  ['lua', { ...plain, lineComments: ['--'], blockComments: [{ opener: '--[[', closer: ']]' }], strings: [string('[[', { closer: ']]', escapes: false, lines: true }), double, single] }],
  ['sql plsql', { ...plain, lineComments: ['--'], blockComments: slashes.blockComments, strings: [string("'", { escapes: false, lines: true }), double] }],
  ['haskell elm', { ...plain, lineComments: ['--'], blockComments: [{ opener: '{-', closer: '-}' }], strings: [double] }],
  ['html xml vue svelte xsl handlebars', markup],
  ['markdown plaintext latex tex bibtex restructuredtext asciidoc git-commit scminput mdx quarto rmd', prose],
];

const syntaxes: ReadonlyMap<string, LanguageSyntax> = new Map(families.flatMap(([ids, syntax]) => ids.split(' ').map((id) => [id, syntax] as const)));

/** Of a language nobody described, only the quotes that all have are taken for granted. */
const unknown: LanguageSyntax = { ...plain, strings: [double, single, string('`')] };

/** `language` is the editor's id. */
export function syntaxOf(language: string): LanguageSyntax {
  return syntaxes.get(language) ?? unknown;
}

export function isProse(language: string): boolean {
  return syntaxOf(language).prose;
}

/** Commit messages have a subject of bounded length and comments of their own. */
export function isCommitMessage(language: string): boolean {
  return language === 'git-commit' || language === 'scminput';
}
