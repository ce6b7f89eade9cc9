/** The editor's language id by file extension; names a shell user is likely to complete in. */
const byExtension: Readonly<Record<string, string>> = {
  '.bash': 'shellscript', '.c': 'c', '.cc': 'cpp', '.cjs': 'javascript', '.cpp': 'cpp', '.cs': 'csharp', '.css': 'css', '.cts': 'typescript',
  '.dart': 'dart', '.go': 'go', '.h': 'c', '.hpp': 'cpp', '.html': 'html', '.java': 'java', '.js': 'javascript', '.json': 'json',
  '.jsonc': 'jsonc', '.jsx': 'javascriptreact', '.kt': 'kotlin', '.less': 'less', '.lua': 'lua', '.markdown': 'markdown', '.md': 'markdown',
  '.mjs': 'javascript', '.mts': 'typescript', '.php': 'php', '.pl': 'perl', '.ps1': 'powershell', '.py': 'python', '.pyi': 'python',
  '.r': 'r', '.rb': 'ruby', '.rs': 'rust', '.rst': 'restructuredtext', '.scala': 'scala', '.scss': 'scss', '.sh': 'shellscript',
  '.sql': 'sql', '.swift': 'swift', '.tex': 'latex', '.toml': 'toml', '.ts': 'typescript', '.tsx': 'typescriptreact', '.txt': 'plaintext',
  '.vue': 'vue', '.xml': 'xml', '.yaml': 'yaml', '.yml': 'yaml', '.zsh': 'shellscript',
};

const byName: Readonly<Record<string, string>> = { Dockerfile: 'dockerfile', Makefile: 'makefile', Gemfile: 'ruby', Jenkinsfile: 'groovy' };

/** The editor's language id for a path with either slash; '' when the name says nothing. */
export function languageOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const [extension = ''] = /(?<=.)\.[^.]*$/u.exec(name) ?? [];
  return byName[name] ?? byExtension[extension.toLowerCase()] ?? '';
}
