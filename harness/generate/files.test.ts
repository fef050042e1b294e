import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../package-root.js';
import { generatedFiles } from './files.js';

describe('generated files', () => {
  it.each(Object.entries(generatedFiles()))('%s is fresh', (path, text) => {
    expect(readFileSync(packagePath(path), 'utf8') === text).toBe(true);
  });
});
