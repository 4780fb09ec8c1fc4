namespace DLCompiler;

/// <summary>
/// The colours and forms of a report. Lines have the colours of Okabe and Ito, which the colour-blind tell apart, at strengths that
/// keep 3:1 to the page; text keeps 4.5:1 (WCAG 2.1, 1.4.3 and 1.4.11).
/// </summary>
internal static class ReportStyle
{
    public const string Sheet = """
        :root{color-scheme:light dark;--page:#f6f7f9;--card:#ffffff;--ink:#1f2328;--soft:#57606a;--edge:#d5dae0;--grid:#e8ebef;
        --blue:#0067b1;--orange:#c24a00;--green:#007a5a;--pink:#a8487d;--right:#7db3e8;--wrong:#f2a65f;--cell:#f1f3f6;--bar:#cfe2f5}
        @media (prefers-color-scheme:dark){:root{--page:#0f1318;--card:#171c22;--ink:#e6edf3;--soft:#a3afbb;--edge:#343d48;--grid:#262e37;
        --blue:#62b2f5;--orange:#ff9d4d;--green:#41c79b;--pink:#e794c0;--right:#1d5f9f;--wrong:#99500e;--cell:#20262e;--bar:#234a70}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:1320px;margin:0 auto;padding:20px 16px 48px}
        h1{font-size:26px;line-height:1.25;margin:8px 0 4px;overflow-wrap:anywhere}
        h2{font-size:18px;margin:0 0 12px}h3{font-size:15px;margin:18px 0 8px}
        section{background:var(--card);border:1px solid var(--edge);border-radius:10px;padding:16px;margin:16px 0}
        .lead{color:var(--soft);margin:0 0 12px}p{margin:0 0 10px;max-width:80ch;overflow-wrap:anywhere}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px;margin:14px 0 0}
        .fact{background:var(--card);border:1px solid var(--edge);border-radius:10px;padding:10px 12px}
        .fact dt{color:var(--soft);font-size:13px}.fact dd{margin:0;font-size:20px;font-weight:600;font-variant-numeric:tabular-nums}
        .fact .more{display:block;color:var(--soft);font-size:12.5px;font-weight:400}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,380px),1fr));gap:16px}
        .hists{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,250px),1fr));gap:14px}
        figure{margin:0;min-width:0}figcaption{font-weight:600;margin:0 0 4px;overflow-wrap:anywhere}figcaption small{color:var(--soft);font-weight:400}
        .small figcaption{font-size:13px}.under{color:var(--soft);font-size:12.5px;margin:2px 0 0}
        svg.chart{display:block;width:100%;height:auto;max-width:620px}
        svg text{font-size:12px;fill:var(--ink)}svg .tick{fill:var(--soft)}svg .end{text-anchor:end}svg .mid{text-anchor:middle}
        .grid{stroke:var(--grid)}.axis{stroke:var(--soft)}
        .line{fill:none;stroke-width:2;stroke-linejoin:round}.line.steps{stroke-width:1;opacity:.45}.line.thin{stroke-width:1}.line.dashed{stroke-dasharray:7 4}
        .line.blue{stroke:var(--blue)}.line.orange{stroke:var(--orange)}.line.green{stroke:var(--green)}.line.pink{stroke:var(--pink)}
        .mark.blue,.bar.blue{fill:var(--blue)}.mark.orange,.bar.orange{fill:var(--orange)}
        .mark.green,.bar.green{fill:var(--green)}.mark.pink,.bar.pink{fill:var(--pink)}
        .cell{fill:var(--cell)}.right{fill:var(--right)}.wrong{fill:var(--wrong)}
        .heat .number{text-anchor:middle;font-variant-numeric:tabular-nums}.heat .none{fill:var(--soft)}
        .wide{overflow-x:auto}.side{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:24px;align-items:start}
        .side>*{min-width:0}.key{color:var(--soft);font-size:13px}.key i{display:inline-block;width:12px;height:12px;border-radius:3px;margin:0 5px 0 10px;vertical-align:-1px}
        table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
        th,td{padding:4px 10px;text-align:left;border-bottom:1px solid var(--grid);white-space:nowrap;vertical-align:top}
        th{color:var(--soft);font-weight:600}td.n,th.n{text-align:right}tfoot td{font-weight:600;border-top:1px solid var(--edge);border-bottom:0}
        td.what{white-space:normal;min-width:150px;max-width:420px;overflow-wrap:anywhere;color:var(--soft);font-size:13px}
        td.share{min-width:110px;background:linear-gradient(var(--bar),var(--bar)) no-repeat left 4px/var(--part) calc(100% - 8px)}
        .faults{display:grid;grid-template-columns:repeat(auto-fill,minmax(100px,1fr));gap:12px}
        .faults figure{border:1px solid var(--edge);border-radius:8px;padding:8px;font-size:13px;overflow-wrap:anywhere}
        .faults img{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:var(--cell);border-radius:5px;image-rendering:pixelated;margin:0 0 6px}
        .faults b{color:var(--orange)}.faults .sub{display:block;color:var(--soft);font-size:12.5px}
        .net{overflow-x:auto;text-align:center}.net svg{max-width:none}summary{cursor:pointer;color:var(--soft)}summary h2{display:inline;color:var(--ink)}
        details[open]>summary{margin:0 0 12px}footer{color:var(--soft);font-size:13px}
        @media (max-width:560px){main{padding:12px 10px 32px}section{padding:12px}h1{font-size:22px}.facts{grid-template-columns:1fr 1fr}
        table{font-size:13px}th,td{padding:4px 6px}td.share{min-width:90px}}
        @media print{body{background:#fff}main{max-width:none;padding:0}section{border:0;padding:8px 0}figure,tr,.fact{break-inside:avoid}
        h2{break-after:avoid}.wide,.net{overflow:visible}.net svg{max-width:100%;height:auto}td.share,rect,i{print-color-adjust:exact}}
        """;
}
