/** @module YAML and JSON files of people, as plain data; what is wrong with one is one line. */
import { parse } from 'yaml';
import { oneLine } from '../protocol/excerpt.js';
import { fileName } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';

/** A text as plain data. @internal */
export function plainData(text: string, file: string): unknown {
  try {
    // Its warnings would go to standard error in a form of their own.
    return parse(text, { logLevel: 'error' });
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    const problem = line.startsWith('Maximum call stack')
      ? 'it is nested too deeply'
      : oneLine(line.replace(/:$/, ''));
    throw new UsageError(`${fileName(file)} is neither YAML nor JSON: ${problem}`);
  }
}
