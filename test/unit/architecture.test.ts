import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrows } from '../../architecture.mjs';

interface Import {
  readonly file: string;
  readonly target: string;
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }));

/** Every module named by an import or export statement, or by a dynamic import. */
const imports: readonly Import[] = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:\bfrom\s+|^\s*import\s+|\bimport\()'([^']+)'/gm)].map(([, target]) => ({ file, target: target! })));

/** The place of a file in the table of arrows: its folder, or the file itself at the top. */
const placeOf = (file: string): string => (file.includes('/') ? file.split('/')[0]! : file);

const describeImport = ({ file, target }: Import): string => `${file} imports ${target}`;

describe('arrows', () => {
  test('every file of src has a place in the table', () => {
    expect(sources.map(({ file }) => placeOf(file)).filter((place) => !(place in arrows))).toEqual([]);
  });

  test('folders import only what their arrows allow', () => {
    const wrong = imports.filter(({ target }) => target.startsWith('.')).filter(({ file, target }) => {
      const from = placeOf(file);
      const to = placeOf(relative('src', normalize(join('src', dirname(file), target))));
      return from !== to && arrows[from]?.folders.includes(to) !== true;
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test('packages and hosts stay in their folders', () => {
    const wrong = imports.filter(({ target }) => !target.startsWith('.')).filter(({ file, target }) => {
      const { hosts, packages } = arrows[placeOf(file)]!;
      if (target.startsWith('node:')) return !hosts.includes('node');
      if (target === 'vscode') return !hosts.includes('vscode');
      return !packages.some((name) => target === name || target.startsWith(`${name}/`));
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test('no file imports in a circle', () => {
    const graph = new Map(sources.map(({ file }) => [file, imports.filter((entry) => entry.file === file && entry.target.startsWith('.'))
      .map(({ target }) => normalize(join(dirname(file), target)))]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe('sizes', () => {
  const lines = sources.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 })).sort((a, b) => a.lines - b.lines);

  test('no file is above 400 lines, half are at most 120', () => {
    expect(lines.filter((entry) => entry.lines > 400)).toEqual([]);
    expect(lines[Math.floor(lines.length / 2)]!.lines).toBeLessThanOrEqual(120);
  });

  test('the entry only wires', () => {
    expect(lines.find(({ file }) => file === 'extension.ts')!.lines).toBeLessThanOrEqual(60);
  });
});

describe('manifest', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown> & {
    engines: { vscode: string }; devDependencies: Record<string, string>; dependencies: Record<string, string>;
  };

  test('types are those of the oldest promised VS Code, and no proposed API is asked for', () => {
    expect(`^${manifest.devDependencies['@types/vscode']!}`).toBe(manifest.engines.vscode);
    expect(manifest['enabledApiProposals']).toBeUndefined();
  });

  test('every dependency is pinned', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('the lock file names no registry', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"');
  });

  test('the lock file holds the native libraries of every platform, not only of the one that wrote it', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { version: string; optionalDependencies?: Record<string, string> }> };
    const wanted = Object.entries(packages['node_modules/node-llama-cpp']?.optionalDependencies ?? {});
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
  });
});
