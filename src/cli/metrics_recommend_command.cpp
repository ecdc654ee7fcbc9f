// `medal metrics recommend`: problem fingerprint in, recommended metrics with reasons out.
#include "base/error.h"
#include "base/json.h"
#include "cli/metrics_command.h"
#include "metrics/recommend/recommend.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

constexpr std::uintmax_t kMaxFingerprintBytes = 64 * 1024;

struct RecommendOptions {
    std::filesystem::path fingerprint;
    std::string category;
    std::vector<std::string> properties;
    std::string decision_rule;
    std::string calibration;
    std::string outline;
    bool json = false;
};

const std::map<std::string, bool metrics::Fingerprint::*>& properties() {
    using F = metrics::Fingerprint;
    static const std::map<std::string, bool F::*> kProperties = {
        {"ordered-classes", &F::has_ordered_classes},
        {"unequal-costs", &F::has_unequal_costs},
        {"class-imbalance", &F::has_class_imbalance},
        {"compensate-imbalance", &F::compensates_imbalance},
        {"real-prevalence", &F::prevalence_is_real},
        {"scores", &F::has_scores},
        {"boundary", &F::boundary_matters},
        {"volume", &F::volume_matters},
        {"center", &F::center_matters},
        {"tubular", &F::is_tubular},
        {"small", &F::is_small},
        {"variable-sizes", &F::has_variable_sizes},
        {"touching", &F::objects_touch},
        {"imprecise-reference", &F::reference_is_imprecise},
        {"reference-outliers", &F::reference_has_outliers},
        {"worst-case", &F::worst_case_matters},
        {"misses-weigh-differently", &F::misses_weigh_differently},
        {"fppi", &F::false_positives_per_image_matter},
        {"empty-reference", &F::reference_may_be_empty},
    };
    return kProperties;
}

/// "small" sets a property, "no-scores" clears it.
void apply_property(metrics::Fingerprint& problem, const std::string& word) {
    const bool is_on = !word.starts_with("no-");
    const auto found = properties().find(is_on ? word : word.substr(3));
    if (found == properties().end()) {
        std::string known;
        for (const auto& [name, member] : properties()) known += (known.empty() ? "" : ", ") + name;
        throw base::Error(base::ErrorKind::invalid, "usage.property", "--with names no known property.",
                          {.hint = "Known: " + known + "; no- before one denies it."});
    }
    problem.*(found->second) = is_on;
}

template <class E>
void apply_word(E& field, const std::string& word, const char* flag) {
    if (word.empty()) return;
    if (const auto value = base::parse_enum<E>(word)) {
        field = *value;
        return;
    }
    std::string known;
    for (const std::string_view text : base::enum_texts<E>()) {
        known += known.empty() ? "" : ", ";
        known += text;
    }
    throw base::Error(base::ErrorKind::invalid, "usage.choice", "The word is not known.",
                      {.field = flag, .hint = "Choose one of " + known + "."});
}

metrics::Fingerprint read_fingerprint(const RecommendOptions& options) {
    metrics::Fingerprint problem;
    if (!options.fingerprint.empty()) {
        const std::string name = options.fingerprint.filename().string();
        std::ifstream file(options.fingerprint, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        if (!file || text.view().size() > kMaxFingerprintBytes)
            throw base::Error(base::ErrorKind::not_found, "recommend.file",
                              name + " cannot be read, or is larger than 64 KiB.",
                              {.hint = "Check the path."});
        try {
            base::update_from_json(problem, text.view());
        } catch (const base::Error& error) {
            throw base::Error(error.kind(), error.code(), name + ": " + error.message(),
                              {.field = error.field(), .hint = error.hint()});
        }
    } else if (options.category.empty()) {
        throw base::Error(base::ErrorKind::invalid, "usage.category",
                          "The category of the problem is missing.",
                          {.field = "--category", .hint = "Say --category, or give a fingerprint as JSON."});
    }
    apply_word(problem.category, options.category, "--category");
    apply_word(problem.decision_rule, options.decision_rule, "--decision");
    apply_word(problem.calibration, options.calibration, "--calibration");
    apply_word(problem.outline, options.outline, "--outline");
    for (const std::string& word : options.properties) apply_property(problem, word);
    return problem;
}

Exit recommend(const RecommendOptions& options) {
    const metrics::Recommendation result = metrics::recommend_metrics(read_fingerprint(options));
    if (options.json) {
        std::cout << base::to_json(result) << '\n';
        return Exit::done;
    }
    for (const metrics::Advice& advice : result.metrics)
        std::cout << fmt::format("{} {:<16} {:<18} {} [{}]\n", advice.subprocess, advice.role, advice.metric,
                                 advice.reason, advice.command);
    for (const std::string& pitfall : result.pitfalls) std::cout << "Pitfall: " << pitfall << '\n';
    return Exit::done;
}

}  // namespace

void add_metrics_recommend(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<RecommendOptions>();
    CLI::App* command =
        metrics.add_subcommand("recommend", "Which metrics fit a problem, after Metrics Reloaded");
    command
        ->add_option("fingerprint", options->fingerprint, "JSON with the fields that differ from the usual")
        ->check(CLI::ExistingFile);
    command->add_option("--category", options->category,
                        "image_classification, semantic_segmentation, object_detection, "
                        "instance_segmentation");
    command
        ->add_option("--with", options->properties,
                     "Properties such as small,tubular,boundary,fppi,no-scores")
        ->delimiter(',');
    command->add_option("--decision", options->decision_rule,
                        "argmax, cost_benefit, target_value, optimized");
    command->add_option("--calibration", options->calibration, "none, within_one_model, between_models");
    command->add_option("--outline", options->outline, "Of the reference: point, rough, exact");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer(
        "Example:\n  medal metrics recommend --category semantic_segmentation --with tubular,center\n"
        "  medal metrics recommend fingerprint.json --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return recommend(*options); }; });
}

}  // namespace medal::cli
