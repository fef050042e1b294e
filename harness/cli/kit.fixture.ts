/** @module What the tests of the adapter kit need of the machine, and what they say without it. */
import { spawnSync } from 'node:child_process';

const NEEDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  python: [['python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 9))']],
  c: [['sh', '-c', 'echo "#include <jansson.h>" | cc -E -x c - -o /dev/null']],
};

/** What is missing for a language, as a remark behind the name of a test that is skipped. */
export function missingTools(language: string): string | undefined {
  for (const [command = '', ...args] of NEEDS[language] ?? []) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) continue;
    const what = language === 'c' ? 'a C compiler and libjansson-dev' : 'Python 3.9 or later';
    const remark = `: SKIPPED, because ${what} is not on this machine`;
    process.stderr.write(`adapter kit, ${language}${remark}\n`);
    return remark;
  }
  return undefined;
}
