"""The look of the HTML pages: one sheet, light and dark by the reader's setting, and for paper."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#1b1d21;--soft:#5d636d;--line:#dcdfe4;--page:#fff;--card:#f6f7f9;--link:#0b57a4;
--add:#e3f4e6;--add-ink:#0f5a24;--del:#fce7e7;--del-ink:#94201b;--edit:#fdf6dc;--move:#e4effb;--move-ink:#0b57a4;--warn:#9a5b00}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#a0a7b1;--line:#383c43;--page:#15171a;--card:#1e2125;
--link:#86bdf5;--add:#12301b;--add-ink:#8fdca4;--del:#3a1a1a;--del-ink:#f3a7a2;--edit:#2f2a14;--move:#152a40;--move-ink:#86bdf5;--warn:#f0b45b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem 1.25rem 4rem;background:var(--page);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font:700 1.75rem/1.25 Georgia,"Times New Roman",serif;margin:.2rem 0 .4rem}
h2{font-size:1.05rem;margin:2.2rem 0 .6rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}
a{color:var(--link)}a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.soft,.tag,figcaption{color:var(--soft);font-size:.86rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--soft);font-size:.86rem;padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem .45rem 0;border-bottom:1px solid var(--line)}
th{font-size:.82rem;color:var(--soft);font-weight:600;white-space:nowrap}
th .soft{font-weight:400}.when{white-space:nowrap;font-variant-numeric:tabular-nums}
.figures{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.figures li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem;min-width:6.2rem}
.figures b{display:block;font-size:1.35rem;line-height:1.2}
figure{margin:1rem 0}figure svg{width:100%;height:auto;border:1px solid var(--line);border-radius:.5rem}
.badge{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .55rem;font-size:.78rem;
font-weight:700;white-space:nowrap}
.stale .badge{color:var(--del-ink)}.spared .badge{color:var(--soft)}.warn{color:var(--warn)}
blockquote{margin:.3rem 0 0;padding-left:.8rem;border-left:3px solid var(--del-ink);font-family:Georgia,serif}
.diff{table-layout:fixed;border-top:1px solid var(--line)}
.diff th,.diff td{width:50%;padding:.75rem 1rem}
.diff thead th{background:var(--card);color:var(--ink);font-size:.95rem}
.diff p{margin:.15rem 0 0;font-family:Georgia,"Times New Roman",serif;line-height:1.6;overflow-wrap:anywhere}
.diff .none{background:var(--card)}.diff .way{text-align:right;vertical-align:middle}
.diff .way a,.moved .badge{text-decoration:none;color:var(--move-ink)}.diff td+.way{text-align:left}
.diff td:target{outline:3px solid var(--move-ink);outline-offset:-3px}
.note{background:var(--card);border-left:4px solid var(--link);padding:.5rem .9rem;margin:.8rem 0 1.2rem}
.note b{color:var(--soft);font-size:.86rem;margin-right:.5rem}.kind{color:var(--ink);font-weight:600}
.added td+td{background:var(--add)}.removed td:first-child{background:var(--del)}
.edited td{background:var(--edit)}.moved td:not(.none){background:var(--move)}
.diff .fold td{background:var(--card);color:var(--soft);width:100%;padding:.45rem 1rem}
.fold summary{cursor:pointer}
ins{color:var(--add-ink);background:var(--add);text-decoration:underline;text-underline-offset:2px;font-weight:600}
del{color:var(--del-ink);background:var(--del);text-decoration:line-through}
.added ins{font-weight:400;text-decoration:none}.removed del{text-decoration:none}
@media(max-width:44rem){.diff,.diff caption,.diff tbody,.diff thead,.diff tr,.diff td,.diff th{
display:block;width:100%}
.diff .none:not(.way),.diff .tag:empty{display:none}.diff .way,.diff td+.way{text-align:left;padding:.3rem 1rem}}
@media print{body{max-width:none;padding:0;font-size:10pt}a{color:inherit;text-decoration:none}
tr,figure{break-inside:avoid}*{print-color-adjust:exact}.nav{display:none}}
""".strip()
_MOST_MOVES = 40  # moves of a page that light up at both places when one is pointed at
STYLE += "\n" + "".join(
    f".diff:has(.m{n}:hover) .m{n} td:not(.none){{outline:2px solid var(--move-ink);outline-offset:-2px}}"
    for n in range(1, _MOST_MOVES + 1)
)
