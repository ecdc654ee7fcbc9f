#include "imaging/deid/report_page.h"

#include "base/json.h"
#include "base/reflect.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <string_view>

namespace medal::imaging::deid {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>De-identification report</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8886; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.options { columns: 20rem; padding: 0; list-style: none; }
.options li { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem .6rem; border-bottom: 1px solid #8886; }
.options .off { opacity: .75; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; padding: 0; list-style: none; }
.figures b { display: block; font-size: 1.6rem; }
code { font-size: .95em; }
@media (max-width: 40rem) {
thead { display: none; }
tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .5rem 0; border-bottom: 1px solid #8886; }
th, td { border: 0; padding: 0; overflow-wrap: anywhere; }
td:first-child { width: 100%; font-weight: 600; }
td:empty { display: none; }
td[data-of]::before { content: attr(data-of) ": "; opacity: .75; }
}
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
</style></head><body>
<h1>De-identification report</h1>
<p>What was treated in each file, under which option of DICOM PS3.15 and why. It holds no value of any element.
The letters are the action codes of PS3.15, E.1.</p>
)";

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '&':
                safe += "&amp;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

std::string figure(std::uint64_t count, std::string_view what) {
    return fmt::format("<li><b>{}</b>{}</li>", count, what);
}

std::string figures(const BatchSummary& sum) {
    return "<ul class=\"figures\">" + figure(sum.files, "files") +
           figure(sum.written, "written and verified") + figure(sum.refused, "refused") +
           figure(sum.quarantined, "held back") + figure(sum.leaks, "identifiers found by the verification") +
           "</ul>\n";
}

/// `retain_uids` as a person writes it.
std::string option_words(std::string_view name) {
    std::string words{name};
    std::replace(words.begin(), words.end(), '_', ' ');
    if (const auto at = words.find("uids"); at != std::string::npos) words.replace(at, 4, "UIDs");
    words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    return words;
}

std::string options_list(const Profile& profile) {
    std::string rows;
    base::for_each_member(profile, [&](std::string_view name, const auto& value) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, bool>) {
            const auto state = value ? "on" : "off";
            rows +=
                fmt::format(R"(<li class="{0}"><span>{1}</span><b>{0}</b></li>)", state, option_words(name));
        }
    });
    return fmt::format("<h2>Profile {}</h2>\n<ul class=\"options\">{}</ul>\n", escaped(profile.name), rows);
}

/// PS3.15, E.1.
std::string action_words(std::string_view code) {
    static const std::map<std::string_view, std::string_view> kMeanings{
        {"X", "removed"}, {"Z", "emptied"}, {"D", "replaced by a dummy"}, {"U", "replaced by a new UID"},
        {"C", "cleaned"}, {"K", "kept"}};
    const auto found = kMeanings.find(code);
    return found == kMeanings.end() ? escaped(code) : fmt::format("{}, {}", code, found->second);
}

std::string action_row(const ReportAction& action) {
    return fmt::format(
        R"(<tr><td><code>{}</code> {}</td><td>{}</td><td>{}</td><td>{}</td><td class="n" data-of="times">{}</td></tr>)",
        escaped(action.tag), escaped(action.keyword), action_words(action.action),
        escaped(option_words(action.option.empty() ? "-" : action.option)), escaped(action.reason),
        action.count);
}

std::string actions_table(const std::vector<ReportAction>& actions) {
    if (actions.empty()) return "<p>Nothing had to be treated.</p>\n";
    std::string rows;
    for (const auto& action : actions) rows += action_row(action);
    return "<table><thead><tr><th>element</th><th>action</th><th>option</th><th>reason</th>"
           "<th class=\"n\">times</th></tr></thead><tbody>" +
           rows + "</tbody></table>\n";
}

std::string study_section(const StudyReport& study) {
    const auto title =
        study.number == 0 ? std::string{"Files without a study"} : fmt::format("Study {}", study.number);
    return fmt::format(
               "<h2>{}</h2>\n<p>{} files, {} of them written; {} boxes of burned-in text painted over; "
               "{} identifiers found by the verification.</p>\n",
               title, study.files, study.written, study.painted, study.leaks) +
           actions_table(study.actions);
}

std::string output_of(const FileReport& file) {
    return base::from_json<std::optional<std::string>>(file.output.text).value_or("");
}

std::string file_row(const FileReport& file) {
    std::uint64_t treated = 0;
    for (const auto& action : file.actions) treated += action.count;
    return fmt::format(
        R"(<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class="n" data-of="treated">{}</td>)"
        R"(<td class="n" data-of="painted">{}</td></tr>)",
        escaped(file.input), escaped(output_of(file)), base::enum_text(file.status), escaped(file.reason),
        treated, file.burned_in.painted);
}

std::string files_table(const std::vector<FileReport>& files) {
    std::string rows;
    for (const auto& file : files) rows += file_row(file);
    return "<h2>Files</h2>\n<table><thead><tr><th>input</th><th>output</th><th>result</th>"
           "<th>reason</th><th class=\"n\">elements treated</th><th class=\"n\">boxes "
           "painted</th></tr></thead><tbody>" +
           rows + "</tbody></table>\n";
}

}  // namespace

std::string report_page(const BatchReport& report) {
    auto page = std::string{kHead} + figures(report.summary) + options_list(report.profile);
    for (const auto& study : report.studies) page += study_section(study);
    return page + files_table(report.files) + "</body></html>\n";
}

}  // namespace medal::imaging::deid
