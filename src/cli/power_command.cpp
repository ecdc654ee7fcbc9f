// `medal power`: how many items a comparison of two models needs, or what an exam of given size can see.
#include "base/error.h"
#include "base/json.h"
#include "cli/families.h"
#include "statistics/power.h"

#include <cmath>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

struct PowerOptions {
    ComparisonDesign design{
        .difference_variance = 1.0 / 9.0, .within_variance_a = 1.0 / 6.0, .within_variance_b = 1.0 / 6.0};
    std::optional<double> difference;
    std::optional<std::uint64_t> items;
    double power = 0.8;
    bool power_given = false;
    bool json = false;
};

struct PowerView {
    std::uint64_t items = 0;
    double difference = 0.0;
    double power = 0.0;
    double alpha = 0.0;
    double variance_per_item = 0.0;
    double standard_error = 0.0;
};
BOOST_DESCRIBE_STRUCT(PowerView, (), (items, difference, power, alpha, variance_per_item, standard_error))

PowerView compute(const PowerOptions& options) {
    PowerView view{0, 0.0, options.power, options.design.alpha, variance_per_item(options.design), 0.0};
    if (options.difference && options.items) {
        if (options.power_given) {
            throw base::Error(base::ErrorKind::invalid, "usage.power",
                              "Two of --difference, --items and --power give the third.");
        }
        view.items = *options.items;
        view.difference = *options.difference;
        view.power = power_of(options.design, view.difference, view.items);
    } else if (options.difference) {
        view.difference = *options.difference;
        view.items = items_needed(options.design, view.difference, options.power);
    } else if (options.items) {
        view.items = *options.items;
        view.difference = smallest_difference(options.design, options.power, view.items);
    } else {
        throw base::Error(base::ErrorKind::invalid, "usage.power", "Say --difference, --items, or both.");
    }
    view.standard_error = std::sqrt(view.variance_per_item / static_cast<double>(view.items));
    return view;
}

Exit run_power(const PowerOptions& options) {
    const PowerView view = compute(options);
    if (options.json) {
        std::cout << base::to_json(view) << '\n';
        return Exit::done;
    }
    fmt::print(
        "{} items see a difference of {:.4g} with a power of {:.3f} (two-sided alpha {:g}, standard error "
        "{:.4g})\n",
        view.items, view.difference, view.power, view.alpha, view.standard_error);
    return Exit::done;
}

}  // namespace

void add_power(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<PowerOptions>();
    CLI::App* command = root.add_subcommand("power", "How many items a comparison of two models needs");
    command->add_option("--difference", options->difference, "Difference of the two mean scores, e.g. 0.03");
    command->add_option("--items", options->items, "Items in the exam");
    CLI::Option* power = command->add_option("--power", options->power, "Chance to see the difference");
    command->add_option("--alpha", options->design.alpha, "Two-sided significance level");
    command->add_option("--omega2", options->design.difference_variance,
                        "Variance of the true differences between items");
    command->add_option("--sigma2-a", options->design.within_variance_a,
                        "Variance of one run of model A on an item");
    command->add_option("--sigma2-b", options->design.within_variance_b,
                        "Variance of one run of model B on an item");
    command->add_option("--runs-a", options->design.runs_a, "Runs of model A");
    command->add_option("--runs-b", options->design.runs_b, "Runs of model B");
    command->add_option("--items-per-cluster", options->design.items_per_cluster, "Items from one patient");
    command->add_option("--cluster-correlation", options->design.cluster_correlation,
                        "Of the differences in a patient");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal power --difference 0.03 --power 0.8 --runs-a 4 --runs-b 4 --json");
    command->callback([options, power, &dispatch] {
        options->power_given = power->count() > 0;
        dispatch.action = [options] { return run_power(*options); };
    });
}

}  // namespace medal::cli
