// `medal metrics temporal`: intervals in time, one a case, or labelled segments of recordings.
#include "base/error.h"
#include "cli/metrics_command.h"
#include "cli/metrics_events.h"
#include "metrics/temporal/intervals.h"
#include "statistics/sum.h"

#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct TemporalOptions {
    ReportOptions report;
    std::vector<double> overlaps{0.1, 0.25, 0.5};
    bool missing_is_nothing = false;
};

struct Recording {
    std::vector<metrics::Segment> reference;
    std::vector<metrics::Segment> prediction;
};

metrics::Segment segment_at(const base::CsvTable& table, std::size_t row) {
    const std::size_t end = table.column("end");
    metrics::Segment segment{"", {table.number(row, table.column("start")), table.number(row, end)}};
    if (const auto label = table.find_column("label")) segment.label = table.required_text(row, *label);
    if (segment.span.end < segment.span.start)
        table.fail(row, end, "the end lies before the start.", "Swap the two.");
    return segment;
}

/// In order of time; segments of one side may not overlap.
std::vector<metrics::Segment> segments_of(const base::CsvTable& table, const std::vector<std::size_t>& rows) {
    std::vector<std::pair<metrics::Segment, std::size_t>> found;
    for (const std::size_t row : rows) found.emplace_back(segment_at(table, row), row);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first.span.start < b.first.span.start; });
    std::vector<metrics::Segment> segments;
    for (auto& [segment, row] : found) {
        if (!segments.empty() && segments.back().label == segment.label &&
            segments.back().span.start == segment.span.start && segments.back().span.end == segment.span.end)
            table.fail(row, table.column("start"), "this was listed before.", "Keep one of the rows.");
        segments.push_back(std::move(segment));
    }
    return segments;
}

double mean_or_nan(const std::vector<double>& values) {
    return values.empty() ? metrics::kUndefined : statistics::mean(values);
}

/// One interval a case: nothing found is an IoU of 0, and has no error in time.
std::vector<double> interval_values(const std::vector<Recording>& all, DrawnUnits drawn) {
    std::vector<double> iou, onset, offset, late_on, late_off;
    for (const std::size_t i : drawn) {
        const Recording& one = all[i];
        if (one.reference.empty() && one.prediction.empty()) continue;
        if (one.reference.empty() || one.prediction.empty()) {
            iou.push_back(0);
            continue;
        }
        const metrics::TimeSpan r = one.reference.front().span;
        const metrics::TimeSpan p = one.prediction.front().span;
        if (const double value = metrics::temporal_iou(r, p); std::isfinite(value)) iou.push_back(value);
        late_on.push_back(metrics::onset_error(r, p));
        late_off.push_back(metrics::offset_error(r, p));
        onset.push_back(std::abs(late_on.back()));
        offset.push_back(std::abs(late_off.back()));
    }
    return {mean_or_nan(iou), mean_or_nan(onset), mean_or_nan(offset), mean_or_nan(late_on),
            mean_or_nan(late_off)};
}

std::vector<double> segment_values(const std::vector<Recording>& all, DrawnUnits drawn,
                                   const std::vector<double>& overlaps) {
    std::vector<double> values;
    for (const double overlap : overlaps) {
        metrics::SegmentCounts total;
        for (const std::size_t i : drawn) {
            const auto counts = metrics::match_segments(all[i].reference, all[i].prediction, overlap);
            total.tp += counts.tp;
            total.fp += counts.fp;
            total.fn += counts.fn;
        }
        values.push_back(total.f1());
    }
    std::vector<double> edits;
    for (const std::size_t i : drawn) {
        if (all[i].reference.empty() && all[i].prediction.empty()) continue;
        edits.push_back(metrics::edit_score(all[i].reference, all[i].prediction));
    }
    values.push_back(mean_or_nan(edits));
    return values;
}

void check_columns(const ThingTables& tables) {
    allow_columns(tables.reference, {"case", "start", "end", "label", "unit", "cluster"});
    allow_columns(tables.prediction, {"case", "start", "end", "label", "unit"});
    if (tables.reference.find_column("label").has_value() ==
        tables.prediction.find_column("label").has_value())
        return;
    throw base::Error(base::ErrorKind::invalid, "temporal.labels",
                      "Only one of " + tables.reference.name() + " and " + tables.prediction.name() +
                          " has the column label.",
                      {.hint = "Give both the column, or neither."});
}

void check_labels(const std::vector<CaseRows>& cases, const ThingTables& tables) {
    const auto label = tables.prediction.find_column("label");
    if (!label) return;
    std::map<std::string, bool> known;
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row)
        known[tables.reference.text(row, tables.reference.column("label"))] = true;
    for (const CaseRows& one : cases) {
        for (const std::size_t row : one.prediction) {
            if (!known.contains(tables.prediction.text(row, *label)))
                tables.prediction.fail(row, *label, "no segment of the reference has this label.",
                                       "Correct the label.");
        }
    }
}

Exit temporal(const TemporalOptions& options) {
    const ThingTables tables =
        read_things(options.report, "start",
                    options.missing_is_nothing ? MissingCase::nothing_found : MissingCase::refused);
    check_columns(tables);
    check_labels(tables.cases, tables);
    const bool is_labelled = tables.reference.find_column("label").has_value();
    const std::string said = one_unit({tables.reference, tables.prediction, {}});
    const std::string unit = said.empty() ? "as given" : said;
    std::vector<Recording> all;
    for (const CaseRows& one : tables.cases) {
        for (const auto* side : {&one.reference, &one.prediction}) {
            if (is_labelled || side->size() < 2) continue;
            const auto& table = side == &one.reference ? tables.reference : tables.prediction;
            table.fail((*side)[1], table.column("case"), "the case has two intervals without labels.",
                       "Keep one, or add a column label.");
        }
        all.push_back(
            {segments_of(tables.reference, one.reference), segments_of(tables.prediction, one.prediction)});
    }
    MetricSet set{{}, {}, tables.clusters()};
    if (is_labelled) {
        for (const double overlap : options.overlaps)
            set.names.push_back({"", "F1_segment", "default", "1", {{"overlap", overlap}}});
        set.names.push_back({"", "edit_score"});
        set.values = [&](DrawnUnits drawn) { return segment_values(all, drawn, options.overlaps); };
    } else {
        set.names = {{"", "tIoU"},
                     {"", "onset_error", "default", unit},
                     {"", "offset_error", "default", unit},
                     {"", "onset_error", "signed", unit},
                     {"", "offset_error", "signed", unit}};
        set.values = [&](DrawnUnits drawn) { return interval_values(all, drawn); };
    }
    print_report(make_report(set, options.report), options.report);
    return Exit::done;
}

}  // namespace

void add_metrics_temporal(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<TemporalOptions>();
    CLI::App* command = metrics.add_subcommand(
        "temporal", "Events in time: temporal IoU, onset and offset errors, segmental F1, edit score");
    add_two_tables(*command, options->report,
                   "case,start,end and optionally label,unit,cluster; empty cells: no event");
    command->get_option("prediction")->required();
    command->add_option("--overlap", options->overlaps, "IoU from which a segment is right, for F1_segment")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--missing", "A case without prediction: nothing-found, else an error")
        ->check(CLI::IsMember({"nothing-found"}))
        ->each([options](const std::string&) { options->missing_is_nothing = true; });
    add_report_flags(*command, options->report);
    command->footer("Example:\n  medal metrics temporal phases.csv predicted.csv --overlap 0.5 --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return temporal(*options); }; });
}

}  // namespace medal::cli
