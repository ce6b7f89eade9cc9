import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentTarget } from '../../packaging/runtimeFiles.mjs';
import { shippedPackages } from '../../packaging/shippedPackages.mjs';

test('every package that is shipped is listed with its licence', async () => {
  const notices = readFileSync('THIRD_PARTY_NOTICES', 'utf8');
  const names = (await shippedPackages(currentTarget())).map((folder) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length))
    // The engine's binaries differ by platform; the notices name llama.cpp and ggml, which all of them contain.
    .filter((name) => !name.startsWith('@node-llama-cpp/') && !name.startsWith('@reflink/reflink-'));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !notices.includes(`\n  ${name} (`))).toEqual([]);
});
