import { describe, expect, it } from 'vitest';
import { messageAfter } from '../../../src/context/commitMessage.ts';
import { isOnAt, placeKind } from '../../../src/context/placeKind.ts';

describe('the kind of a place', () => {
  it.each([
    ['file:///x/a.py', 'python', 'document'], ['untitled:Untitled-1', 'plaintext', 'document'], ['vscode-notebook-cell:/x/a.ipynb#W0sZmlsZQ', 'python', 'notebook'],
    ['vscode-scm:git/scm0/input?rootUri=file', 'scminput', 'commit-message'], ['file:///x/.git/COMMIT_EDITMSG', 'git-commit', 'commit-message'], ['', '', 'document'],
  ])('%s in %s', (uri, language, kind) => {
    expect(placeKind(uri, language)).toBe(kind);
  });

  it('has a switch of its own below the switch for all', () => {
    const on = { enable: true, notebooks: true, commitMessages: true };
    const kinds = ['document', 'notebook', 'commit-message'] as const;
    expect(kinds.map((kind) => isOnAt(kind, on))).toEqual([true, true, true]);
    expect(kinds.map((kind) => isOnAt(kind, { ...on, notebooks: false }))).toEqual([true, false, true]);
    expect(kinds.map((kind) => isOnAt(kind, { ...on, commitMessages: false }))).toEqual([true, true, false]);
    expect(kinds.map((kind) => isOnAt(kind, { ...on, enable: false }))).toEqual([false, false, false]);
  });
});

describe('the text after the cursor of a commit message', () => {
  it.each([
    ['', ''],
    [' the cache\n\nIt was stale.\n', ' the cache\n\nIt was stale.\n'],
    ['\n# Please enter the commit message\n# On branch main\n', '\n'],
    [' #12\n\nSee #13.\n# ------------------------ >8 ------------------------\ndiff --git a/.env b/.env\n+KEY=canary\n', ' #12\n\nSee #13.\n'],
    ['# Please enter\n', ''],
  ])('%j is read as %j', (after, message) => {
    expect(messageAfter(after)).toBe(message);
  });
});
