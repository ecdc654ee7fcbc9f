// `medal metrics detection`: boxes, points or score maps against reference objects.
#include "cli/metrics_command.h"
#include "cli/metrics_detection_cases.h"
#include "metrics/classification/binary.h"
#include "metrics/detection/froc.h"

#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

constexpr const char* kCocoNames[] = {"AP",  "AP50", "AP75",  "AP_small", "AP_medium", "AP_large",
                                      "AR1", "AR10", "AR100", "AR_small", "AR_medium", "AR_large"};

void add_names(std::vector<MetricName>& names, const std::string& label, const DetectionOptions& options) {
    names.insert(names.end(), {{label, "AP"},
                               {label, "AP", "found_at_zero"},
                               {label, "AP", "interpolated_11"},
                               {label, "AP", "interpolated_101"},
                               {label, "FROC"}});
    for (const double rate : options.rates)
        names.push_back({label, "sensitivity_lesion", "default", "1", {{"fppi", rate}}});
    for (const double threshold : options.thresholds) {
        for (const char* id : {"sensitivity_lesion", "PPV_lesion", "F1_lesion", "F2_lesion"})
            names.push_back({label, id, "default", "1", {{"score", threshold}}});
        names.push_back({label, "FPPI", "default", "per image", {{"score", threshold}}});
    }
    names.insert(names.end(), {{label, "AUROC", "case"}, {label, "PI-CAI_score"}});
}

/// A candidate counts from the threshold on; a lesion hit below it is missed.
metrics::Counts counts_at(const metrics::LesionScores& scores, double threshold) {
    metrics::Counts c;
    for (const double hit : scores.hits) ++(hit > 0 && hit >= threshold ? c.tp : c.fn);
    for (const double wrong : scores.false_positives) c.fp += wrong >= threshold ? 1 : 0;
    return c;
}

std::vector<double> label_values(const std::vector<metrics::CaseVerdicts>& drawn,
                                 const DetectionOptions& options) {
    const metrics::LesionScores scores = metrics::lesion_scores(drawn);
    const auto curve = metrics::froc_curve(scores);
    const bool has_lesions = !scores.hits.empty();
    const double ap = has_lesions ? metrics::lesion_average_precision(scores) : metrics::kUndefined;
    std::vector<double> values(5, metrics::kUndefined);
    if (has_lesions) {
        values = {ap, metrics::lesion_average_precision(scores, metrics::MissRule::found_at_zero),
                  metrics::interpolated_average_precision(scores, 11),
                  metrics::interpolated_average_precision(scores, 101),
                  metrics::froc_score(curve, options.rates)};
    }
    for (const double rate : options.rates)
        values.push_back(has_lesions ? metrics::sensitivity_at(curve, rate) : metrics::kUndefined);
    for (const double threshold : options.thresholds) {
        const metrics::Counts c = counts_at(scores, threshold);
        values.insert(values.end(),
                      {metrics::sensitivity(c), metrics::positive_predictive_value(c), metrics::f_beta(c, 1),
                       metrics::f_beta(c, 2), static_cast<double>(c.fp) / static_cast<double>(drawn.size())});
    }
    std::vector<double> y;
    std::vector<double> p;
    for (const metrics::CaseVerdicts& one : drawn) {
        y.push_back(one.has_lesion ? 1 : 0);
        p.push_back(one.case_score);
    }
    const double auroc = metrics::auroc({y, p}).value;
    values.insert(values.end(), {auroc, (auroc + ap) / 2});
    return values;
}

/// A case that was drawn twice is two images.
std::vector<double> coco_values(const DetectionData& data, DrawnUnits drawn) {
    std::vector<metrics::ReferenceObject> reference;
    std::vector<metrics::DetectedObject> found;
    for (std::size_t image = 0; image < drawn.size(); ++image) {
        for (metrics::ReferenceObject one : data.cases[drawn[image]].boxes) {
            one.image = static_cast<std::int64_t>(image);
            reference.push_back(one);
        }
        for (metrics::DetectedObject one : data.cases[drawn[image]].found) {
            one.image = static_cast<std::int64_t>(image);
            found.push_back(one);
        }
    }
    const metrics::CocoScores scores = metrics::score_coco(reference, found);
    return {scores.stats.begin(), scores.stats.end()};
}

std::vector<double> all_values(const DetectionData& data, DrawnUnits drawn, const DetectionOptions& options) {
    std::vector<double> values;
    for (const std::string& label : data.labels) {
        std::vector<metrics::CaseVerdicts> cases;
        for (const std::size_t i : drawn) cases.push_back(data.cases[i].verdicts.at(label));
        const std::vector<double> some = label_values(cases, options);
        values.insert(values.end(), some.begin(), some.end());
    }
    if (!data.has_boxes) return values;
    const std::vector<double> coco = coco_values(data, drawn);
    values.insert(values.end(), coco.begin(), coco.end());
    return values;
}

Emptiness emptiness_of(const DetectionData& data, const MetricName& name) {
    if (name.variant == "coco") {
        return {std::all_of(data.cases.begin(), data.cases.end(),
                            [](const auto& one) { return one.boxes.empty(); }),
                std::all_of(data.cases.begin(), data.cases.end(),
                            [](const auto& one) { return one.found.empty(); })};
    }
    std::vector<metrics::CaseVerdicts> cases;
    for (const DetectionCase& one : data.cases) cases.push_back(one.verdicts.at(name.label));
    const metrics::LesionScores scores = metrics::lesion_scores(cases);
    const auto threshold = name.parameters.find("score");
    const double least = threshold == name.parameters.end() ? 0 : threshold->second;
    const auto is_said = [&](double score) { return score > 0 && score >= least; };
    return {scores.hits.empty(),
            std::none_of(scores.hits.begin(), scores.hits.end(), is_said) &&
                std::none_of(scores.false_positives.begin(), scores.false_positives.end(), is_said)};
}

Exit detection(const DetectionOptions& options) {
    const DetectionData data = read_detections(options);
    std::vector<MetricName> names;
    for (const std::string& label : data.labels) add_names(names, label, options);
    if (data.has_boxes) {
        for (const char* name : kCocoNames) names.push_back({"", name, "coco"});
    }
    const MetricReport report =
        make_report({names, [&](DrawnUnits drawn) { return all_values(data, drawn, options); }, data.clusters,
                     [&](const MetricName& name) { return emptiness_of(data, name); }},
                    options.report);
    print_report(report, options.report);
    return Exit::done;
}

void add_detection_flags(CLI::App& command, DetectionOptions& options) {
    command.add_option("--iou", options.matching.overlap.iou, "Boxes match above this IoU")
        ->check(CLI::Range(0.0, 1.0));
    command.add_option("--match", options.matching.order, "Which pair comes first, of those that may match")
        ->transform(CLI::CheckedTransformer(std::map<std::string, metrics::MatchOrder>{
                                                {"overlap", metrics::MatchOrder::by_overlap},
                                                {"score", metrics::MatchOrder::by_score}})
                        .description("overlap|score"));
    command.add_option("--radius", options.radius, "Tolerance of points that state none");
    command.add_option("--fppi", options.rates, "False positives per image of FROC")
        ->delimiter(',')
        ->check(CLI::NonNegativeNumber);
    command.add_option("--threshold", options.thresholds, "Scores at which lesions are counted")
        ->delimiter(',');
    command.add_option("--missing", "A case without prediction: nothing-found, else an error")
        ->check(CLI::IsMember({"nothing-found"}))
        ->each([&options](const std::string&) { options.missing_is_nothing = true; });
}

}  // namespace

void add_metrics_detection(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<DetectionOptions>();
    CLI::App* command = metrics.add_subcommand(
        "detection", "Found objects: average precision, FROC, sensitivity per false positive, COCO");
    add_two_tables(*command, options->report,
                   "case,x,y,width,height (with z,depth: volumes; without sizes: points, radius); label, "
                   "crowd, unit, cluster. The prediction has a score. Or masks and score maps (NIfTI), or "
                   "folders of them");
    command->get_option("prediction")->required();
    add_detection_flags(*command, *options);
    add_report_flags(*command, options->report);
    command->footer(
        "Example:\n  medal metrics detection boxes.csv found.csv --threshold 0.5 --json\n"
        "  medal metrics detection points.csv found.json --radius 5 --fppi 1,2\n"
        "  medal metrics detection masks/ maps/ --csv");
    command->callback([options, &dispatch] { dispatch.action = [options] { return detection(*options); }; });
}

}  // namespace medal::cli
