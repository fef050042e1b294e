/** @module The script of the HTML report: filters, keys, links into folded parts, field names. */

/**
 * Runs in a browser, written without escapes that a template would swallow. It only ever shows and
 * hides what is there and copies text: it makes no HTML. @internal
 */
export const HTML_SCRIPT = `'use strict';
(() => {
const $ = (id) => document.getElementById(id);
const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
const form = $('filters'), text = $('filter-text'), verdict = $('filter-verdict');
const area = $('filter-area'), failing = $('filter-failing'), count = $('filter-count');
const groups = all('table.clauses tbody').map((body) => ({ body, area: body.dataset.area,
  rows: all('tr[data-v]', body).map((row) => ({ row, v: row.dataset.v, red: row.dataset.red === '1',
    text: (row.textContent + ' ' + body.dataset.area).toLowerCase() })) }));
const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
let onlyFailing = false;

function filter() {
  const words = text.value.toLowerCase().split(' ').filter(Boolean);
  let shown = 0;
  for (const group of groups) {
    let here = 0;
    for (const item of group.rows) {
      const visible = (!onlyFailing || item.red) && (!verdict.value || item.v === verdict.value) &&
        (!area.value || group.area === area.value) && words.every((w) => item.text.includes(w));
      if (item.row.hidden === visible) item.row.hidden = !visible;
      if (visible) here += 1;
    }
    if (group.body.hidden !== (here === 0)) group.body.hidden = here === 0;
    shown += here;
  }
  failing.setAttribute('aria-pressed', String(onlyFailing));
  count.textContent = shown === total ? total + ' clauses' : shown + ' of ' + total;
  $('nothing').hidden = shown > 0;
}
function reset() {
  text.value = verdict.value = area.value = '';
  onlyFailing = false;
  filter();
}
function toggleFailing() {
  onlyFailing = !onlyFailing;
  if (onlyFailing) verdict.value = '';
  filter();
}

function goTo(hash) {
  let id = hash.slice(1);
  try { id = decodeURIComponent(id); } catch { return; }
  const target = id && $(id);
  if (!target) return;
  const hidden = target.closest('[hidden]');
  if (hidden && hidden.closest('table.clauses')) reset();
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target.scrollIntoView();
}

function step(direction) {
  const cases = all('details.case');
  const line = innerHeight / 4;
  const tops = cases.map((item) => item.getBoundingClientRect().top);
  const here = cases.findIndex((item) => item.contains(document.activeElement));
  const next = here >= 0 ? here + direction : direction > 0
    ? tops.findIndex((top) => top > line) : tops.findLastIndex((top) => top < 0);
  const target = cases[next];
  if (!target) return;
  target.open = true;
  target.querySelector('summary').focus({ preventScroll: true });
  target.scrollIntoView();
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest && event.target.closest('input, select, textarea');
  if (event.key === 'Escape' && form.contains(event.target)) { reset(); return; }
  if (typing) return;
  if (event.key === 'f') { toggleFailing(); $('clauses').scrollIntoView(); }
  else if (event.key === '/') { event.preventDefault(); text.focus(); }
  else if (event.key === 'n') step(1);
  else if (event.key === 'p') step(-1);
  else arrows(event);
});

function nameField(element) {
  const dump = element.closest('[data-hex]');
  for (const item of all('.on', dump)) item.classList.remove('on');
  const field = element.dataset.f;
  for (const item of all('[data-f="' + field + '"]', dump)) item.classList.add('on');
  const titled = dump.querySelector('[data-f="' + field + '"][title]');
  if (titled) dump.querySelector('[data-name]').textContent = titled.title;
}
function arrows(event) {
  const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const field = '[data-hex] [data-f][tabindex]';
  if (!move || !event.target.matches || !event.target.matches(field)) return;
  const stops = all('[data-f][tabindex]', event.target.closest('[data-hex]'));
  const next = stops[stops.indexOf(event.target) + move];
  if (!next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
for (const kind of ['pointerover', 'focusin']) addEventListener(kind, (event) => {
  const element = event.target.closest && event.target.closest('[data-hex] [data-f]');
  if (element) nameField(element);
});

async function copy(button) {
  const code = button.parentElement.querySelector('code');
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) goTo(link.hash);
  } else if (button.matches('[data-copy]')) copy(button);
  else if (button.matches('[data-reset]')) reset();
  else if (button === failing) toggleFailing();
  else if (button.matches('[data-unfold]')) {
    const open = button.textContent === 'Unfold all';
    for (const item of all('details.case')) item.open = open;
    button.textContent = open ? 'Fold all' : 'Unfold all';
  }
});
form.addEventListener('submit', (event) => event.preventDefault());
for (const input of [text, verdict, area]) input.addEventListener('input', filter);
addEventListener('hashchange', () => goTo(location.hash));

let folded = [];
addEventListener('beforeprint', () => {
  folded = all('details.case:not([open])').slice(0, 200);
  for (const item of folded) item.open = true;
});
addEventListener('afterprint', () => { for (const item of folded) item.open = false; });

form.hidden = false;
for (const item of all('[data-copy], [data-unfold], .keys')) item.hidden = false;
filter();
if (location.hash) goTo(location.hash);
})();
`;
