import { describe, expect, it } from 'vitest';
import { isExcluded, type ExclusionRules } from '../../../src/context/exclusion.ts';

const rules = (globs: string[] = [], languagesOff: string[] = []): ExclusionRules => ({ globs, languagesOff });

describe('secrets', () => {
  it.each([
    '/home/me/app/.env', '/home/me/app/.env.local', 'C:\\app\\.env', 'c:\\Users\\me\\.SSH\\known_hosts', '/x/server.pem', '/x/Server.KEY', '/home/me/.ssh/id_ed25519',
    '/x/cert.pfx', '/home/me/.npmrc', '.netrc', '/home/me/.aws/credentials', '/home/me/.aws/sso/cache/a.json', '/x/secrets.yaml', '/x/prod.tfvars', '/x/.git/config', '/x/.git/hooks/a/b',
    'id_rsa', '/x/id_ed25519', '/x/id_rsa.pub', 'C:\\keys\\id_rsa_work', '/x/secrets.json', '/x/Secrets.PROD.yml', '/x/secrets.enc', '/x/secrets.yaml.enc',
  ])('%s is never touched', (path) => {
    expect(isExcluded(path, 'plaintext', rules())).toMatchObject({ kind: 'secret' });
  });

  it.each(['/x/src/main.ts', '/x/environment.ts', 'Untitled-1', '', '/x/keys.ts', '/x/.github/workflows/a.yml', '/x/.gitignore', 'C:\\x\\pem.py', '/x/id_utils.py', '/x/id_map.test.ts', '/x/secrets.ts', '/x/secrets.py', '/x/secrets.test.ts', '/x/secrets'])('%s is no secret', (path) => {
    expect(isExcluded(path, 'typescript', rules())).toBeNull();
  });
});

describe('what Git opens in an editor', () => {
  it.each(['/x/.git/COMMIT_EDITMSG', '.git/MERGE_MSG', 'C:\\x\\.git\\TAG_EDITMSG', '/x/.git/worktrees/fix/COMMIT_EDITMSG', '/x/.git/modules/lib/a/SQUASH_MSG'])('%s is a place to write in', (path) => {
    expect(isExcluded(path, 'git-commit', rules())).toBeNull();
    expect(isExcluded(path, 'git-commit', rules(['.git/**']))).toEqual({ kind: 'glob', rule: '.git/**' });
  });

  it.each(['/x/.git/COMMIT_EDITMSG/config', '/x/.git/hooks/COMMIT_EDITMSG', '/x/.git/commit_editmsg.bak', '/x/.git/logs/HEAD', '/home/me/.ssh/.git/COMMIT_EDITMSG'])('%s is not', (path) => {
    expect(isExcluded(path, 'git-commit', rules())).toMatchObject({ kind: 'secret' });
  });
});

describe('the user’s rules', () => {
  it('a glob without a slash matches a name in any folder', () => {
    expect(isExcluded('/x/deep/down/a.min.js', 'javascript', rules(['*.min.js']))).toEqual({ kind: 'glob', rule: '*.min.js' });
  });

  it('a glob with folders matches below any root, with either slash', () => {
    expect(isExcluded('C:\\work\\vendor\\lib\\a.ts', 'typescript', rules(['vendor/**']))).toEqual({ kind: 'glob', rule: 'vendor/**' });
    expect(isExcluded('/project/vendored/a.ts', 'typescript', rules(['vendor/**']))).toBeNull();
  });

  it('a language is off', () => {
    expect(isExcluded('/x/a.md', 'markdown', rules([], ['markdown']))).toEqual({ kind: 'language', rule: 'markdown' });
  });

  it('denies everything when a rule cannot be understood', () => {
    expect(isExcluded('/x/a.ts', 'typescript', rules(['']))?.kind).toBe('error');
    expect(isExcluded('/x/a.ts', 'typescript', rules(['[a']))?.kind).toBe('error');
    expect(isExcluded('/x/a.ts', 'typescript', rules(['x'.repeat(70_000)]))?.kind).toBe('error');
  });
});
