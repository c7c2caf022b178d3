"""The style sheet of the report: one column on a phone, quiet on paper, nothing from elsewhere."""

# Colours of lines and marks, told apart by people who do not see red and green alike (Okabe, Ito).
COLOURS = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#555555", "#000000",
    "#7a3db8", "#a0522d",
)  # fmt: skip

CSS = """
:root { --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --bar: #0072b2; --ground: #fff; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 1rem; color: var(--ink);
  background: var(--ground); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
h2, h3 { border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
p, li { max-width: 46rem; } small, .soft { color: var(--soft); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; white-space: nowrap; }
th:first-child, td:first-child, td.text { text-align: left; }
.headline td { min-width: 5.4rem; white-space: normal; overflow-wrap: normal; }
.headline td:first-child { min-width: 9rem; }
td.text { white-space: normal; min-width: 10rem; }
.arm { margin: .5rem 0; } .arm b { font-weight: 600; }
.track { position: relative; height: 1.1rem; background: #eef1f5; border-radius: 3px; }
.fill { position: absolute; inset: 0 auto 0 0; background: var(--bar); border-radius: 3px; }
.whisker { position: absolute; top: 40%; height: 20%; background: var(--ink); opacity: .75; }
.whisker::before, .whisker::after { content: ""; position: absolute; top: -120%; height: 340%;
  width: 2px; background: var(--ink); }
.whisker::before { left: 0; } .whisker::after { right: 0; }
.charts, .boards { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: 0; } figcaption { font-size: .85rem; color: var(--soft); max-width: 24rem; }
.charts figure { flex: 1 1 19rem; max-width: 30rem; } svg { display: block; max-width: 100%; }
.charts svg { width: 100%; height: auto; } .boards figure { max-width: 100%; }
details { border: 1px solid var(--line); border-radius: 4px; margin: .4rem 0;
  padding: .4rem .7rem; }
summary { cursor: pointer; } details[open] summary { margin-bottom: .6rem; }
pre { white-space: pre-wrap; background: #f5f7f9; padding: .6rem; font-size: .8rem;
  max-height: 20rem; overflow: auto; }
.good { color: #00684a; } .bad { color: #a83200; font-weight: 600; }
@media print { body { max-width: none; font-size: 10pt; } h2 { break-after: avoid; }
  figure, .arm, tr { break-inside: avoid; } pre { max-height: none; }
  .track, .fill, .whisker, svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
