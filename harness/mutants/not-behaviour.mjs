/**
 * Plug-in of StrykerJS: what is not behaviour of the model, and so is not mutated. Names of rows
 * (faults find a row by its name), citations of clauses, documentation, and the words of errors
 * that are thrown at programmers. Errnos, numbers, rules and conditions always count.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const DOCUMENTATION = new Set(['doc', 'title', 'note', 'summary']);
/** An `id` beside one of these is the name of a row. */
const ROW_KEYS = new Set(['clauses', 'kind', 'refuses', 'apply']);
const CLAUSE = /^[A-Z]{2,3}-\d{3}$/;
/** What an issue says; the model asks only whether there is one. */
const WORDS = new Set(['actualOf', 'conditionText', 'expectedText', 'pathText']);
/** Errors for programmers; a `BadCall` is an answer. */
const PROGRAMMERS = new Set(['Error', 'ModelBug', 'RangeError']);
/** Tables of layouts have their documentation in sentences. */
const SENTENCE = /^[A-Z].*\.$/s;

/** The reason not to mutate a node, or undefined. */
function shouldIgnore({ node, parent }) {
  if (isCitation(node)) return 'a citation of clauses';
  if (node.type === 'StringLiteral' && SENTENCE.test(node.value)) return 'documentation';
  if (parent?.type === 'ObjectProperty' && parent.value === node && isText(node)) {
    const { name } = parent.key;
    if (DOCUMENTATION.has(name)) return 'documentation';
  }
  if (node.type === 'ObjectProperty' && node.key.name === 'clauses') return 'a citation of clauses';
  const reported = isText(node) && parent?.type === 'CallExpression' && calls(parent, 'report');
  if (reported || WORDS.has((node.id ?? node.key)?.name)) return 'the words of an issue';
  if (isGuard(node)) return 'a guard against mistakes of programmers';
  if (isNoise(node)) return 'noise of the served reference: any other is as good';
  if (node.type === 'ClassProperty' && node.key.name === 'name') return 'the name of an error';
  if (node.type === 'ThrowStatement' && node.argument?.type === 'NewExpression') {
    return 'the words of an error for programmers';
  }
  return undefined;
}

/** As above, for a row's name: its object tells, or the citation behind it. */
function nameOfRow(path) {
  const { node, parent } = path;
  if (parent?.type === 'CallExpression' && parent.arguments[0] === node && isText(node)) {
    return isCitation(parent.arguments[1] ?? {}) ? 'the name of a row' : undefined;
  }
  if (parent?.type !== 'ObjectProperty' || parent.value !== node || !isText(node)) return undefined;
  if (parent.key.name !== 'id' && parent.key.name !== 'name') return undefined;
  const object = path.parentPath?.parent;
  const keys = object?.type === 'ObjectExpression' ? object.properties.map((p) => p.key?.name) : [];
  const named = parent.key.name === 'id' && keys.some((key) => ROW_KEYS.has(key));
  return named ? 'the name of a row' : undefined;
}

/** `if (…) fail(…)` or `throw`: what programmers hear when they make a table or a call wrongly. */
function isGuard(node) {
  if (node.type !== 'IfStatement' || node.alternate !== null) return false;
  const { consequent } = node;
  const [only, ...more] = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
  if (only === undefined || more.length > 0) return false;
  if (only.type === 'ThrowStatement') return PROGRAMMERS.has(only.argument.callee?.name);
  const { expression } = only;
  return expression?.type === 'CallExpression' && calls(expression, 'fail');
}

function calls({ callee }, name) {
  return callee.name === name || callee.property?.name === name;
}

function isNoise(node) {
  if (node.type === 'FunctionDeclaration') return node.id?.name === 'addNoise';
  const asks = node.type === 'IfStatement' || node.type === 'ConditionalExpression';
  return asks && node.test.type === 'MemberExpression' && node.test.property.name === 'noisy';
}

function isText(node) {
  return node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
}

function isCitation(node) {
  if (node.type === 'StringLiteral') return CLAUSE.test(node.value);
  if (node.type !== 'ArrayExpression' || node.elements.length === 0) return false;
  return node.elements.every((item) => item?.type === 'StringLiteral' && CLAUSE.test(item.value));
}

/** What StrykerJS looks for. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'not-behaviour', {
    shouldIgnore: (path) => shouldIgnore(path) ?? nameOfRow(path),
  }),
];
