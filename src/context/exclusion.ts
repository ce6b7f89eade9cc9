import picomatch from 'picomatch';

const gitFolder = '.git/**';

/**
 * Files that hold secrets: neither a place of completion nor a source of context, whatever the settings say. Keys of SSH have no extension or
 * `.pub` (`id_ed25519`, `id_rsa_work`), which `id_utils.py` has; of `secret.*` and `secrets.*` only the formats of data count, for `secrets.ts` is a program.
 */
const secrets = [
  '.env*', '*.pem', '*.key', 'id_+([^./])', 'id_+([^./]).pub', '*.pfx', '*.p12', '.npmrc', '.netrc', '.pypirc', '.pgpass', '.git-credentials', '.aws/**', '.ssh/**',
  'secret?(s)?(.*).@(json|yaml|yml|toml|env|ini|xml|properties|enc|txt)', '*.tfvars', gitFolder,
] as const;

/** What Git keeps is left alone, but for the messages that it opens in an editor. */
const gitMessage = /(?:^|\/)\.git\/(?:worktrees\/[^/]+\/|modules\/(?:[^/]+\/)+)?(?:COMMIT_EDITMSG|MERGE_MSG|SQUASH_MSG|TAG_EDITMSG)$/;

export interface ExclusionRules {
  /** The user's globs. One without a slash matches a file name in any folder. */
  readonly globs: readonly string[];
  /** Language ids that are switched off. */
  readonly languagesOff: readonly string[];
}

export interface Exclusion {
  /** `error`: a rule could not be understood, so nothing is let through. */
  readonly kind: 'secret' | 'glob' | 'language' | 'error';
  /** The rule that decided: a glob, a language id, or what is wrong with a rule. */
  readonly rule: string;
}

type Matcher = (path: string) => Exclusion | null;

const compiled = new WeakMap<ExclusionRules, Matcher>();

/**
 * Why a document is left alone, or null when it is not. `path` is absolute or relative, with either slash; '' for a document without one.
 * Rules are compiled once per rules object. Never throws: what cannot be decided is excluded.
 */
export function isExcluded(path: string, language: string, rules: ExclusionRules): Exclusion | null {
  if (rules.languagesOff.includes(language)) return { kind: 'language', rule: language };
  try {
    const matcher = compiled.get(rules) ?? compile(rules);
    compiled.set(rules, matcher);
    return matcher(path.replaceAll('\\', '/'));
  } catch (error) {
    return { kind: 'error', rule: error instanceof Error ? error.message : String(error) };
  }
}

function compile(rules: ExclusionRules): Matcher {
  const globs = [...secrets.map((rule) => ({ kind: 'secret', rule }) as const), ...rules.globs.map((rule) => ({ kind: 'glob', rule }) as const)];
  const matchers = globs.map((exclusion) => ({ exclusion, matches: matcherOf(exclusion.rule) }));
  return (path) => matchers.find(({ exclusion, matches }) => matches(path) && !(exclusion.kind === 'secret' && exclusion.rule === gitFolder && gitMessage.test(path)))?.exclusion ?? null;
}

/** Matches at any depth, for a path may be absolute while the glob is meant within a workspace. */
function matcherOf(glob: string): (path: string) => boolean {
  const pattern = glob.replaceAll('\\', '/').replace(/^\.?\//, '');
  return picomatch([pattern, `**/${pattern}`], { dot: true, nocase: true, strictBrackets: true });
}
