/** Languages where a colon at the end of a line opens a block. */
const colonLanguages: ReadonlySet<string> = new Set(['nim', 'gdscript', 'yaml', 'dockercompose']);
const pythonLike: ReadonlySet<string> = new Set(['python', 'cython', 'starlark', 'bazel']);
const markup: ReadonlySet<string> = new Set(['html', 'xml', 'vue', 'svelte', 'xsl', 'handlebars', 'javascriptreact', 'typescriptreact']);

const pythonHeader = /^\s*(?:(?:async\s+)?(?:def|for|with)|class|if|elif|else|while|try|except|finally|match|case)\b[^]*:$/;
const openingTag = /<([A-Za-z][\w.:-]*)(?:\s[^<>]*)?>$/;
const voidTag = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

const ruby = /^\s*(?:(?:private\s+|protected\s+|public\s+)?(?:def|class|module)\b(?!.*\bend$)(?![^(\n]*\)?\s=\s)|(?:if|unless|while|until|case|begin|for|else|elsif|when|in|rescue|ensure)\b)|\bdo(?:\s*\|[^|\n]*\|)?$|=\s*(?:if|unless|case|begin)\b/;
const lua = /(?:\b(?:then|do|else|repeat)|\bfunction\b[^()]*\([^()]*\))$/;
const elixir = /\bdo$|\bfn\b[^\n]*->$/;
const julia = /^\s*(?:function|if|elseif|else|for|while|try|catch|finally|struct|mutable struct|module|let|begin|quote|macro)\b|\bdo\b[^\n]*$/;

const words: Readonly<Record<string, readonly (readonly [line: RegExp, closer: string])[]>> = {
  ruby: [[ruby, 'end']],
  crystal: [[ruby, 'end']],
  lua: [[lua, 'end']],
  elixir: [[elixir, 'end']],
  julia: [[julia, 'end']],
  shellscript: [[/\b(?:then|else)$/, 'fi'], [/\bdo$/, 'done'], [/\bcase\b.*\bin$/, 'esac']],
};

/** What may stand between a brace and the end of its line: the parameters of the block. */
const parameters: Readonly<Record<string, RegExp>> = {
  ruby: /^\s*\|[^|\n]*\|$/, crystal: /^\s*\|[^|\n]*\|$/, kotlin: /^[^{}\n]*->$/, groovy: /^[^{}\n]*->$/, scala: /^[^{}\n]*=>$/, swift: /^[^{}\n]*\bin$/,
};

/** Whether a brace begins a block although something follows it on its line. */
export function areParameters(text: string, language: string): boolean {
  return text === '' || parameters[language]?.test(text) === true;
}

/** What closes the block that a line's words, colon, arrow or tag open; null when they open none. `header` is the line with the lines that its brackets began on. */
export function closerOfWords(line: string, header: string, language: string): string | null {
  if (pythonLike.has(language)) return pythonHeader.test(header) ? '' : null;
  if (colonLanguages.has(language) && line.endsWith(':')) return '';
  const word = words[language]?.find(([pattern]) => pattern.test(line) || pattern.test(header));
  if (word !== undefined) return word[1];
  if (line.endsWith('=>')) return '';
  const tag = markup.has(language) ? openingTag.exec(line)?.[1] : undefined;
  return tag === undefined || voidTag.test(tag) ? null : `</${tag}>`;
}
