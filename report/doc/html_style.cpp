#include "report/doc/html_style.h"

namespace nexus::report::doc {

std::string_view html_style() {
  return R"(:root {
  --ground: #ffffff; --raised: #f6f7f9; --line: #dde1e7; --text: #1f2630; --quiet: #5b6675; --link: #0b57a4; --blank: #7a4a00;
  --allow: #2e7d32; --warn: #a15c00; --hold: #7b1fa2; --block: #c62828; --rollback: #8e1b1b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --raised: #1d232a; --line: #323a44; --text: #e4e8ed; --quiet: #9aa6b5; --link: #7db9f5; --blank: #e3b567;
    --allow: #7ccb81; --warn: #e9ac54; --hold: #cd93e6; --block: #f08b86; --rollback: #ff9d98;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
nav { font-size: .9rem; padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav > ul > li { margin: .2rem 0; }
nav ul ul { display: inline; }
nav ul ul li { display: inline; }
nav ul ul li::before { content: " · "; color: var(--quiet); }
@media (min-width: 78rem) {
  nav { position: fixed; inset: 0 auto 0 0; width: 16rem; overflow-y: auto; border: 0; border-right: 1px solid var(--line); }
  nav ul ul, nav ul ul li { display: block; }
  nav ul ul { padding-left: .9rem; }
  nav ul ul li::before { content: none; }
  main { margin-left: max(18rem, calc(50vw - 22rem)); }
}
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 0 0 .5rem; }
h1 { font-size: 1.9rem; }
h2 { font-size: 1.45rem; margin-top: 2.5rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.15rem; }
h4, h5 { font-size: 1.05rem; }
section section { margin-top: 1.5rem; }
.kind { margin: 0; color: var(--quiet); font-size: .85rem; }
.kind + h2 { margin-top: 0; }
section:has(> .kind + h2) { margin-top: 2.5rem; }
.rule { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.1rem; background: var(--raised); }
.rule p:not(.kind) { margin: .4rem 0; }
.demand { background: var(--ground); border: 1px solid var(--line); border-left: .25rem solid var(--quiet); border-radius: .4rem; padding: .7rem .9rem; margin-top: .7rem; }
.demand:target, .rule:target, tr:target { outline: 2px solid var(--link); }
.demand .name { float: right; margin: 0 0 0 .8rem; color: var(--quiet); font: .8rem ui-monospace, "DejaVu Sans Mono", monospace; }
.lead { margin: 0 0 .4rem; font-weight: 600; }
dl { display: grid; grid-template-columns: 11rem 1fr; gap: .25rem .9rem; margin: .6rem 0 0; font-size: .94rem; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; }
ul { margin: .25rem 0; padding-left: 1.3rem; }
code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; background: color-mix(in srgb, var(--quiet) 14%, transparent); border-radius: .25rem; padding: .05em .3em; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; overflow-x: auto; font: .88rem/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
a code { color: inherit; }
.blank { color: var(--blank); }
.level { display: inline-block; font-weight: 600; font-size: .88em; line-height: 1.35; padding: 0 .5em; border: 1px solid currentColor; border-radius: 1em; color: var(--quiet); }
.level.allow { color: var(--allow); } .level.warn { color: var(--warn); } .level.hold { color: var(--hold); }
.level.block { color: var(--block); } .level.rollback { color: var(--rollback); }
.table, .graph { overflow-x: auto; margin: .8rem 0; }
.graph { background: #ffffff; border: 1px solid var(--line); border-radius: .6rem; }
.graph svg { display: block; margin: 0 auto; max-width: max(100%, 40rem); height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
  .rule { padding: .8rem; }
  th, td { padding: .35rem .4rem; min-width: 4.5rem; }
  td code { overflow-wrap: anywhere; }
}
@media print {
  :root { --ground: #ffffff; --raised: #ffffff; --line: #c4c9d0; --text: #000000; --quiet: #444b55; --link: #000000; --blank: #444b55; }
  nav { display: none; }
  main { max-width: none; margin: 0; padding: 0; }
  body { font-size: 10.5pt; }
  .demand, tr { break-inside: avoid; }
  h2, h3, h4, .kind { break-after: avoid; }
  .table, .graph { overflow: visible; }
  .graph svg { max-width: 100%; height: auto; }
}
)";
}

}  // namespace nexus::report::doc
