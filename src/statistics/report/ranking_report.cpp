#include "statistics/report/ranking_report.h"

#include "base/enum_text.h"
#include "statistics/report/plots.h"
#include "statistics/report/svg.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace medal::statistics::report {
namespace {

// Okabe & Ito's palette: told apart with every kind of colour vision.
constexpr std::string_view kStyle = R"(<style>
:root{--ink:#1b1f24;--soft:#57606a;--paper:#fff;--rule:#d8dee4;--mark:#f0e442;--mark-ink:#1b1f24}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#0f141a;--rule:#2f3842;--mark:#8a7f00;--mark-ink:#fff}}
@media print{:root{--ink:#000;--soft:#333;--paper:#fff;--rule:#ccc;--mark:#f0e442;--mark-ink:#000}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:980px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem}h2{border-top:2px solid var(--rule);padding-top:1rem;margin-top:2.5rem}
figure{margin:1.5rem 0;break-inside:avoid;overflow-x:auto}figcaption{color:var(--soft);font-size:.9rem;max-width:70ch}
svg{max-width:max(100%,620px);height:auto;display:block}
table{display:block;overflow-x:auto;border-collapse:collapse;margin:1rem 0;break-inside:avoid}
th,td{padding:.25rem .8rem;border-bottom:1px solid var(--rule);text-align:right}
th:nth-child(2),td:nth-child(2){text-align:left}
.label{font:12px system-ui,sans-serif;fill:var(--ink)}.tick{font:14px system-ui,sans-serif;fill:var(--mark-ink)}
.grid{stroke:var(--rule)}.axis{stroke:var(--soft)}
.thread{fill:none;stroke:var(--soft);stroke-opacity:.15}.dot{fill-opacity:.65}.blob{fill-opacity:.75}
.box{fill:none;stroke:var(--ink);stroke-width:1.4}.median{stroke:var(--ink);stroke-width:2.4}
.strand{fill:none;stroke-width:2.4;stroke-opacity:.8}.branch{fill:none;stroke:var(--ink);stroke-width:1.6}
.violin{fill:#56b4e9;fill-opacity:.5;stroke:var(--soft)}
.cell{fill:none;stroke:var(--rule)}.cell.better{fill:var(--mark)}.cell.self{fill:var(--rule)}
.c0{--c:#0072b2}.c1{--c:#d55e00}.c2{--c:#009e73}.c3{--c:#cc79a7}.c4{--c:#e69f00}.c5{--c:#56b4e9}.c6{--c:#8c6d31}.c7{--c:#7f7f7f}
.dot,.fill,.blob{fill:var(--c)}.strand{stroke:var(--c)}
.g1.dot,.g1.fill,.g1.blob{fill:var(--paper);stroke:var(--c);stroke-width:1.5}.g1.strand{stroke-dasharray:7 3}
.g2.dot,.g2.fill,.g2.blob{stroke:var(--ink);stroke-width:1.2}.g2.strand{stroke-dasharray:2 3}
.heat{fill:#0072b2}.h0{fill-opacity:0}.h1{fill-opacity:.1}.h2{fill-opacity:.2}.h3{fill-opacity:.3}.h4{fill-opacity:.4}.h5{fill-opacity:.5}.h6{fill-opacity:.6}.h7{fill-opacity:.7}.h8{fill-opacity:.8}.h9{fill-opacity:.9}
.on-dark{fill:#fff}
h3{font-size:1.05rem;margin:1.8rem 0 .2rem;break-after:avoid}
@media print{@page{size:A4;margin:14mm}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{margin:0;max-width:none;padding:0;font-size:10pt}section{break-before:page}h2{border:0;margin-top:0}
table{display:table;font-size:8.5pt}th,td{padding:.15rem .5rem}figure{margin:.4rem 0 1rem;overflow:visible;break-inside:avoid}
svg{max-width:100%;max-height:225mm}a{color:inherit}}
</style>
)";

std::string figure(std::string_view title, const std::string& plot, std::string_view caption) {
    return fmt::format("<figure>\n<h3>{}</h3>\n{}<figcaption>{}</figcaption>\n</figure>\n", title, plot,
                       caption);
}

std::string missing_words(const RankingStudy& study) {
    std::size_t missing = 0;
    for (const TaskStudy& task : study.tasks) missing += task.data.missing_values;
    if (missing == 0) return "no value is missing";
    if (study.plan.missing_replaced_by) {
        return fmt::format("{} missing values are replaced by {}", missing,
                           short_number(*study.plan.missing_replaced_by));
    }
    return fmt::format("{} missing values are {}", missing,
                       study.plan.rule.missing == Missing::worst ? "worse than any value" : "left out");
}

std::string facts(const RankingStudy& study) {
    const RankingRule& rule = study.plan.rule;
    std::string text = fmt::format(
        "<p>Ranking by <b>{}</b>; {}; ties take the {} rank; {}. Tests are one-sided "
        "paired "
        "Wilcoxon tests at &alpha; = {:g}, {} over all ordered pairs in the ranking, Holm in the map.",
        title(rule.method),
        rule.direction == Direction::larger_is_better ? "larger values are better"
                                                      : "smaller values are better",
        base::enum_text(rule.ties), missing_words(study), rule.alpha,
        rule.adjust == Adjust::holm ? "adjusted by Holm" : "not adjusted");
    const TaskStudy& first = study.tasks.front();
    if (first.stability) {
        text += fmt::format(" Stability from {} bootstrap samples of cases (whole clusters)",
                            first.stability->replicates.size());
        text += study.plan.draws.empty() && study.plan.bootstrap
                    ? fmt::format(", seed {}.", study.plan.bootstrap->seed)
                    : ", given as draws.";
        if (study.plan.variant == Variant::challenger_compat) {
            text += " <b>Copies of a case are ranked as challengeR 1.0.5 does (challenger_compat).</b>";
        }
    }
    return text + "</p>\n";
}

std::string ranking_table(const TaskStudy& task) {
    std::string html = "<table><thead><tr><th>Rank</th><th>Algorithm</th><th>Value</th>";
    html += task.stability ? "<th>95&nbsp;% of bootstrap ranks</th></tr></thead><tbody>\n"
                           : "</tr></thead><tbody>\n";
    for (const std::size_t a : task.order()) {
        html += fmt::format("<tr><td>{:g}</td><td>{}</td><td>{}</td>", task.ranked.ranks[a],
                            escape_xml(task.data.scores.algorithms[a]), short_number(task.ranked.values[a]));
        if (task.stability) {
            const Interval ranks = task.stability->rank_intervals[a];
            html += fmt::format("<td>{:.3g} to {:.3g}</td>", ranks.low, ranks.high);
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table>\n";
}

std::string consensus_table(const RankingStudy& study) {
    const std::vector<std::string>& names = study.tasks.front().data.scores.algorithms;
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return study.consensus->ranks[a] < study.consensus->ranks[b];
    });
    std::string html = "<table><thead><tr><th>Rank</th><th>Algorithm</th><th>Consensus value</th>";
    for (const TaskStudy& task : study.tasks) html += "<th>" + escape_xml(task.data.scores.name) + "</th>";
    html += "</tr></thead><tbody>\n";
    for (const std::size_t a : order) {
        html += fmt::format("<tr><td>{:g}</td><td>{}</td><td>{}</td>", study.consensus->ranks[a],
                            escape_xml(names[a]), short_number(study.consensus->values[a]));
        for (const TaskStudy& task : study.tasks) html += fmt::format("<td>{:g}</td>", task.ranked.ranks[a]);
        html += "</tr>\n";
    }
    return html + "</tbody></table>\n";
}

std::string task_section(const RankingStudy& study, const TaskStudy& task) {
    const std::size_t cases = task.data.scores.cases.size();
    const std::string thinned =
        cases > kMaxDrawnCases
            ? fmt::format(" {} of {} cases are drawn; the bars and boxes count all.", kMaxDrawnCases, cases)
            : "";
    std::string html = fmt::format("<section>\n<h2>{}</h2>\n<p>{} algorithms, {} cases in {} clusters.</p>\n",
                                   escape_xml(task.data.scores.name), task.data.scores.algorithms.size(),
                                   cases, task.data.clusters.cluster_count);
    html += ranking_table(task);
    html +=
        figure("Podium", podium_plot(task, study.plan.rule.direction),
               "Each case is a line through its scores, best place at the left; inside a place the "
               "algorithms stand in the order of the ranking. Bars: how often an algorithm took the place." +
                   thinned);
    html += figure("Scores", dot_and_box_plot(task),
                   "Scores of every case with quartiles; whiskers reach 1.5 interquartile ranges." + thinned);
    if (task.stability) {
        html += figure("Ranks in the bootstrap", blob_plot(task),
                       "The area is the share of samples, the cross the median, the "
                       "line the 95&nbsp;% interval.");
    }
    html += figure("Ranking heatmap", ranking_heatmap(task, study.plan.rule.direction),
                   "How many cases gave each algorithm each rank; darker is more often. Equal scores share "
                   "the better rank, missing ones come last.");
    html += figure("Other ranking methods", method_lines(task),
                   "Rank of each algorithm under each ranking method; crossing lines mean that the method "
                   "decides. In brackets: the first method's rank.");
    html += figure(
        "Significance map", significance_map(task, study.plan.rule.alpha),
        "A ticked cell: the row's algorithm is significantly better than the column's (Holm-adjusted).");
    return html + "</section>\n";
}

}  // namespace

std::string ranking_report(const RankingStudy& study) {
    std::string html =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>Ranking report</title>\n";
    html += kStyle;
    html += "</head><body>\n<main>\n<h1>Ranking report</h1>\n" + facts(study);
    if (study.consensus && study.tasks.size() > 1) {
        html += fmt::format("<h2>Consensus over {} tasks ({})</h2>\n", study.tasks.size(),
                            base::enum_text(study.plan.consensus));
        html += consensus_table(study);
        if (study.tasks.size() > 2) {
            html += figure("Likeness of the tasks", task_dendrogram(study),
                           "Tasks joined by how alike they rank the algorithms (Spearman's footrule, "
                           "complete linkage).");
        }
    }
    if (study.tasks.front().stability) {
        html += "<h2>Stability</h2>\n";
        html += figure("Kendall&rsquo;s &tau;", kendall_violins(study),
                       "Kendall's &tau; between each bootstrap ranking and the full ranking: 1 is the same "
                       "order. The number is the median.");
    }
    if (study.tasks.front().stability && study.consensus && study.tasks.size() > 1) {
        html +=
            figure("Ranks over all tasks", rank_shares(study),
                   "How often each algorithm took each rank in the bootstrap samples of all tasks; the best "
                   "rank is at the bottom and the darkest. Algorithms in the order of the consensus.");
    }
    for (const TaskStudy& task : study.tasks) html += task_section(study, task);
    return html + "</main>\n</body></html>\n";
}

}  // namespace medal::statistics::report
