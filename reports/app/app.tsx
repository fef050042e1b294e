/** @module The frame of the page: the bar above, the view below, keys everywhere. */
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { candidateName, conclude } from '../summary.js';
import { groupDigits } from '../visible-text.js';
import { Help } from './components/help.js';
import { arrivalTarget, useKeys } from './keys.js';
import type { Model } from './model.js';
import { linkTo, useRoute, type Route } from './router.js';
import { rememberPlaces, returnToPlace } from './scroll.js';
import { applyTheme, nextTheme, savedTheme, type Theme } from './theme.js';
import { CaseView } from './views/case.js';
import { CasesView } from './views/cases.js';
import { ClauseView } from './views/clause.js';
import { ClausesView } from './views/clauses.js';
import { CompareView } from './views/compare.js';
import { FindingView } from './views/finding.js';
import { FindingsView } from './views/findings.js';
import { Nowhere } from './views/nowhere.js';
import { RulingsView } from './views/rulings.js';
import { SummaryView } from './views/summary.js';

interface Tab {
  readonly view: string;
  readonly label: string;
  readonly count?: number;
  /** Views that belong under it. */
  readonly also?: string;
}

/** @internal */
export function App({ model }: { readonly model: Model }): VNode {
  const route = useRoute();
  const [help, setHelp] = useState(false);
  const tabs = tabsOf(model);
  useKeys(model, tabs, () => setHelp((open) => !open));
  const main = useRef<HTMLElement>(null);
  const place = `${route.view}/${route.id}`;
  const first = useRef(true);
  // Before anyone can press the next key: a focus that comes later would take the filter's away.
  useLayoutEffect(() => {
    // Whoever reads with a screen reader hears where they are now; the first view is not a move.
    if (!first.current) {
      main.current?.querySelector<HTMLElement>(arrivalTarget())?.focus({ preventScroll: true });
      returnToPlace(route);
    }
    first.current = false;
  }, [place]);
  useEffect(rememberPlaces, []);
  return (
    <>
      <a class="skip" href="#main" onClick={skipTo(main)}>
        Skip to the content
      </a>
      <Bar model={model} route={route} tabs={tabs} onHelp={() => setHelp(true)} />
      <main id="main" ref={main} tabIndex={-1} key={place}>
        <Content model={model} route={route} />
      </main>
      <footer>
        <p>
          {model.current === undefined
            ? 'A campaign without a finding met none. It does not say that there is none.'
            : 'A pass says that the cases of this suite found no departure. It does not say that ' +
              'there is none, nor who ran them.'}
        </p>
      </footer>
      {help && <Help tabs={tabs} onClose={() => setHelp(false)} />}
    </>
  );
}

function Bar(props: {
  readonly model: Model;
  readonly route: Route;
  readonly tabs: readonly Tab[];
  readonly onHelp: () => void;
}): VNode {
  const { model, route, tabs, onHelp } = props;
  const report = model.current?.report;
  const tone = report ? conclude(report).tone : campaignTone(model);
  const candidate = report ? candidateName(report) : (model.campaign?.candidate ?? '');
  return (
    <header class="bar">
      <a class="brand" href={linkTo('')}>
        <span class={`dot ${tone}`} aria-hidden="true" />
        <b>KACS</b> conformance
        <span class="candidate foreign">{candidate}</span>
      </a>
      <nav aria-label="Views">
        {tabs.map(({ view, label, count, also }, n) => {
          const here = [view, also, ...(n === 0 ? [''] : [])].includes(route.view);
          return (
            <a key={view} href={linkTo(view)} aria-current={here ? 'page' : undefined}>
              {label}
              {count !== undefined && <span class="count">{groupDigits(count)}</span>}
            </a>
          );
        })}
      </nav>
      <div class="tools">
        <ThemeButton />
        <button type="button" class="plain" onClick={onHelp} aria-label="Keys and help">
          ?
        </button>
      </div>
    </header>
  );
}

function campaignTone({ campaign }: Model): 'good' | 'bad' | 'unsure' {
  if (campaign === undefined) return 'unsure';
  return campaign.findings.some(({ waived }) => waived === undefined) ? 'bad' : 'good';
}

function ThemeButton(): VNode {
  const [theme, setTheme] = useState<Theme>(savedTheme);
  const turn = (): void => {
    const next = nextTheme(theme);
    applyTheme(next);
    setTheme(next);
  };
  const mark = { auto: '◐', light: '☀', dark: '☾' }[theme];
  return (
    <button
      type="button"
      class="plain"
      onClick={turn}
      aria-label={`Colours: ${theme}`}
      title={`Colours: ${theme}`}
    >
      <span aria-hidden="true">{mark}</span>
    </button>
  );
}

function Content({ model, route }: { readonly model: Model; readonly route: Route }): VNode {
  const { current, campaign } = model;
  const shown = current === undefined ? undefined : reportView(model, current, route);
  if (shown !== undefined) return shown;
  if (campaign !== undefined) {
    if (route.view === 'finding') {
      return <FindingView model={model} campaign={campaign} signature={route.id} />;
    }
    if (route.view === 'findings' || route.view === '') {
      return <FindingsView campaign={campaign} />;
    }
  }
  if (route.view === 'rulings') return <RulingsView model={model} route={route} />;
  return <Nowhere what="nothing at this address" />;
}

function reportView(
  model: Model,
  current: NonNullable<Model['current']>,
  route: Route,
): VNode | undefined {
  switch (route.view) {
    case '':
      return <SummaryView model={model} current={current} />;
    case 'clauses':
      return <ClausesView model={model} current={current} route={route} />;
    case 'clause':
      return <ClauseView model={model} current={current} id={route.id} />;
    case 'cases':
      return <CasesView current={current} route={route} />;
    case 'case':
      return <CaseView model={model} current={current} id={route.id} />;
    case 'compare':
      return <CompareView model={model} current={current} />;
    default:
      return undefined;
  }
}

function tabsOf({ current, campaign, notes }: Model): readonly Tab[] {
  const tabs: Tab[] = [];
  if (current !== undefined) {
    tabs.push(
      { view: '', label: 'Summary' },
      { view: 'clauses', label: 'Clauses', count: current.report.clauses.length, also: 'clause' },
      { view: 'cases', label: 'Cases', count: current.cases.length, also: 'case' },
    );
  }
  if (campaign !== undefined) {
    const count = campaign.findings.length;
    tabs.push({ view: 'findings', label: 'Findings', count, also: 'finding' });
  }
  if (current !== undefined) tabs.push({ view: 'compare', label: 'Compare' });
  tabs.push({ view: 'rulings', label: 'Rulings', count: notes.rulings.length });
  return tabs;
}

function skipTo(main: { readonly current: HTMLElement | null }): (event: Event) => void {
  return (event) => {
    // The fragment is the place in the page: it must not become "#main".
    event.preventDefault();
    main.current?.focus();
  };
}

/** A heading that takes the focus when its view comes up. @internal */
export function Title({ children }: { readonly children: ComponentChildren }): VNode {
  return <h1 tabIndex={-1}>{children}</h1>;
}
