// `medal metrics ordering`: predicted orders of items against reference orders, one order a case.
#include "cli/metrics_command.h"
#include "cli/metrics_tables.h"
#include "metrics/ordering/ordering.h"
#include "statistics/rank.h"
#include "statistics/sum.h"

#include <cmath>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct OrderingOptions {
    ReportOptions report;
    double persistence = 0.9;
};

struct Order {
    std::vector<double> reference;
    std::vector<double> prediction;
    std::string cluster;
    std::size_t first_row = 0;
};

std::vector<double> values_of(const Order& order, double persistence) {
    const metrics::RankPair ranks{order.reference, order.prediction};
    return {order.reference == order.prediction ? 1.0 : 0.0,
            statistics::kendall_tau_b(order.reference, order.prediction),
            statistics::spearman_rho(order.reference, order.prediction),
            metrics::footrule(ranks),
            metrics::weighted_tau(ranks),
            metrics::ndcg(ranks),
            metrics::rank_biased_overlap(ranks, persistence)};
}

/// Mean over the cases that have a value; a case with one item has no correlation.
std::vector<double> means_over(const std::vector<std::vector<double>>& cases, DrawnUnits drawn) {
    std::vector<double> means;
    for (std::size_t metric = 0; metric < cases.front().size(); ++metric) {
        std::vector<double> used;
        for (const std::size_t i : drawn) {
            if (std::isfinite(cases[i][metric])) used.push_back(cases[i][metric]);
        }
        means.push_back(used.empty() ? metrics::kUndefined : statistics::mean(used));
    }
    return means;
}

void take_row(const PairedTables& tables, std::size_t row, std::map<std::string, Order>& orders) {
    const std::size_t other = tables.prediction_row[row];
    const std::size_t ours = tables.reference.column("reference");
    const std::size_t theirs = tables.prediction().column("prediction");
    const auto cluster = tables.reference.find_column("cluster");
    const auto [at, is_new] = orders.try_emplace(tables.reference.text(row, tables.reference.column("case")));
    Order& order = at->second;
    if (is_new) order.first_row = row;
    order.reference.push_back(tables.reference.number(row, ours));
    order.prediction.push_back(tables.prediction().number(other, theirs));
    for (const auto& [table, at_row, column] :
         {std::tuple{&tables.reference, row, ours}, std::tuple{&tables.prediction(), other, theirs}}) {
        if (table->number(at_row, column) < 1)
            table->fail(at_row, column, "a rank below 1.", "Give ranks from 1, the first.");
    }
    if (!cluster) return;
    const std::string& said = tables.reference.required_text(row, *cluster);
    if (!order.cluster.empty() && order.cluster != said)
        tables.reference.fail(row, *cluster, "the case belonged to another cluster before.",
                              "Give a case one cluster.");
    order.cluster = said;
}

Exit ordering(const OrderingOptions& options) {
    const PairedTables tables =
        read_paired(options.report, {{"case", "item"}, {"reference"}, {"prediction"}, {"cluster"}});
    std::map<std::string, Order> orders;
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row) take_row(tables, row, orders);
    std::vector<std::vector<double>> cases;
    std::vector<std::string> clusters;
    for (const auto& [name, order] : orders) {
        cases.push_back(values_of(order, options.persistence));
        clusters.push_back(order.cluster.empty() ? name : order.cluster);
    }
    const std::vector<MetricName> names{
        {"", "exact"},
        {"", "kendall_tau", "b"},
        {"", "spearman"},
        {"", "footrule", "default", "rank"},
        {"", "weighted_tau"},
        {"", "NDCG"},
        {"", "RBO", "extrapolated", "1", {{"persistence", options.persistence}}}};
    const MetricReport report = make_report(
        {names, [&](DrawnUnits drawn) { return means_over(cases, drawn); }, statistics::cluster_by(clusters)},
        options.report);
    print_report(report, options.report);
    return Exit::done;
}

}  // namespace

void add_metrics_ordering(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<OrderingOptions>();
    CLI::App* command = metrics.add_subcommand(
        "ordering", "Predicted orders: Kendall, Spearman, weighted tau, NDCG, rank-biased overlap");
    add_two_tables(*command, options->report,
                   "case,item,reference,prediction (ranks from 1, the first) and optionally cluster");
    command->add_option("--persistence", options->persistence, "Of the rank-biased overlap")
        ->check(CLI::Range(0.01, 0.99));
    add_report_flags(*command, options->report);
    command->footer("Example:\n  medal metrics ordering orders.csv --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return ordering(*options); }; });
}

}  // namespace medal::cli
