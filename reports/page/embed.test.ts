import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hostileReport } from '../hostile-report.js';
import { embed, embedPlainly, reportWords } from './embed.js';
import { packReport } from './pack-report.js';
import type { PageData } from './page-data.js';

const TEMPLATE =
  '<html><head><!--kacs:policy--><title><!--kacs:title--></title>' +
  '<script type="module" crossorigin>start()</script><style rel="stylesheet">a{}</style></head>' +
  '<body><noscript><!--kacs:fallback--></noscript>' +
  '<script type="text/plain" id="kacs-data"><!--kacs:data--></script></body></html>';

const notes = { digests: { catalogue: '', rulings: '' }, profile: '', clauses: {}, rulings: [] };
const evil = hostileReport('</title></noscript></script><script>alert(1)</script><!--kacs:data-->');
const data: PageData = { version: 1, report: packReport(evil), notes };

describe('the template of the page', () => {
  const page = embed(TEMPLATE, data, reportWords(evil));

  it('is filled without a text becoming markup', () => {
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
    expect(page.match(/<\/noscript>/g)).toHaveLength(1);
    expect(page).toContain('&#60;script&#62;');
  });

  it('holds the data whole', () => {
    const [, text = ''] = /id="kacs-data">([^<]*)</.exec(page) ?? [];
    const found: unknown = JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8'));
    expect(found).toEqual(JSON.parse(JSON.stringify(data)));
  });

  it('allows its own script and style, by their digests, and nothing else', () => {
    const digest = (text: string): string =>
      `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(page).toContain(`script-src ${digest('start()')};`);
    expect(page).toContain(`style-src ${digest('a{}')};`);
    expect(page).toContain("default-src 'none'");
  });

  it('has to have every place once', () => {
    expect(() => embed('<html></html>', data, reportWords(evil))).toThrow(/exactly one place/);
    expect(() => embed(TEMPLATE + TEMPLATE, data, reportWords(evil))).toThrow(/exactly one place/);
  });

  it('may be missing: then the verdict is there, and where the rest is', () => {
    const plain = embedPlainly(reportWords(evil));
    expect(plain).toContain('report.json');
    expect(plain).not.toContain('<script');
  });
});
