/** Plug-in of StrykerJS: names a survivor as soon as it is known. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { survivorLines } from './score.mjs';

class SurvivorReporter {
  onMutantTested({ fileName, status, mutatorName, replacement, location }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const file = relative(process.cwd(), fileName);
    const text = readFileSync(fileName, 'utf8').split('\n')[location.start.line - 1] ?? '';
    const mutant = { file, text, status, mutatorName, replacement, location };
    process.stdout.write(`${survivorLines(mutant).join('\n')}\n`);
  }
}

/** What StrykerJS looks for. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.Reporter, 'survivors', SurvivorReporter),
];
