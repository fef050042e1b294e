/** @module The style sheet of the HTML report: light and dark, narrow and wide, on paper. */

const COLOURS_LIGHT = `color-scheme:light;
--page:#f6f7f8;--paper:#fff;--sunk:#f1f3f5;--ink:#1b1f24;--soft:#58616c;--line:#dde1e6;
--link:#0b57b0;
--pass:#1f8a54;--info:#2f7fb8;--warn:#b97a00;--trouble:#8250d6;--fail:#cf2f2f;
--na:#a5aeb8;--unrun:#ccd2d9;--excluded:#e0e4e8;
--pass-ink:#12663c;--info-ink:#1d5f8f;--warn-ink:#805300;--trouble-ink:#6431b8;--fail-ink:#b01c1c;
--pass-tint:#e3f4ea;--info-tint:#e4f0f9;--warn-tint:#fdf1d6;--trouble-tint:#f0e8fc;
--fail-tint:#fdeaea;--quiet-tint:#eceff2;
--f0:#cfe6fb;--f1:#d8f0d2;--f2:#fbe8b8;--f3:#e6dcfa;--f4:#fbdcd0;--f5:#cdeeea;`;

const COLOURS_DARK = `color-scheme:dark;
--page:#121518;--paper:#1a1e23;--sunk:#22272d;--ink:#e4e7ea;--soft:#9ea8b3;--line:#323941;
--link:#7db8ff;
--pass:#3aa76d;--info:#4b9fd8;--warn:#d69a22;--trouble:#a47be8;--fail:#ef5350;
--na:#66707b;--unrun:#444d57;--excluded:#333a42;
--pass-ink:#71d6a0;--info-ink:#84c5f0;--warn-ink:#f0bf5a;--trouble-ink:#c8aaf8;--fail-ink:#ff9490;
--pass-tint:#173526;--info-tint:#172f40;--warn-tint:#3a2d10;--trouble-tint:#2d2343;
--fail-tint:#44201f;--quiet-tint:#2a3037;
--f0:#1d3f5e;--f1:#25482a;--f2:#54421a;--f3:#3d3163;--f4:#5a3325;--f5:#1b4a46;`;

const PAGE = `
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,
"Segoe UI",
Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",sans-serif;overflow-wrap:anywhere}
code,pre,kbd,.bytes,.ascii,.at,.case-id,.digest{font-family:ui-monospace,SFMono-Regular,Menlo,
Consolas,
"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.87em}
.foreign,code,pre,.case-id{unicode-bidi:isolate}
p.foreign,span.foreign{white-space:pre-line}
pre{margin:0;white-space:pre-wrap}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
h1,h2,h3,h4,h5{margin:0;line-height:1.25;text-wrap:balance}
h2{font-size:1.25rem;margin-bottom:.25rem}
h3,.tiles h2{font-size:1rem;margin:0}
h5{font-size:.75rem;color:var(--soft);letter-spacing:.02em;margin-bottom:.2rem}
p{margin:.25rem 0}
ul{margin:0;padding-left:1.1rem}
.plain{list-style:none;padding:0}.plain li{padding:.15rem 0}
.soft{color:var(--soft);font-weight:400}
.red{color:var(--fail-ink)}
kbd{border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:0 .3em;
background:var(--sunk);color:var(--soft);font-size:.75rem}
button,input,select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);
border-radius:6px;padding:.3rem .6rem;min-width:0}
button{cursor:pointer}button:hover{border-color:var(--soft)}
[hidden]{display:none!important}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;z-index:9;
background:var(--paper);padding:.5rem}
header{position:sticky;top:0;z-index:5;display:flex;gap:.2rem 1.5rem;align-items:center;
padding:.5rem max(1rem,calc(50vw - 40rem));background:var(--paper);
border-bottom:1px solid var(--line)}
.brand{margin:0;font-weight:650;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;
min-width:0;flex:1}
.brand span{color:var(--soft);font-weight:400;margin-left:.4rem;white-space:nowrap}
nav{display:flex;gap:.2rem 1.1rem;white-space:nowrap}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
main{max-width:82rem;margin:0 auto;padding:1.25rem 1rem 2rem}
section,.tiles,.verdict{background:var(--paper);border:1px solid var(--line);border-radius:10px;
padding:1.1rem 1.25rem;margin-bottom:1.1rem}
footer{max-width:82rem;margin:0 auto;padding:0 1.25rem 2rem;color:var(--soft);font-size:.87rem}`;

const SUMMARY = `
.verdict{display:flex;gap:1.1rem;align-items:center;border-left:6px solid var(--tone);
padding-block:1.3rem}
.verdict h1{font-size:clamp(1.25rem,1rem + 1.4vw,1.9rem)}
.verdict p{color:var(--soft);max-width:100ch}
.good{--tone:var(--pass)}.bad{--tone:var(--fail)}.unsure{--tone:var(--warn)}
.seal{flex:none;display:grid;place-items:center;width:3.2rem;height:3.2rem;border-radius:50%;
background:var(--tone);color:var(--paper);font-size:1.7rem;font-weight:700}
.contradictions{background:var(--warn-tint);border:1px solid var(--warn);border-radius:10px;
padding:.7rem 1.25rem;margin-bottom:1.1rem}
.overview{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:0 1.1rem;
align-items:start}
.tiles{display:flex;flex-wrap:wrap;gap:1rem 2rem}
.tiles ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;margin-top:.4rem}
.tile{font-size:.87rem;color:var(--soft)}
.tile b{display:block;font-size:1.5rem;line-height:1.2;color:var(--tone,var(--ink));
font-variant-numeric:tabular-nums}
.tile.none b{color:var(--soft);font-weight:400}
.pass{--tone:var(--pass-ink);--tint:var(--pass-tint);--fill:var(--pass)}
.info{--tone:var(--info-ink);--tint:var(--info-tint);--fill:var(--info)}
.warn{--tone:var(--warn-ink);--tint:var(--warn-tint);--fill:var(--warn)}
.trouble{--tone:var(--trouble-ink);--tint:var(--trouble-tint);--fill:var(--trouble)}
.fail{--tone:var(--fail-ink);--tint:var(--fail-tint);--fill:var(--fail)}
.notApplicable{--tone:var(--soft);--tint:var(--quiet-tint);--fill:var(--na)}
.notRun{--tone:var(--soft);--tint:var(--quiet-tint);--fill:var(--unrun)}
.excluded{--tone:var(--soft);--tint:var(--quiet-tint);--fill:var(--excluded)}
.bar{display:block;width:100%;height:16px}.bar rect{fill:var(--fill);stroke:var(--paper);
stroke-width:1.5px;vector-effect:non-scaling-stroke}
#areas>.bar{height:30px;margin-top:.7rem}
.shades{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.3rem 0 1rem;
font-size:.87rem;color:var(--soft)}.shades b{color:var(--ink);font-variant-numeric:tabular-nums}
.key{display:inline-block;width:.75em;height:.75em;border-radius:3px;background:var(--fill);
margin-right:.4em}
.areas{list-style:none;padding:0}
.areas li{display:grid;grid-template-columns:11.5rem minmax(0,1fr) 7.5rem;gap:.2rem .8rem;
align-items:center;
padding:.16rem 0}
.areas a{color:inherit;text-decoration:none;overflow:hidden;text-overflow:ellipsis;
white-space:nowrap}
.areas a:hover{text-decoration:underline}
.score{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.facts{margin:.4rem 0 0}.facts>div{display:grid;grid-template-columns:8.5rem minmax(0,1fr);
gap:.2rem .8rem;
padding:.22rem 0;border-top:1px solid var(--line)}.facts>div:first-child{border:0}
dt{color:var(--soft)}dd{margin:0}.facts ul{list-style:none;padding:0}
.digest{font-size:.78em;color:var(--soft)}
.command{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.2rem .6rem;align-items:start;
margin-top:.8rem}
.command>span{grid-column:1/-1;font-size:.8rem}
.command pre{background:var(--sunk);border-radius:6px;padding:.4rem .6rem}
#run details{margin-top:.8rem}#run details pre{background:var(--sunk);border-radius:6px;
padding:.6rem;
max-height:20rem;overflow:auto;margin-top:.4rem}
summary{cursor:pointer}summary h3{display:inline}`;

const CLAUSES = `
#filters{position:sticky;top:2.6rem;z-index:4;display:flex;flex-wrap:wrap;gap:.5rem .7rem;
align-items:end;
background:var(--paper);padding:.5rem 0;border-bottom:1px solid var(--line)}
#filters label{display:grid;gap:.1rem}#filters label span{font-size:.78rem;color:var(--soft)}
#filters .grow{flex:1 1 12rem}#filters output{color:var(--soft);padding:.35rem 0;min-width:6.5rem;
text-align:right}
#filter-failing[aria-pressed=true]{background:var(--fail-tint);border-color:var(--fail);
color:var(--fail-ink)}
#filter-failing b{font-variant-numeric:tabular-nums}
#clauses,#attention{padding-top:1rem}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:600;vertical-align:top}td{vertical-align:top}
.num{text-align:right;font-variant-numeric:tabular-nums}
.clauses{margin-top:.5rem}
.clauses thead th{color:var(--soft);font-size:.8rem;font-weight:400;padding:.3rem .5rem}
.clauses td,.clauses tbody th{padding:.32rem .5rem;border-top:1px solid var(--line)}
.clauses tr>:first-child{padding-left:0}.clauses tr>:last-child{padding-right:0}
.clauses th[scope=row]{white-space:nowrap;font-weight:400;width:4.8rem}
.clauses .area th{padding-top:1.2rem;border:0;font-size:1rem}
.clauses td:nth-child(4){width:9.5rem}.clauses td:nth-child(5){width:3.6rem}
.clauses td.level{width:4.2rem}
.clauses tbody tr{scroll-margin-top:8rem}
tr:target>*{background:var(--warn-tint)}
.level{color:var(--soft);font-size:.8rem}
.reason{display:block;color:var(--soft);font-size:.87rem}
.links{list-style:none;padding:0;font-size:.87rem}
.pill{display:inline-flex;gap:.35em;align-items:baseline;white-space:nowrap;background:var(--tint);
color:var(--tone);border-radius:99px;padding:.05rem .6rem;font-size:.8rem;font-weight:600;
line-height:1.5}
.legend{margin-top:1rem}.legend dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem .8rem}`;

const CASES = `
.tools{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center}
#attention h3{margin:1.1rem 0 .4rem}
.case{border:1px solid var(--line);border-left:4px solid var(--fill);border-radius:8px;
margin:.45rem 0}
.case:target{outline:2px solid var(--link)}
.case>summary{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:.1rem .8rem;
align-items:baseline;
padding:.5rem .8rem;list-style:none}
.case>summary::-webkit-details-marker{display:none}
.case>summary:hover{background:var(--sunk)}
.case h4{font-size:1rem;font-weight:600}
.case-id{grid-column:2;color:var(--soft)}.case-clauses{grid-column:3;grid-row:1;color:var(--soft);
font-size:.87rem;
text-align:right}
.case-body{padding:.3rem .9rem 1rem;border-top:1px solid var(--line)}
.failure{border:0;border-radius:0;padding:.6rem 0 0;margin:0;background:none}
.failure+.failure{border-top:1px solid var(--line)}
.message{font-size:1.05rem}
.cites{color:var(--ink)}
.versus{display:grid;grid-template-columns:1fr 1fr;gap:.8rem;margin:.7rem 0}
.versus>div{background:var(--sunk);border-radius:6px;padding:.5rem .7rem;
border-top:3px solid var(--pass)}
.versus>.actual{border-color:var(--fail)}
.hex{margin:.8rem 0;border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}
.hex figcaption{font-weight:600;margin-bottom:.4rem}
.scroll{overflow-x:auto}
.row{display:flex;gap:1.1rem;width:max-content;line-height:1.75}
.at,.ascii{color:var(--soft)}.bytes,.ascii{white-space:pre}
.bytes [data-f]{padding:.12em .22em;margin:0 -.22em;border-radius:3px}
.f0{background:var(--f0)}.f1{background:var(--f1)}.f2{background:var(--f2)}
.f3{background:var(--f3)}.f4{background:var(--f4)}.f5{background:var(--f5)}
mark{background:var(--fail);color:var(--paper);font-weight:700;padding:.12em .3em;border-radius:3px}
.bytes mark[data-f]{background:var(--fail);color:var(--paper)}
.bytes .on{box-shadow:0 0 0 2px var(--ink)}
.fields .on td{background:var(--sunk)}
.guilty{margin-top:.5rem}.hex-name{min-height:1.5em}
.fields td,.fields th{padding:.15rem .8rem .15rem 0;font-size:.87rem}.fields th{color:var(--soft);
font-weight:400}
.fields .num{text-align:left}
.key.f0,.key.f1,.key.f2,.key.f3,.key.f4,.key.f5{border:1px solid var(--soft)}
.gap{color:var(--soft);padding:.2rem 0}
.steps{list-style:none;padding:0;margin:0 0 .8rem}
.steps li{border-left:2px solid var(--line);padding:.15rem 0 .5rem .9rem;margin-left:.7rem}
.steps li.failed{border-color:var(--fail)}
.step-title{position:relative;font-weight:600}
.step-number{position:absolute;left:-1.6rem;width:1.35rem;height:1.35rem;text-align:center;
border-radius:50%;
background:var(--sunk);border:1px solid var(--line);font-size:.75rem;line-height:1.25rem}
.failed .step-number{background:var(--fail);border-color:var(--fail);color:var(--paper)}
.here{color:var(--fail-ink);font-weight:600}
.op{font-weight:600}.values{display:inline}.value{margin-right:.6rem}
.returned{color:var(--pass-ink)}.refused{color:var(--warn-ink)}.crashed{color:var(--fail-ink)}
.remarks{display:grid;grid-template-columns:auto 1fr;gap:.2rem .9rem;margin:.6rem 0}
.remarks ul{list-style:none;padding:0}
#unjudged h3{margin-top:.5rem}`;

const NARROW = `
@media(max-width:60rem){.overview{grid-template-columns:minmax(0,1fr)}}
@media(max-width:40rem){
body{font-size:14px}
main{padding:.7rem .6rem}
section,.tiles,.verdict{padding:.8rem .8rem;border-radius:8px}
header{padding:.4rem .8rem;flex-wrap:wrap}.brand,.keys{display:none}nav{flex:1;
justify-content:space-between}
.seal{width:2.2rem;height:2.2rem;font-size:1.2rem}.verdict{align-items:start;gap:.7rem}
.areas li{grid-template-columns:minmax(0,1fr) auto}.areas .bar{grid-column:1/-1;grid-row:2}
.facts>div{grid-template-columns:minmax(0,1fr);gap:0}
.clauses thead th:nth-child(5),.clauses td:nth-child(5){display:none}
.clauses th[scope=row]{width:3.6rem;padding-right:.3rem}.clauses td.level{width:2.9rem;
padding-inline:.2rem;font-size:.7rem}
.clauses td:nth-child(4){width:1.8rem;padding-right:0;text-align:right}
.clauses thead th:nth-child(2),.clauses thead th:nth-child(4){font-size:0}
.clauses td .word{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.clauses td .pill{padding:.05rem .45rem}
#filters{position:static}#filters .grow{flex-basis:100%}#filters label{flex:1 1 8rem}
.case>summary{grid-template-columns:minmax(0,1fr) auto}.case>summary .pill{justify-self:start}
.case-clauses{grid-column:2;grid-row:1}.case h4,.case-id{grid-column:1/-1}
.versus{grid-template-columns:1fr}
.row{font-size:.8rem;gap:.7rem}.ascii{display:none}
.hex,.case-body{padding-inline:.6rem}
.command{grid-template-columns:minmax(0,1fr)}.command button{justify-self:start}
.remarks,.legend dl{grid-template-columns:1fr;gap:0}
}`;

const PRINT = `
@media print{
:root{${COLOURS_LIGHT}--page:#fff}
body{font-size:10pt}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
header,#filters,button,.keys,.skip,[data-name]{display:none!important}
main{padding:0;max-width:none}section,.tiles,.verdict{border:0;padding:.4rem 0;break-inside:auto}
.verdict{border-left:6px solid var(--tone);padding-left:.8rem}
.overview{grid-template-columns:minmax(0,1fr)}
tr,.row,.versus,.areas li{break-inside:avoid}h2,h3,h4,summary{break-after:avoid}
.clauses thead{display:table-header-group}
a{color:inherit;text-decoration:none}
.scroll{overflow:visible}
}`;

/** @internal */
export const HTML_STYLE = [
  `:root{${COLOURS_LIGHT}}`,
  `@media(prefers-color-scheme:dark){:root{${COLOURS_DARK}}}`,
  PAGE,
  SUMMARY,
  CLAUSES,
  CASES,
  NARROW,
  PRINT,
].join('\n');
