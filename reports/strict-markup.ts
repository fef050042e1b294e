/** @module A strict reader of XML and of our HTML, for tests: throws on anything irregular. */

/** @internal */
export interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (ReadElement | string)[];
}

const TAG = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w-]+(?:="[^"<]*")?)*)\s*(\/?)>/y;
const VOID = new Set(['meta', 'input', 'br', 'hr', 'link', 'img']);
const RAW = new Set(['script', 'style']);
const REFERENCE = /&(?:amp|lt|gt|quot|apos|nbsp|#\d+);/y;

/** One root, balanced tags, quoted attributes, known references, legal characters. @internal */
export function readMarkup(text: string, dialect: 'xml' | 'html'): ReadElement {
  const prologue = dialect === 'xml' ? '<?xml version="1.0" encoding="UTF-8"?>' : '<!doctype html>';
  if (!text.startsWith(prologue)) throw new Error('no prologue');
  const root: ReadElement = { name: '#document', attributes: {}, children: [] };
  const open = [root];
  let at = prologue.length;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next === -1 ? text.length : next;
    if (end > at) open.at(-1)?.children.push(checkText(text.slice(at, end)));
    if (next === -1) break;
    TAG.lastIndex = next;
    const match = TAG.exec(text);
    if (!match) throw new Error(`not a tag: ${text.slice(next, next + 60)}`);
    at = TAG.lastIndex;
    const [, closing, name = '', attributes = '', empty] = match;
    if (closing) {
      if (open.length === 1 || open.pop()?.name !== name) throw new Error(`</${name}> misplaced`);
      continue;
    }
    const element: ReadElement = { name, attributes: readAttributes(attributes), children: [] };
    open.at(-1)?.children.push(element);
    if (dialect === 'html' && RAW.has(name)) {
      const close = text.indexOf(`</${name}>`, at);
      element.children.push(text.slice(at, close));
      at = close + name.length + 3;
    } else if (!empty && !(dialect === 'html' && VOID.has(name))) open.push(element);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name ?? ''}> is not closed`);
  const elements = root.children.filter((child) => typeof child !== 'string');
  if (elements.length !== 1 || !elements[0]) throw new Error('not one root');
  return elements[0];
}

/** Every element of that name, at any depth. @internal */
export function findAll(element: ReadElement, name = '*'): readonly ReadElement[] {
  const inner = element.children.flatMap((c) => (typeof c === 'string' ? [] : findAll(c, name)));
  return name === '*' || element.name === name ? [element, ...inner] : inner;
}

/** The text inside, references resolved. @internal */
export function textOf(element: ReadElement): string {
  return element.children.map((c) => (typeof c === 'string' ? resolve(c) : textOf(c))).join('');
}

function readAttributes(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value] of text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
    if (name in found) throw new Error(`attribute ${name} twice`);
    found[name] = resolve(checkText(value ?? ''));
  }
  return found;
}

function checkText(text: string): string {
  const bad = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (bad) throw new Error(`character ${bad[0].codePointAt(0) ?? 0} is forbidden`);
  if (text.includes(']]>')) throw new Error(']]> in text');
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) {
    REFERENCE.lastIndex = at;
    if (!REFERENCE.test(text)) throw new Error(`bare &: ${text.slice(at, at + 20)}`);
  }
  return text;
}

function resolve(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
    code === undefined ? (names[name] ?? '\u00a0') : String.fromCharCode(Number(code)),
  );
}
