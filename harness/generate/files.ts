/** @module The list of generated files and their contents; a test checks that they are fresh. */
import { readFileSync } from 'node:fs';
import { packagePath } from '../package-root.js';
import { renderProtocolSchema } from '../protocol/schema.js';
import { renderAgentHeader } from './agent-header.js';
import { renderAdaptersPage } from './adapters-page.js';
import { NOTE, renderDocs } from './docs.js';
import { renderProfileSchema } from './profile-schema.js';
import { renderReportsPage } from './reports-page.js';
import { renderRulingsPage } from './rulings-page.js';
import { renderClauseIds, renderProfiles, type CatalogueProfiles } from './profiles.js';

/** Path from the package root → text. @internal */
export function generatedFiles(): Record<string, string> {
  const profiles = readJson('suites/catalogue/profiles.json') as CatalogueProfiles;
  const clauses = readJson('suites/catalogue/clauses.json') as readonly { id: string }[];
  return {
    ...renderDocs(),
    'docs/adapters.md': renderAdaptersPage(NOTE),
    'docs/reports.md': renderReportsPage(NOTE),
    'docs/rulings.md': renderRulingsPage(),
    'reference/profiles/built-in.generated.ts': renderProfiles(profiles),
    'corpus/schemas/profile-file.schema.json': renderProfileSchema(profiles),
    'corpus/schemas/protocol-1.schema.json': renderProtocolSchema(),
    'harness/adapters/linux/src/ops.generated.h': renderAgentHeader(),
    'reference/abi/clause-id.generated.ts': renderClauseIds(clauses.map((c) => c.id)),
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(packagePath(path), 'utf8'));
}
